import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readArchive } from '../backup/read-archive.ts';
import { migrationsIn, unknownMigrations } from '../db/data-source.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { AuditHeads } from '../modules/audit/audit-heads.ts';
import { verifyAudit } from '../modules/audit/verify-audit.ts';
import { connect, queryOf } from '../compose/planted-portal.fixture.ts';
import { restoreBackup } from './restore-backup.ts';
import { upgradeDatabase } from './upgrade-database.ts';

/*
 * What a portal of every release had, as write-release.fixture.ts has written it then, starts under this version and has lost
 * nothing: each is restored as it was, backed up and brought up to date.
 */

const folder = path.join(import.meta.dirname, '../../../../test/fixtures/releases');
const releases = readdirSync(folder).filter((name) => name.endsWith('.backup'));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'releases-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('there is a release to come from', () => expect(releases).not.toEqual([]));

it.each(releases)(
  '%s is restored and brought up to date with all it had',
  async (name) => {
    const file = path.join(folder, name);
    const { opening, manifest } = await readArchive(file, null);
    expect(unknownMigrations(opening.migrations)).toEqual([]);
    const home = path.join(scratch, name);
    await restoreBackup({ file, into: home, key: null, databaseUrl: null, say: () => undefined });
    const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
    const settings = { home, auditHeads: path.join(home, 'audit-heads') };
    await upgradeDatabase(postgres.ownerUrl, settings, () => undefined);
    const client = await connect(postgres.ownerUrl);
    try {
      expect(await migrationsIn(client)).toEqual(expect.arrayContaining(opening.migrations));
      const lost: string[] = [];
      for (const { schema, name: table, rows } of manifest.tables.filter((one) => one.schema !== 'queue')) {
        const [found] = (await client.query<{ n: number }>(`select count(*)::int as n from "${schema}"."${table}"`))
          .rows;
        if (found!.n < rows) lost.push(`${schema}.${table}: ${found!.n} of ${rows}`);
      }
      expect(lost).toEqual([]);
      const chains = [];
      for await (const one of verifyAudit(queryOf(client), new AuditHeads(settings.auditHeads), null)) chains.push(one);
      expect(chains.filter(({ fault }) => fault !== null)).toEqual([]);
      expect(chains.some(({ heads }) => heads > 0)).toBe(true);
    } finally {
      await client.end();
      await postgres.stop();
    }
  },
  120_000,
);

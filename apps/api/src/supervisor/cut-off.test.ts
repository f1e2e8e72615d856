import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asLogin } from '../db/as-login.fixture.ts';
import { BackupFolder } from '../backup/backup-folder.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import { migrationsIn } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { typescriptLoader } from '../typescript-loader.ts';
import type { CutOffWork } from './cut-off-child.fixture.ts';
import { makeBackupOf } from './make-backup-of.ts';
import { prepareDatabase } from './prepare-database.ts';
import { restoreBackup } from './restore-backup.ts';

/*
 * A backup, a restore and an upgrade are killed at a random moment: there is the old state or the new one, and the next
 * attempt comes to its end. PORTAL_KILLS=20 kills each of them twenty times.
 */

const kills = Number(process.env['PORTAL_KILLS'] ?? 1);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'cut-off-'));
const backups = path.join(scratch, 'backups/');
const child = path.join(import.meta.dirname, 'cut-off-child.fixture.ts');
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let archive: string;
let all: string[];
let migrated: string;

const heads = (home: string) => path.join(home, 'audit-heads');
const work = (given: Partial<CutOffWork> & Pick<CutOffWork, 'what'>): CutOffWork => ({
  ownerUrl: database.ownerUrl,
  home: database.home,
  auditHeads: heads(database.home),
  place: backups,
  ...given,
});

/** Runs it for so long, or to its end; how many milliseconds it took from its beginning. */
async function run(given: CutOffWork, killAfterMs: number | null): Promise<number> {
  const running = spawn(process.execPath, ['--import', typescriptLoader, child, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  running.stderr.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => running.once('close', resolve));
  await new Promise<void>((resolve) => {
    running.stdout.once('data', () => resolve());
    void ended.then(() => resolve());
  });
  const began = Date.now();
  if (killAfterMs !== null) {
    await Promise.race([wait(killAfterMs), ended]);
    running.kill('SIGKILL');
  }
  const code = await ended;
  if (killAfterMs === null) expect([code, words]).toEqual([0, '']);
  return Date.now() - began;
}

/** Moments spread over the whole work, each drawn within its share of it. */
const moments = (lasts: number) => Array.from({ length: kills }, (_, i) => ((i + Math.random()) / kills) * lasts);

/** Rows of every table of the portal, but what the queue keeps of itself. */
const rowsIn = (url: string) =>
  asLogin(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r'
         and c.relnamespace = any (array['portal', 'auth']::regnamespace[]) order by 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of rows) {
      const { rows: is } = await client.query<{ is: string }>(
        `select count(*) || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as is from ${name} t`,
      );
      found[name] = is[0]!.is;
    }
    return found;
  });

beforeAll(async () => {
  database = await openDatabaseForTests();
  mkdirSync(path.join(database.home, 'models/one'), { recursive: true });
  writeFileSync(path.join(database.home, 'models/one/weights.onnx'), randomBytes(4_000_000));
  const place = { home: database.home, auditHeads: heads(database.home) };
  const given = { ownerUrl: database.ownerUrl, place: backups, key: null, withSlides: true, why: 'asked' as const };
  archive = (await makeBackupOf(place, given)).place;
  all = await asLogin(database.ownerUrl, migrationsIn);
}, 120_000);

afterAll(async () => {
  await database?.close();
  rmSync(scratch, { recursive: true, force: true });
});

it('a backup that is killed leaves those before it, and the next one is good', async () => {
  const lasts = await run(work({ what: 'backup' }), null);
  for (const moment of moments(lasts)) {
    await run(work({ what: 'backup' }), moment);
    const left = await new BackupFolder(backups, null).archives();
    expect(left.length).toBeGreaterThan(0);
    for (const { file } of left) await verifyBackup(file, null);
    expect(left.map(({ file }) => file)).toContain(archive);
  }
  await run(work({ what: 'backup' }), null);
  const [newest] = await new BackupFolder(backups, null).archives();
  await verifyBackup(newest!.file, null);
}, 600_000);

it('a restore that is killed leaves nothing or the whole portal, and is repeated', async () => {
  const source = await rowsIn(database.ownerUrl);
  const first = path.join(scratch, 'first');
  const lasts = await run(work({ what: 'restore', home: first, place: archive }), null);
  const check = async (home: string) => {
    const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
    expect(await rowsIn(postgres.ownerUrl).finally(() => postgres.stop())).toEqual(source);
    expect(existsSync(path.join(home, 'models/one/weights.onnx'))).toBe(true);
  };
  await check(first);
  const home = path.join(scratch, 'killed');
  for (const moment of moments(lasts)) {
    rmSync(home, { recursive: true, force: true });
    await run(work({ what: 'restore', home, place: archive }), moment);
    if (existsSync(home)) await check(home);
  }
  rmSync(home, { recursive: true, force: true });
  await restoreBackup({ file: archive, into: home, key: null, databaseUrl: null, say: () => undefined });
  await check(home);
  expect(existsSync(`${home}.restoring`)).toBe(false);
}, 1_800_000);

it('an upgrade that is killed leaves the earlier tables or the new ones, and is repeated', async () => {
  const earlier = all.filter((name) => Number(/\d+$/.exec(name)![0]) < 1764000000280);
  // Made once: each attempt has a copy of it.
  migrated = await newDatabase('earlier');
  const home = path.join(scratch, 'upgraded');
  await prepareDatabase({ ownerUrl: migrated, home, migrations: earlier });
  const settings = { home, auditHeads: heads(home), place: '' };
  const attempt = (ownerUrl: string) => work({ what: 'upgrade', ownerUrl, ...settings });
  const lasts = await run(attempt(await newDatabase('whole', 'earlier')), null);
  for (const [i, moment] of moments(lasts).entries()) {
    const url = await newDatabase(`killed_${i}`, 'earlier');
    await run(attempt(url), moment);
    await untilLeft(`killed_${i}`);
    const found = (await asLogin(url, migrationsIn)).toSorted();
    expect([earlier.toSorted(), all.toSorted()]).toContainEqual(found);
    await run(attempt(url), null);
    expect((await asLogin(url, migrationsIn)).toSorted()).toEqual(all.toSorted());
    for (const { file } of await new BackupFolder(path.join(home, 'before-upgrade'), null).archives()) {
      await verifyBackup(file, null);
    }
  }
}, 1_800_000);

async function newDatabase(name: string, template = 'template1'): Promise<string> {
  if (template !== 'template1') await untilLeft(template);
  await asLogin(database.ownerUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(database.ownerUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** The server learns of a killed client with its next answer. */
async function untilLeft(name: string): Promise<void> {
  await expect
    .poll(
      () =>
        asLogin(database.ownerUrl, async (client) => {
          const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name]);
          return rowCount;
        }),
      { timeout: 30_000 },
    )
    .toBe(0);
}

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readArchive } from '../backup/read-archive.ts';
import { migrationsIn } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { prepareDatabase } from './prepare-database.ts';
import { restoreBackup } from './restore-backup.ts';
import { upgradeDatabase } from './upgrade-database.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let all: string[];
/** As a portal of some migrations ago had them. */
let earlier: string[];
let number = 0;
let url = '';
let home = '';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'upgrade-'));
const firstLater = 1764000000296;

async function as<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  all = await as(database.ownerUrl, migrationsIn);
  earlier = all.filter((name) => Number(/\d+$/.exec(name)![0]) < firstLater);
});

afterAll(async () => {
  await database?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** A database of the earlier portal, with a study. */
beforeEach(async () => {
  number += 1;
  const name = `earlier_${number}`;
  home = path.join(scratch, name);
  await as(database.ownerUrl, (client) => client.query(`create database ${name}`));
  const address = new URL(database.ownerUrl);
  address.pathname = `/${name}`;
  url = address.toString();
  await prepareDatabase({ ownerUrl: url, home, migrations: earlier });
  await as(url, async (client) => {
    expect(await migrationsIn(client)).toEqual(earlier);
    await client.query(
      `insert into portal.study (code, name, synthetic, month_days, time_zero, updated_by) values ('OLD', 'Kept', true, 30, 'first HAIC', 'x')`,
    );
  });
});

const upgrade = () => upgradeDatabase(url, { home, auditHeads: path.join(home, 'audit-heads') }, () => undefined);
const studiesAt = (client: Client) =>
  client.query<{ name: string }>('select code, name from portal.study').then(({ rows }) => rows);
const kept = [{ code: 'OLD', name: 'Kept' }];
const archives = () => {
  const folder = path.join(home, 'before-upgrade');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.backup')) : [];
  return names.map((name) => path.join(folder, name));
};

describe('a portal of an earlier version', () => {
  it('is backed up, then brought up to date with all it had; the backup is the earlier portal', async () => {
    await upgrade();
    await as(url, async (client) => {
      expect((await migrationsIn(client)).toSorted()).toEqual(all.toSorted());
      expect(await studiesAt(client)).toEqual(kept);
    });
    const [made, ...more] = archives();
    expect(more).toEqual([]);
    expect((await readArchive(made!, null)).opening.migrations).toEqual(earlier);

    const into = path.join(scratch, `back-${number}`);
    await restoreBackup({ file: made!, into, key: null, databaseUrl: null, say: () => undefined });
    const postgres = await startEmbeddedPostgres(into, { isThrowaway: true });
    await as(postgres.ownerUrl, async (client) => {
      expect(await migrationsIn(client)).toEqual(earlier);
      expect(await studiesAt(client)).toEqual(kept);
    }).finally(() => postgres.stop());

    await upgrade();
    expect(archives(), 'nothing to do, no backup').toHaveLength(1);
  }, 120_000);

  it('is left as it was by a migration that fails after others', async () => {
    // What the second but last migration adds is there already.
    await as(url, (client) => client.query(`insert into portal.role_right values ('administrator', 'exportRecords')`));
    await expect(upgrade()).rejects.toThrow(
      new RegExp(
        `it is as it was, and the earlier version of the portal can be started again. .* ${home}/before-upgrade`,
      ),
    );
    await as(url, async (client) => {
      expect(await migrationsIn(client)).toEqual(earlier);
      expect(await studiesAt(client)).toEqual(kept);
      const { rows } = await client.query<{ is: boolean }>(
        `select to_regclass('portal.threshold_proposal') is not null as is`,
      );
      expect(rows[0]!.is, 'a table of an earlier migration of the same upgrade').toBe(false);
    });
    expect(archives()).toHaveLength(1);
  });
});

it('rows that a later version has changed are refused by the migration that is not known', async () => {
  await as(url, (client) =>
    client.query(`insert into portal.migration (timestamp, name) values (1999000000001, 'OfTheFuture1999000000001')`),
  );
  await expect(upgrade()).rejects.toThrow(
    'changed by a later version of the portal (its migration OfTheFuture1999000000001 is not known here)',
  );
  await as(url, async (client) => {
    expect(await migrationsIn(client)).toEqual([...earlier, 'OfTheFuture1999000000001']);
    expect(await studiesAt(client)).toEqual(kept);
  });
});

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { openDataSource } from './data-source.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { ReplicaReads } from './replica-reads.ts';
import { StudyDb } from './study-db.ts';

/*
 * A primary and a replica that follows it by streaming, both real: the replica begins as a copy of the primary's files
 * while it was stopped.
 */
let primary: Awaited<ReturnType<typeof openDatabaseForTests>>;
let replica: EmbeddedPostgres;
let folder: string;
let owner: Client;
let source: DataSource;
let reads: ReplicaReads;
let clock = 0;

const asker: Asker = { userId: 'u', name: 'U', email: '', studies: [] };
const isOfReplica = (db: Pick<StudyDb, 'read'>): Promise<boolean> =>
  db.read(asker, async ({ rows }) => {
    const [row] = await rows<{ is: boolean }>('select pg_is_in_recovery() as is');
    return row!.is;
  });
const versionOf = (db: Pick<StudyDb, 'read'>): Promise<number> =>
  db.read(asker, async ({ rows }) => {
    const [row] = await rows<{ version: number }>('select max(version)::int as version from portal.study_version');
    return row!.version;
  });

beforeAll(async () => {
  primary = await openDatabaseForTests();
  const { port, username, password } = new URL(primary.ownerUrl);
  folder = mkdtempSync(path.join(os.tmpdir(), 'portal-replica-'));
  execFileSync('chmod', ['711', folder]);
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o711 });
  owner = new Client({ connectionString: primary.ownerUrl });
  await owner.connect();
  // An online copy of the files: what changed meanwhile is in the log, from which the replica recovers.
  await owner.query(`select pg_backup_start('replica', true)`);
  const data = realpathSync(path.join(primary.home, 'postgres'));
  execFileSync('cp', ['-a', data, path.join(home, 'postgres')]);
  const { rows } = await owner.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
  cpSync(path.join(primary.home, 'secrets.json'), path.join(home, 'secrets.json'));
  const copy = path.join(home, 'postgres');
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(path.join(copy, name), { force: true });
  writeFileSync(path.join(copy, 'backup_label'), rows[0]!.labelfile);
  writeFileSync(path.join(copy, 'standby.signal'), '');
  appendFileSync(
    path.join(copy, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${port} user=${username} password=${password}'\nhot_standby = on\n`,
  );
  // As the rest of it: root's PostgreSQL runs as another account.
  execFileSync('chown', ['-R', '--reference', path.join(copy, 'PG_VERSION'), copy]);
  replica = await startEmbeddedPostgres(home, { isThrowaway: true });
  source = openDataSource(primary.appUrl, 2);
  await source.initialize();
  const url = new URL(primary.appUrl);
  url.port = String(replica.port);
  reads = new ReplicaReads(url.toString(), new StudyDb(source), () => clock);
}, 120_000);

afterAll(async () => {
  await reads?.close();
  await source?.destroy();
  await owner?.end();
  await replica?.stop();
  await primary?.close();
  if (folder && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
});

it('reads from the replica, which follows, and says how far behind it is', async () => {
  expect(await isOfReplica(reads)).toBe(true);
  expect(await isOfReplica(new StudyDb(source))).toBe(false);
  await declareStudy(primary.ownerUrl, {
    ...{ code: 'FOLLOWED', name: 'f', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'A', name: 'A' }],
  });
  const written = await versionOf(new StudyDb(source));
  await expect.poll(() => versionOf(reads), { timeout: 20_000 }).toBe(written);
  const { rows } = await owner.query<{ at: string }>('select pg_current_wal_lsn()::text as at');
  await expect.poll(() => reads.bytesBehind(rows[0]!.at), { timeout: 20_000 }).toBe(0);
});

it('a replica that pauses answers with the version that it has', async () => {
  const standby = new Client({ connectionString: replica.ownerUrl });
  await standby.connect();
  await standby.query('select pg_wal_replay_pause()');
  await expect
    .poll(async () => (await standby.query('select pg_get_wal_replay_pause_state() as s')).rows[0].s as string)
    .toBe('paused');
  const before = await versionOf(reads);
  await owner.query(`begin; select set_config('app.user_id', 'x', true);
    update portal.study set cutoff_on = '2026-01-01' where code = 'FOLLOWED'; commit`);
  expect(await versionOf(new StudyDb(source))).toBeGreaterThan(before);
  expect(await versionOf(reads)).toBe(before);
  const { rows } = await owner.query<{ at: string }>('select pg_current_wal_lsn()::text as at');
  expect(await reads.bytesBehind(rows[0]!.at)).toBeGreaterThan(0);
  await standby.query('select pg_wal_replay_resume()');
  await standby.end();
});

it('while the replica is away the primary answers, and for some minutes after', async () => {
  await replica.stop();
  expect(await isOfReplica(reads)).toBe(false);
  clock += 299_000;
  expect(await isOfReplica(reads)).toBe(false);
});

import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackupKey, readBackupKey, writeBackupKey } from '../backup/backup-key.ts';
import { backupHealth, readBackupState } from '../backup/backup-state.ts';
import { type BackupOutcome } from '../backup/make-backup.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { AuditHeads } from '../modules/audit/audit-heads.ts';
import { sealEntries } from '../modules/audit/audit-sealer.ts';
import { verifyAudit } from '../modules/audit/verify-audit.ts';
import { subjectDifferences } from '../modules/patients/stored-subject.ts';
import { makeBackupOf } from './make-backup-of.ts';
import { connect, openPlantedPortal, queryOf } from '../compose/planted-portal.fixture.ts';
import { prepareDatabase } from './prepare-database.ts';
import { restoreBackup } from './restore-backup.ts';

/*
 * A portal with rows in every table, a model and a slide, is backed up, destroyed and restored. What came back is compared by
 * PostgreSQL itself, and not by what the backup says of it.
 */

let database: Awaited<ReturnType<typeof openPlantedPortal>>['database'];
let owner: Client;
let key: BackupKey;
let source: State;
let made: BackupOutcome;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'backup-restore-'));
const backups = path.join(scratch, 'backups');
const slide = randomBytes(3_000_000);
const slideHash = createHash('sha256').update(slide).digest('hex');
const weights = randomBytes(500_000);

interface State {
  /** Rows and their hash, of each table. */
  readonly tables: Readonly<Record<string, string>>;
  /** What the database holds beside rows, as the catalogue has it. */
  readonly form: readonly string[];
}

async function stateOf(client: Client): Promise<State> {
  await client.query(`set timezone = 'UTC'`);
  const { rows: names } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r'
       and c.relnamespace = any (array['portal', 'auth', 'queue']::regnamespace[]) order by 1`,
  );
  const tables: Record<string, string> = {};
  for (const { name } of names) {
    // As the installed pg-boss made it: when it last looked after the queue, and which form its tables have.
    if (name === 'queue.version') continue;
    const { rows } = await client.query<{ is: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as is from ${name} t`,
    );
    tables[name] = rows[0]!.is;
  }
  const { rows: form } = await client.query<{ is: string }>(
    `select * from (
       select concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid)) as is
         from pg_trigger where not tgisinternal
       union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
         from pg_constraint where connamespace = any (array['portal', 'auth', 'queue']::regnamespace[])
       union all select concat_ws(' ', 'policy', polrelid::regclass, polname, pg_get_expr(polqual, polrelid))
         from pg_policy where polname <> 'owner_backs_up'
       union all select concat_ws(' ', 'guarded', oid::regclass, relrowsecurity, relforcerowsecurity, relacl)
         from pg_class where relnamespace = 'portal'::regnamespace and relkind = 'r' and relrowsecurity
       union all select concat_ws(' ', 'sequence', schemaname, sequencename, last_value) from pg_sequences
     ) f order by 1`,
  );
  return { tables, form: form.map(({ is }) => is) };
}

/** Names of roles are another owner's where the rows go to another server. */
const withoutOwner = (form: readonly string[]) => form.map((line) => line.replaceAll(/portal_owner|plain/g, 'OWNER'));

const backUp = (place: string, given: { key?: BackupKey | null; withSlides?: boolean; ownerUrl?: string } = {}) =>
  makeBackupOf(
    { home: database.home, auditHeads: path.join(database.home, 'audit-heads') },
    { ownerUrl: database.ownerUrl, place, key: null, withSlides: true, why: 'asked', ...given },
  );
const restore = (file: string, into: string, given: { key?: BackupKey | null; databaseUrl?: string } = {}) =>
  restoreBackup({ file, into, key: null, databaseUrl: null, say: () => undefined, ...given });

beforeAll(async () => {
  ({ database, owner } = await openPlantedPortal());
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  await owner.query(
    `update portal.slide_file set sha256 = $1, file_name = $1 || '.tiff', bytes = $2
     where ctid = (select ctid from portal.slide_file limit 1)`,
    [slideHash, slide.length],
  );
  await owner.query('reset app.user_id');
  mkdirSync(path.join(database.home, 'slides'), { recursive: true });
  writeFileSync(path.join(database.home, 'slides', `${slideHash}.tiff`), slide);
  mkdirSync(path.join(database.home, 'models', 'one'), { recursive: true });
  writeFileSync(path.join(database.home, 'models', 'one', 'head.onnx'), weights);
  writeFileSync(path.join(database.home, 'models', 'one', 'twin.onnx'), weights);
  await sealEntries(queryOf(owner));
  await writeBackupKey(path.join(scratch, 'key'));
  key = await readBackupKey(path.join(scratch, 'key'));
  source = await stateOf(owner);
  made = await backUp(`${backups}/`, { key });
}, 120_000); // prettier-ignore

afterAll(async () => {
  await owner?.end();
  await database?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** What is in a restored home, with its own PostgreSQL. */
async function inHome<T>(home: string, work: (client: Client) => Promise<T>): Promise<T> {
  const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
  const client = await connect(postgres.ownerUrl);
  try {
    return await work(client);
  } finally {
    await client.end();
    await postgres.stop();
  }
}

describe('a backup of a portal that runs', () => {
  it('has rows in nearly every table to lose', () => {
    const empty = Object.entries(source.tables).filter(([, is]) => is.startsWith('0 '));
    expect(Object.keys(source.tables).length).toBeGreaterThan(100);
    expect(empty.length).toBeLessThan(Object.keys(source.tables).length / 3);
    expect(made.tables).toBe(Object.keys(source.tables).length + 1);
  });

  it('comes back as it was: every table, the catalogue, sequences, secrets, models, slides', async () => {
    const home = path.join(scratch, 'restored');
    const restored = await restore(made.place, home, { key });
    expect(restored.digest).toBe(made.digest);
    await inHome(home, async (client) => {
      const found = await stateOf(client);
      expect(found.tables).toEqual(source.tables);
      expect(found.form).toEqual(source.form);
      // The analysis rows are what the records give, and the chains of the trail end where they did.
      const differences: unknown[] = [];
      for await (const difference of subjectDifferences(client, null)) differences.push(difference);
      const before: unknown[] = [];
      for await (const difference of subjectDifferences(owner, null)) before.push(difference);
      expect(differences).toEqual(before);
      const chains = [];
      for await (const chain of verifyAudit(queryOf(client), new AuditHeads(path.join(home, 'audit-heads')), null)) {
        chains.push(chain);
      }
      expect(chains.length).toBeGreaterThan(1);
      expect(chains.filter(({ fault }) => fault !== null)).toEqual([]);
      expect(chains.some(({ heads, sequence }) => heads > 0 && sequence > 0)).toBe(true);
    });
    expect(readFileSync(path.join(home, 'secrets.json'))).toEqual(
      readFileSync(path.join(database.home, 'secrets.json')),
    );
    expect(statSync(path.join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(home, 'slides', `${slideHash}.tiff`)).equals(slide)).toBe(true);
    for (const name of ['head.onnx', 'twin.onnx']) {
      expect(readFileSync(path.join(home, 'models', 'one', name)).equals(weights), name).toBe(true);
    }
    expect(restored.withoutFile.length).toBeGreaterThan(0);
    expect(existsSync(`${home}.restoring`)).toBe(false);
    expect(existsSync(path.join(home, 'portal.lock'))).toBe(false);
  }, 120_000);

  it('copies into a folder what is not there yet, and nothing twice', async () => {
    const again = await backUp(`${backups}/`, { key });
    expect(made.copied).toHaveLength(2);
    expect(again.copied).toEqual([]);
    await verifyBackup(again.place, key);
    const state = await readBackupState(database.home);
    expect(state.lastGood?.digest).toBe(again.digest);
    expect(backupHealth(state, new Date())).toBe('good');
  });

  it('shows nobody without the key a patient, a secret or which slides there are', async () => {
    const kept = readdirSync(path.join(backups, 'files'), { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => name.includes(slideHash))).toEqual([]);
    for (const name of readdirSync(backups, { recursive: true, encoding: 'utf8' })) {
      if (statSync(path.join(backups, name)).isDirectory()) continue;
      const bytes = readFileSync(path.join(backups, name));
      for (const secret of ['canary-a', slideHash, 'portal.patient'])
        expect([name, bytes.includes(secret)]).toEqual([name, false]);
      expect(statSync(path.join(backups, name)).mode & 0o077).toBe(0);
    }
    await expect(verifyBackup(made.place, null)).rejects.toThrow('is encrypted: give --key');
  });

  it('goes to a folder of its own portal alone', async () => {
    const foreign = path.join(scratch, 'foreign');
    mkdirSync(foreign);
    writeFileSync(path.join(foreign, 'portal-id'), 'another\n');
    await expect(backUp(foreign)).rejects.toThrow('has the backups of another portal');
    const state = await readBackupState(database.home);
    expect(state.lastFailure?.reason).toContain('another portal');
    expect(backupHealth(state, new Date())).toBe('failed');
  });
});

describe('a backup that is not as it was written', () => {
  it('is found wherever a byte is another, and where it was cut off', async () => {
    const file = path.join(scratch, 'damaged.backup');
    const plain = path.join(scratch, 'plain.backup');
    await backUp(plain, { withSlides: false });
    await verifyBackup(plain, null);
    const whole = readFileSync(plain);
    const places = Array.from({ length: 40 }, (_, i) => Math.floor(((i + 0.5) * whole.length) / 40));
    const harmless: number[] = [];
    for (const place of places) {
      const damaged = Buffer.from(whole);
      damaged[place]! ^= 0x10;
      writeFileSync(file, damaged);
      const outcome = await verifyBackup(file, null).then(
        () => 'intact',
        (error: Error) => error.name,
      );
      // Padding of the archive holds nothing.
      if (outcome === 'intact') harmless.push(place);
      else expect(outcome).toBe('BackupError');
    }
    for (const place of harmless)
      expect(whole.subarray(place - 511, place + 1).lastIndexOf(0)).toBeGreaterThanOrEqual(0);
    expect(harmless.length).toBeLessThan(8);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(file, whole.subarray(0, Math.floor(whole.length * share)));
      await expect(verifyBackup(file, null)).rejects.toThrow(/ends early/);
    }
  });

  it('leaves no portal, and says what is wrong', async () => {
    const home = path.join(scratch, 'never');
    const file = path.join(scratch, 'cut.backup');
    writeFileSync(file, readFileSync(made.place).subarray(0, statSync(made.place).size / 2));
    await expect(restore(file, home, { key })).rejects.toThrow(/cut off/);
    expect(existsSync(home)).toBe(false);
    expect(existsSync(`${home}.restoring`)).toBe(false);
    const group = readdirSync(path.join(backups, 'files'))[0]!;
    const name = readdirSync(path.join(backups, 'files', group))[0]!;
    const lost = path.join(backups, 'files', group, name);
    const bytes = readFileSync(lost);
    rmSync(lost);
    await expect(verifyBackup(made.place, key)).rejects.toThrow(`${lost} is missing`);
    writeFileSync(lost, bytes);
  });

  it('never goes into a folder that has something', async () => {
    const home = path.join(scratch, 'taken');
    mkdirSync(home);
    writeFileSync(path.join(home, 'a'), 'mine');
    await expect(restore(made.place, home, { key })).rejects.toThrow('is not empty: name another folder');
    expect(readdirSync(home)).toEqual(['a']);
  });
});

describe('a PostgreSQL of the hospital, whose owner is not a superuser', () => {
  const beside = path.join(scratch, 'beside-plain');
  const url = (): string => {
    const own = new URL(database.ownerUrl);
    Object.assign(own, { username: 'plain', password: 'plain', pathname: '/plain' });
    return own.toString();
  };
  let client: Client;
  beforeAll(async () => {
    await owner.query(`create role plain login createrole nosuperuser password 'plain'`);
    await owner.query('grant portal_app, portal_worker, portal_auth to plain with admin option');
    await owner.query('create database plain owner plain');
    const root = new URL(database.ownerUrl);
    root.pathname = '/plain';
    client = await connect(root.toString());
  });
  afterAll(() => client.end());

  it('does not start after a restore that was cut off; the next one begins anew and comes to its end', async () => {
    const half = await connect(url());
    await half.query(`create schema portal_restoring; comment on schema portal_restoring is 'a restore'; create schema portal`);
    await half.end();
    await expect(prepareDatabase({ ownerUrl: url(), home: path.join(scratch, 'unused') })).rejects.toThrow('was cut off: repeat it');
    await restore(made.place, beside, { key, databaseUrl: url() });
    const found = await stateOf(client);
    expect(found.tables).toEqual(source.tables);
    expect(withoutOwner(found.form)).toEqual(withoutOwner(source.form));
    await prepareDatabase({ ownerUrl: url(), home: beside });
  }, 120_000); // prettier-ignore

  it('is backed up though rows are hidden from its owner, and is one moment whatever is saved meanwhile', async () => {
    let written = 0;
    let isOver = false;
    // Two tables that always say the same: one of the first of the dump and one of the last.
    const write = async () => {
      written += 1;
      await client.query(
        `begin; update auth."user" set name = '${written}'; update portal.study set name = '${written}'; commit`,
      );
    };
    await write();
    const writing = (async () => {
      while (!isOver) await write();
    })();
    const file = path.join(scratch, 'of-plain.backup');
    await backUp(file, { ownerUrl: url(), withSlides: false });
    isOver = true;
    await writing;
    const home = path.join(scratch, 'from-plain');
    await restore(file, home);
    await inHome(home, async (back) => {
      const { rows } = await back.query<{ name: string }>(
        'select name from auth."user" union select name from portal.study',
      );
      expect(rows).toHaveLength(1);
      expect(Number(rows[0]!.name)).toBeLessThan(written);
      const { tables } = await stateOf(back);
      const now = await stateOf(client);
      const others = Object.entries(now.tables).filter(
        ([name]) => !/user|portal\.study$|audit|study_version/.test(name),
      );
      for (const [name, is] of others) expect([name, tables[name]]).toEqual([name, is]);
    });
    await expect(restore(file, path.join(scratch, 'twice'), { databaseUrl: url() })).rejects.toThrow(
      'has tables of a portal (auth, portal, queue): name an empty one',
    );
  }, 120_000);
});

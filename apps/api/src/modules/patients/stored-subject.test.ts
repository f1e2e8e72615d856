import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareDatabase } from '../../supervisor/prepare-database.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { differenceLine, rebuildSubjects, subjectDifferences } from './stored-subject.ts';
import { declareStudy, type StudyDeclaration } from '../studies/declare-study.ts';

const declaration: StudyDeclaration = {
  code: 'STORED',
  name: 'Stored subjects',
  synthetic: true,
  monthDays: 30,
  cutoffOn: null,
  timeZero: 'first HAIC',
  arms: [{ code: 'HTI', label: 'HTI' }],
  centres: [
    { code: 'C1', name: 'One' },
    { code: 'C2', name: 'Two' },
  ],
};

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
const clients: Client[] = [];
let owner: Client;
let holder: Client;
let watcher: Client;
let one: Client;
let two: Client;
let study: number;
let centres: number[];
let appUrl: string;

/** A connection that writes for both centres, as a staff member's transactions do. */
async function connect(url: string, readCentres?: readonly number[]): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  clients.push(client);
  await client.query(
    `select set_config('app.user_id', 'test', false), set_config('app.write_centres', $1, false),
    set_config('app.read_centres', $1, false)`,
    [`{${(readCentres ?? centres).join(',')}}`],
  );
  return client;
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  // On an external server the migrations run as a role that is subject to row-level security.
  const server = new Client({ connectionString: database.ownerUrl });
  await server.connect();
  await server.query(`create role plain login createrole nosuperuser password 'plain'`);
  await server.query('grant portal_app, portal_worker, portal_auth to plain with admin option');
  await server.query('create database plain owner plain');
  await server.end();
  const url = new URL(database.ownerUrl);
  Object.assign(url, { username: 'plain', password: 'plain', pathname: '/plain' });
  const urls = await prepareDatabase({ ownerUrl: url.toString(), home: database.home });
  appUrl = urls.appUrl;
  await declareStudy(urls.ownerUrl, declaration);
  centres = [];
  owner = await connect(urls.ownerUrl);
  const { rows } = await owner.query<{ id: number; study_id: number }>(
    'select id, study_id from portal.centre order by code',
  );
  study = rows[0]!.study_id;
  centres = rows.map(({ id }) => id);
  const root = new URL(database.ownerUrl);
  root.pathname = '/plain';
  [holder, watcher] = [await connect(root.toString()), await connect(root.toString())];
  [one, two] = [await connect(urls.appUrl), await connect(urls.appUrl)];
}, 120_000);

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database?.close();
});

const versionOf = async (client = owner): Promise<number> => {
  const { rows } = await client.query<{ version: string }>(
    'select version from portal.study_version where study_id = $1',
    [study],
  );
  return Number(rows[0]!.version);
};

let patients = 0;
async function addPatient(client: Client, centre = centres[0]): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into portal.patient (centre_id, code, updated_by) values ($1, $2, 'test') returning id`,
    [centre, `P${(patients += 1)}`],
  );
  return rows[0]!.id;
}

/** Commits two transactions that have both written; neither ends before both, in this order, have gone as far as they can. */
async function commitAtOnce(...both: readonly [Client, Client]): Promise<void> {
  await holder.query('begin');
  await holder.query('select from portal.study_version where study_id = $1 for update', [study]);
  const waiting = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query = 'commit'`;
  const commits: Promise<unknown>[] = [];
  for (const client of both) {
    commits.push(client.query('commit'));
    for (let n = 0; n < commits.length; await wait(20)) n = (await watcher.query<{ n: number }>(waiting)).rows[0]!.n;
  }
  await holder.query('commit');
  await Promise.all(commits);
}

const startOn = (client: Client, id: string, on: string) =>
  client.query(
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
     select id, centre_id, 'test', 'HTI', $2 from portal.patient where id = $1`,
    [id, on],
  );
const lastSeen = (client: Client, id: string, on: string, status = 'alive') =>
  client.query(
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_on, vital_status)
     select id, centre_id, 'test', $2, $3 from portal.patient where id = $1`,
    [id, on, status],
  );
const osOf = async (id: string, client = owner) => {
  const { rows } = await client.query<{ os_days: number | null; data_version: string }>(
    'select os_days, data_version from portal.subject where id = $1 and recipe_id = 1',
    [id],
  );
  return rows[0];
};
const differences = async () => {
  const stored = `select ${columns.join(', ')} from portal.subject`;
  const derived = `select ${columns.join(', ')} from portal.derived_subject`;
  const { rows } = await owner.query(`(${stored} except ${derived}) union all (${derived} except ${stored})`);
  return rows;
};
let columns: string[] = [];
beforeAll(async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'portal.derived_subject'::regclass and attnum > 0 order by attnum`,
  );
  columns = rows.map(({ name }) => `"${name}"`);
});

describe('the stored subject', () => {
  it('has the columns of the derivation in their order, after its version', async () => {
    const { rows } = await owner.query<{ name: string; type: string; relation: string }>(
      `select attname as name, format_type(atttypid, null) as type, attrelid::regclass::text as relation from pg_attribute
       where attrelid in ('portal.subject'::regclass, 'portal.derived_subject'::regclass) and attnum > 0 and not attisdropped
       order by attnum`,
    );
    const of = (relation: string) =>
      rows.filter((row) => row.relation.endsWith(relation)).map(({ name, type }) => `${name} ${type}`);
    const stored = rows.filter((row) => row.relation === 'portal.subject').map(({ name, type }) => `${name} ${type}`);
    expect(stored).toEqual(['data_version bigint', ...of('derived_subject')]);
  });

  it('is brought up to date when a change commits, and names the version of the change', async () => {
    const before = await versionOf();
    await one.query('begin');
    const id = await addPatient(one);
    await startOn(one, id, '2022-01-11');
    await lastSeen(one, id, '2022-07-10');
    expect(await versionOf()).toBe(before);
    await one.query('commit');
    expect(await versionOf()).toBe(before + 1);
    expect(await osOf(id)).toEqual({ os_days: 180, data_version: String(before + 1) });
    expect(await differences()).toEqual([]);
  });

  it('is touched by every change of a patient, even if no column differs', async () => {
    const id = await addPatient(one);
    await one.query(
      `insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade)
       select id, centre_id, 'test', 'Fever', '2' from portal.patient where id = $1`,
      [id],
    );
    const before = await osOf(id);
    await one.query(`update portal.adverse_event set term = 'Nausea' where patient_id = $1`, [id]);
    expect(Number((await osOf(id))!.data_version)).toBe(Number(before!.data_version) + 1);
  });

  it('includes what two simultaneous writers have entered for one patient', async () => {
    const id = await addPatient(one);
    await one.query('begin');
    await two.query('begin');
    await startOn(one, id, '2022-01-11');
    await lastSeen(two, id, '2022-07-10');
    await commitAtOnce(one, two);
    expect((await osOf(id))!.os_days).toBe(180);
  });

  it('reflects a cut-off that is changed while a form is saved', async () => {
    const id = await addPatient(one);
    await startOn(one, id, '2022-01-11');
    await one.query('begin');
    await lastSeen(one, id, '2022-07-10');
    await owner.query('begin');
    await owner.query(`update portal.study set cutoff_on = '2022-03-12' where id = $1`, [study]);
    await commitAtOnce(owner, one);
    // Day 60 is 12 March.
    expect((await osOf(id))!.os_days).toBe(60);
    await owner.query('update portal.study set cutoff_on = null where id = $1', [study]);
    expect((await osOf(id))!.os_days).toBe(180);
    expect(await differences()).toEqual([]);
  });

  it('reflects what is saved while a changed cut-off is derived', async () => {
    const id = await addPatient(one);
    await startOn(one, id, '2022-01-11');
    await one.query('begin');
    await lastSeen(one, id, '2022-07-10');
    await owner.query('begin');
    await owner.query(`update portal.study set cutoff_on = '2022-03-12' where id = $1`, [study]);
    // The form has derived its row by the old cut-off and waits to be stored; the cut-off derives without it.
    await commitAtOnce(one, owner);
    expect((await osOf(id))!.os_days).toBe(60);
    expect(await differences()).toEqual([]);
    await owner.query('update portal.study set cutoff_on = null where id = $1', [study]);
  });

  it('is stored anew by a changed cut-off only where it differs', async () => {
    const [long, short] = [await addPatient(one), await addPatient(one)];
    for (const id of [long, short]) await startOn(one, id, '2022-01-11');
    await lastSeen(one, long, '2022-07-10');
    await lastSeen(one, short, '2022-02-10');
    const before = await osOf(short);
    await owner.query(`update portal.study set cutoff_on = '2022-03-12' where id = $1`, [study]);
    expect(await osOf(long)).toEqual({ os_days: 60, data_version: String(await versionOf()) });
    expect(await osOf(short)).toEqual(before);
    expect(before!.os_days).toBe(30);
    await owner.query('update portal.study set cutoff_on = null where id = $1', [study]);
    expect(await differences()).toEqual([]);
  });

  it('can be saved while a whole study is derived', async () => {
    const id = await addPatient(one);
    await owner.query('begin');
    await owner.query(`update portal.study set cutoff_on = '2022-03-12' where id = $1`, [study]);
    // As the commit does first, and all that takes long.
    await owner.query('select portal.derive_studies(array[$1::int])', [study]);
    await one.query(`set lock_timeout = '2s'`);
    await startOn(one, id, '2022-01-11');
    await lastSeen(one, id, '2022-07-10');
    await one.query('reset lock_timeout');
    await owner.query('drop table pg_temp.subject_differing');
    await owner.query('commit');
    expect((await osOf(id))!.os_days).toBe(60);
    await owner.query('update portal.study set cutoff_on = null where id = $1', [study]);
    expect(await differences()).toEqual([]);
  });

  it('rolls the change back if the refresh fails', async () => {
    const id = await addPatient(one);
    await startOn(one, id, '2022-01-11');
    const before = [await versionOf(), await osOf(id)];
    await owner.query(`alter table portal.subject add constraint no_death check (os_event is not true)`);
    await expect(lastSeen(one, id, '2022-07-10', 'dead')).rejects.toThrow('no_death');
    await owner.query('alter table portal.subject drop constraint no_death');
    expect([await versionOf(), await osOf(id)]).toEqual(before);
    const { rows } = await one.query('select from portal.follow_up where patient_id = $1', [id]);
    expect(rows).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('refuses to store rows derived from an old snapshot', async () => {
    const id = await addPatient(one);
    await one.query('begin isolation level repeatable read');
    await startOn(one, id, '2022-01-11');
    await expect(one.query('commit')).rejects.toThrow('is committed in READ COMMITTED');
  });

  it('is verified and rebuilt, naming tampered values by patient and column', async () => {
    const found = async (of: string | null = null) => {
      const lines: string[] = [];
      for await (const difference of subjectDifferences(owner, of)) lines.push(differenceLine(difference));
      return lines;
    };
    expect(await found()).toEqual([]);
    const ids = [await addPatient(one), await addPatient(one), await addPatient(one), await addPatient(one)];
    const codes = ids.map((_, i) => `P${patients - 3 + i}`);
    await startOn(one, ids[0]!, '2022-01-11');
    await owner.query(`update portal.subject set arm = 'HAIC', os_days = 7 where id = $1`, [ids[0]]);
    await owner.query('delete from portal.subject where id = $1', [ids[1]]);
    await owner.query(
      `insert into portal.subject select data_version, 1, gen_random_uuid(), centre_id, study_id, 'ghost', centre, arm,
      started_on, best_response, age_years, sex, ecog_ps, child_pugh_class, hepatitis_b, cirrhosis, afp_ng_ml, tumour_size_mm,
      lesion_count, lesion_number, portal_vein_thrombus, extrahepatic_metastasis, bclc_stage, source_stage_group, os_days, os_event,
      pfs_days, pfs_event, os_missing, pfs_missing, worst_grade, contradictions from portal.subject where id = $1`,
      [ids[2]],
    );
    await owner.query('update portal.subject set data_version = data_version + 1000 where id = $1', [ids[3]]);
    const named = [
      `STORED\tC1\t${codes[0]}\thaic-default 2\tarm, os_days`,
      `STORED\tC1\t${codes[1]}\thaic-default 2\tno row is stored`,
      `STORED\tC1\t${codes[3]}\thaic-default 2\tdata_version`,
      'STORED\tC1\tghost\thaic-default 2\ta row is stored, and none derived',
    ];
    expect((await found()).toSorted()).toEqual(named.toSorted());
    expect(await found('STORED')).toHaveLength(4);
    await expect(found('OTHER')).rejects.toThrow('no study has the code OTHER: there is STORED');
    const before = await versionOf();
    const [rebuilt] = await rebuildSubjects(owner, 'STORED');
    expect(rebuilt!.study).toBe('STORED');
    expect(await found()).toEqual([]);
    expect(await versionOf()).toBe(before + 1);
  });

  it('is rebuilt beside a save without either waiting for the other in a circle', async () => {
    const id = await addPatient(one);
    await startOn(one, id, '2022-01-11');
    const key = [study];
    await holder.query(`select pg_advisory_lock(hashtext('portal.derive_studies'), $1)`, key);
    const rebuilt = rebuildSubjects(owner, 'STORED');
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'`;
    while ((await watcher.query(waiting)).rowCount === 0) await wait(20);
    const saved = lastSeen(one, id, '2022-07-10');
    await wait(200);
    await holder.query(`select pg_advisory_unlock(hashtext('portal.derive_studies'), $1)`, key);
    await Promise.all([rebuilt, saved]);
    expect((await osOf(id))!.os_days).toBe(180);
    expect(await differences()).toEqual([]);
  });

  it('shows each centre its own rows and removals', async () => {
    const asOne = await connect(appUrl, centres.slice(0, 1));
    const [own, other] = [await addPatient(one, centres[0]), await addPatient(one, centres[1])];
    expect((await osOf(own, asOne))?.os_days).toBe(null);
    expect(await osOf(other, asOne)).toBeUndefined();
    await holder.query('delete from portal.patient where id = any($1)', [[own, other]]);
    const removed = async (client: Client) =>
      (await client.query<{ id: string }>('select id from portal.subject_removed where id = any($1)', [[own, other]]))
        .rows;
    expect(await removed(asOne)).toEqual([{ id: own }]);
    expect(await removed(owner)).toHaveLength(2);
    for (const sql of [
      'update portal.subject set os_days = 1',
      'delete from portal.subject',
      'table portal.subject_touched',
    ]) {
      await expect(asOne.query(sql)).rejects.toThrow('permission denied');
    }
  });
});

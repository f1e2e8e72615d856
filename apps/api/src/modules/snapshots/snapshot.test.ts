import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { AdverseEventsService } from '../analyses/safety/adverse-events.service.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { TableOneService } from '../analyses/tables/table-one.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { StudyService } from '../studies/index.ts';
import { SnapshotService } from './snapshot.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let studyId: number;
let centres: number[];
let snapshots: SnapshotService;
let survival: SurvivalService;
let tableOne: TableOneService;
let events: AdverseEventsService;

const ctxOf = (readCentres: readonly number[], role: Asker['studies'][number]['role'] = 'statistician') => ({
  requestId: 'r1',
  asker: {
    userId: 'Una',
    name: 'Una',
    email: '',
    studies: [{ studyId, studyCode: 'S', role, readCentres, writeCentres: [] }],
  } satisfies Asker,
});
const everywhere = () => ctxOf(centres);

async function change(...statements: string[]): Promise<void> {
  await owner.query(
    [
      'begin',
      `select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true),
         set_config('app.reason', 'misread', true)`,
      ...statements,
      'commit',
    ].join(';'),
  );
}

/** What the analyses of this page of a paper say, without the version of the data that they name. */
async function results(ctx: ReturnType<typeof ctxOf>, snapshot: string | null) {
  const asked = { study: 'S', cohort: null, groupBy: 'arm', snapshot };
  const curves = await survival.analyse(ctx, { ...asked, endpoint: 'OS', confType: 'log' });
  const table = await tableOne.table(ctx, { ...asked, variables: null, rule: 'skewness' });
  const { arms, rows } = await events.table(ctx, 'S', null, 'own', snapshot);
  const { n, hazardRatios, logRank, curves: drawn, monthDays, recipe } = curves;
  const about = { n, hazardRatios, logRank, monthDays, recipe, curves: drawn };
  return { about, table: [table.n, table.rows, table.groups], arms, rows };
}

const make = (name: string, reason = 'for the manuscript') => snapshots.make(everywhere(), 'S', { name, reason });

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    code: 'S',
    name: 'S',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: ['HAIC', 'HTI'].map((code) => ({ code, label: code })),
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  const { rows } = await owner.query<{ id: number; study_id: number }>(
    'select id, study_id from portal.centre order by code',
  );
  studyId = rows[0]!.study_id;
  centres = rows.map(({ id }) => id);
  await change(
    `insert into portal.membership (user_id, study_id, role, updated_by) values ('Una', ${studyId}, 'statistician', 'test')`,
    `insert into portal.patient (centre_id, code, updated_by)
       select c.id, c.code || lpad(i::text, 2, '0'), 'test' from portal.centre c, generate_series(1, 20) i`,
    `insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex, enrolled_on)
       select id, centre_id, 'test', 40 + right(code, 2)::int, 'male', '2019-12-20' from portal.patient`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
       select id, centre_id, 'test', case when right(code, 2)::int % 2 = 0 then 'HAIC' else 'HTI' end, '2020-01-01' from portal.patient`,
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
       select id, centre_id, 'test', 100 + 13 * right(code, 2)::int, case when right(code, 2)::int % 3 = 0 then 'alive' else 'dead' end
       from portal.patient`,
    `insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade, started_on, related_to_haic)
       select id, centre_id, 'test', 'Fever', '2', '2020-01-05', 'possible' from portal.patient where right(code, 2)::int < 9`,
  );
  const db = new StudyDb(pool);
  const studies = new StudyService(db);
  const columns = new SubjectStore(db);
  const shared = new StudyAnswers(db, columns);
  snapshots = new SnapshotService(db, studies);
  survival = new SurvivalService(columns, studies, shared);
  tableOne = new TableOneService(columns, studies, shared);
  events = new AdverseEventsService(columns, studies, shared);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

describe('a snapshot', () => {
  it('gives the results of the moment at which it was made, and gives them again after the data have moved', async () => {
    const { id, n, total } = await make('submission');
    expect([n, total]).toEqual([40, 40]);
    const then = await results(everywhere(), id);
    expect(then).toEqual(await results(everywhere(), null));
    expect(then.about.n).toBe(40);

    await change(
      `update portal.follow_up set contact_day = 5, vital_status = 'dead', version = version + 1, updated_by = 'test'
         where patient_id = (select id from portal.patient where code = 'A03')`,
      `update portal.adverse_event set grade = '4', version = version + 1, updated_by = 'test'
         where patient_id = (select id from portal.patient where code = 'B01')`,
      `update portal.study set month_days = 31 where code = 'S'`,
      `insert into portal.patient (centre_id, code, updated_by) values (${centres[1]}, 'B99', 'test')`,
    );
    const now = await results(everywhere(), null);
    expect(now.about.curves).not.toEqual(then.about.curves);
    expect(now.rows).not.toEqual(then.rows);
    expect(JSON.stringify(await results(everywhere(), id))).toBe(JSON.stringify(then));
    // A process that has kept nothing in memory reads the same.
    const afresh = new SubjectStore(new StudyDb(pool));
    const read = await afresh.answer(everywhere().asker, studyId, (columns) => columns.cohort(null).n, id);
    expect(read).toBe(40);
  });

  it('is grouped by a quantity and by two selections, too', async () => {
    const [{ id } = { id: '' }] = await snapshots.list(everywhere(), 'S');
    const sizesOf = async (groupBy: string) => {
      const asked = { study: 'S', cohort: null, groupBy, snapshot: id, endpoint: 'OS', confType: 'log' } as const;
      return (await survival.analyse(everywhere(), asked)).curves.map(({ label, curve }) => [label, curve.n]);
    };
    // Ages are 41 to 60 in each centre; HTI are the odd ones, of whom three are 45 or younger.
    expect(await sizesOf('parts:ageYears:halves')).toEqual([
      ['< 50.5', 20],
      ['≥ 50.5', 20],
    ]);
    expect(await sizesOf('cohorts:leaveOut:(arm:HTI):(ageYears:-45)')).toEqual([
      ['A', 14],
      ['B', 4],
    ]);
  });

  it('names every patient and value that differ from now, and from another snapshot', async () => {
    const [{ id: first } = { id: '' }] = await snapshots.list(everywhere(), 'S');
    const expected = {
      entered: 1,
      removed: 0,
      changed: 2,
      settings: [{ field: 'monthDays', before: '30', after: '31' }],
      patients: [
        {
          centre: 'A',
          code: 'A03',
          change: 'changed',
          values: [
            { field: 'osDays', before: '139', after: '5' },
            { field: 'osEvent', before: 'false', after: 'true' },
            { field: 'pfsDays', before: '0', after: '5' },
            { field: 'pfsEvent', before: 'false', after: 'true' },
            // Without a later treatment the time to the next one is overall survival.
            { field: 'ttntDays', before: '139', after: '5' },
            { field: 'ttntEvent', before: 'false', after: 'true' },
          ],
        },
        {
          centre: 'B',
          code: 'B01',
          change: 'changed',
          values: [
            { field: 'worstGrade', before: '2', after: '4' },
            { field: 'adverseEvents', before: 'Fever 2, 2020-01-05', after: 'Fever 4, 2020-01-05' },
          ],
        },
        { centre: 'B', code: 'B99', change: 'entered', values: [] },
      ],
    };
    expect(await snapshots.difference(everywhere(), 'S', first, null)).toEqual(expected);
    expect(await snapshots.changes(everywhere(), 'S')).toEqual([{ id: first, entered: 1, removed: 0, changed: 2 }]);
    const { id: second, sha256 } = await make('revision');
    expect(await snapshots.difference(everywhere(), 'S', first, second)).toEqual(expected);
    expect(await snapshots.difference(everywhere(), 'S', second, null)).toMatchObject({ changed: 0, patients: [] });
    // The same content under another name has the same hash, and is stored once.
    expect((await make('revision again')).sha256).toBe(sha256);
    const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from portal.frozen_subject');
    expect(rows).toEqual([{ n: 40 + 3 }]);

    await change(`delete from portal.patient where code = 'B99'`);
    expect(await snapshots.difference(everywhere(), 'S', second, null)).toMatchObject({
      removed: 1,
      patients: [{ code: 'B99', change: 'removed', values: [] }],
    });
  });

  it('is to somebody at one centre that centre alone', async () => {
    const atA = ctxOf(centres.slice(0, 1));
    const [{ id, n, total } = { id: '', n: 0, total: 0 }] = (await snapshots.list(atA, 'S')).toReversed();
    expect([n, total]).toEqual([20, null]);
    expect((await results(atA, id)).about.n).toBe(20);
    expect(await snapshots.difference(atA, 'S', id, null)).toMatchObject({ entered: 0, removed: 0, changed: 1 });
    await expect(snapshots.list(ctxOf([]), 'S')).rejects.toThrow('read records');
  });

  it('has a hash that anybody can compute from what is stored', async () => {
    const [{ id, sha256 } = { id: '', sha256: '' }] = await snapshots.list(everywhere(), 'S');
    expect(await snapshots.check(everywhere(), 'S', id)).toEqual({
      id,
      isSound: true,
      sha256,
      recomputed: sha256,
      damaged: 0,
    });
    // By another implementation of the hash, from the texts that the database has.
    const { rows } = await owner.query<{ text: string }>(
      `select f.subject::text || chr(10) || f.events::text as text from portal.snapshot_subject m
         join portal.frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256
       where m.snapshot_id = $1 order by m.centre_id, m.patient_id`,
      [id],
    );
    const { rows: heads } = await owner.query<{ head: string }>(
      `select jsonb_build_object('study', study_id, 'dataVersion', data_version, 'settings', settings)::text as head
       from portal.snapshot where id = $1`,
      [id],
    );
    const whole = createHash('sha256').update(`${heads[0]!.head}\n`);
    for (const { text } of rows) whole.update(createHash('sha256').update(text).digest());
    expect(whole.digest('hex')).toBe(sha256);
  });

  it('cannot be changed by any statement, and shows when somebody got around that', async () => {
    const [{ id } = { id: '' }] = await snapshots.list(everywhere(), 'S');
    for (const statement of [
      `update portal.snapshot set name = 'another'`,
      'delete from portal.snapshot_subject',
      `update portal.frozen_subject set subject = '{}'`,
      'truncate portal.frozen_subject',
    ]) {
      await expect(owner.query(statement)).rejects.toThrow('a snapshot is never changed');
    }
    await expect(
      pool.query('insert into portal.snapshot_subject select * from portal.snapshot_subject'),
    ).rejects.toThrow('permission denied');
    await owner.query('alter table portal.frozen_subject disable trigger never_changed');
    const one = `from portal.snapshot_subject m where m.snapshot_id = '${id}' and f.sha256 = m.sha256 and f.subject ->> 'code' = 'A05'`;
    await owner.query(`update portal.frozen_subject f set subject = f.subject || '{"age_years": 99}' ${one}`);
    expect(await snapshots.check(everywhere(), 'S', id)).toMatchObject({ isSound: false, damaged: 1 });
    await owner.query(`update portal.frozen_subject f set subject = f.subject || '{"age_years": 45}' ${one}`);
    await owner.query('alter table portal.frozen_subject enable trigger never_changed');
    expect(await snapshots.check(everywhere(), 'S', id)).toMatchObject({ isSound: true, damaged: 0 });
  });

  it('is made by who has the right, under a name of its own, with an entry in the trail', async () => {
    const made = snapshots.make(ctxOf(centres, 'pathologist'), 'S', { name: 'x', reason: 'y' });
    await expect(made).rejects.toThrow('your role here does not include: make snapshots');
    await expect(make('submission')).rejects.toThrow('name must be a name that no other snapshot of the study has');
    await expect(make(' ')).rejects.toThrow('name must be 1 to 80 characters');
    await expect(make('x', '')).rejects.toThrow('reason must be 1 to 500 characters');
    await expect(snapshots.one(everywhere(), 'S', 'nothing')).rejects.toThrow('snapshot');
    const { rows } = await owner.query<{ user_name: string; reason: string; details: object }>(
      `select user_name, reason, details from portal.audit_entry where action = 'snapshotMade' order by id limit 1`,
    );
    const [first] = (await snapshots.list(everywhere(), 'S')).toReversed();
    expect(rows).toEqual([
      {
        user_name: 'Una',
        reason: 'for the manuscript',
        details: { name: 'submission', sha256: first!.sha256, dataVersion: first!.dataVersion, patients: 40 },
      },
    ]);
  });

  it('that is older than an endpoint says so, and is not stale for that', async () => {
    const kept = (await snapshots.list(everywhere(), 'S')).find(({ name }) => name === 'revision')!;
    // As the portal kept a row before these columns were there.
    const { rows } = await owner.query<{ id: string }>(
      `with older as materialized (
         select k.centre_id, k.id, k.events, k.subject - array['ttr_days', 'ttr_event', 'ttr_missing', 'dor_days', 'dor_event',
           'dor_missing', 'ttnt_days', 'ttnt_event', 'ttnt_missing', 'days_to_progression', 'days_to_next_treatment',
           'derived_bclc_stage', 'haic_days', 'oxaliplatin_total_mg_m2', 'oxaliplatin_mg_m2_week', 'enrolled_on', 'tki_started_on',
           'ici_started_on'] as subject
         from portal.subject_to_freeze k where k.study_id = $1
       ), hashed as materialized (select o.*, portal.hash_of_subject(o.subject, o.events) as sha256 from older o),
       stored as (
         insert into portal.frozen_subject (centre_id, sha256, patient_id, subject, events)
           select centre_id, sha256, id, subject, events from hashed
       ), made as (
         -- Long ago: every row has a later version.
         insert into portal.snapshot select gen_random_uuid(), study_id, 'older', reason, now(), made_by, made_by_name, 0,
           recipe_id, settings, n, sha256 from portal.snapshot where id = $2 returning id
       ), listed as (
         insert into portal.snapshot_subject select made.id, h.centre_id, h.id, h.sha256 from hashed h, made
       )
       select id from made`,
      [studyId, kept.id],
    );
    const older = rows[0]!.id;
    const unchanged = { entered: 0, removed: 0, changed: 0 };
    expect(await snapshots.changes(everywhere(), 'S')).toContainEqual({ id: older, ...unchanged });
    expect(await snapshots.difference(everywhere(), 'S', older, null)).toMatchObject({ ...unchanged, patients: [] });
    const ask = (endpoint: 'OS' | 'TTR' | 'DOR' | 'TTNT', snapshot: string | null) =>
      survival.analyse(everywhere(), { study: 'S', cohort: null, groupBy: 'arm', confType: 'log', endpoint, snapshot });
    expect((await ask('OS', older)).curves).toEqual((await ask('OS', null)).curves);
    for (const endpoint of ['TTR', 'DOR', 'TTNT'] as const) {
      const { n, droppedReasons } = await ask(endpoint, older);
      expect([n, droppedReasons.map((one) => [one.reason, one.n])]).toEqual([0, [['notKept', 40]]]);
    }
    expect((await ask('TTNT', kept.id)).n).toBe(40);

    await change(
      `update portal.follow_up set contact_day = 7, version = version + 1, updated_by = 'test'
         where patient_id = (select id from portal.patient where code = 'A03')`,
    );
    const { patients } = await snapshots.difference(everywhere(), 'S', older, null);
    // What it could not keep is not among what changed.
    expect(patients.map(({ code, values }) => [code, values.map(({ field }) => field)])).toEqual([
      ['A03', ['osDays', 'pfsDays']],
    ]);
    await change(
      `update portal.follow_up set contact_day = 5, version = version + 1, updated_by = 'test'
         where patient_id = (select id from portal.patient where code = 'A03')`,
    );
    const [{ id: newest } = { id: '' }] = await snapshots.list(everywhere(), 'S');
    expect(newest).toBe(older);
    // B99 was there when the other was made.
    expect(await snapshots.difference(everywhere(), 'S', kept.id, older)).toMatchObject({ removed: 1, changed: 0 });
    expect(await snapshots.difference(everywhere(), 'S', older, kept.id)).toMatchObject({ entered: 1, changed: 0 });
  });
});

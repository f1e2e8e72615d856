import {
  demographicsForm,
  type QueryMove,
  queryMoveNames,
  queryMoves,
  queryStates,
  type Role,
  roleMay,
  roleNames,
  roles,
  takesMove,
} from '@haim/schema';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { PatientService } from '../patients/patient.service.ts';
import { RecordService } from '../patients/record.service.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { DataQueryService } from './data-query.service.ts';
import { QuerySubjectService } from './query-subject.service.ts';

const study = 'ASKED';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let db: StudyDb;
let queries: DataQueryService;
let patient: string;
let elsewhere: string;
let record: string;
let subjects: QuerySubjectService;

/** One for each pair of the two rights: both, either, neither. */
const differing = ['administrator', 'staff', 'monitor', 'statistician'] as const satisfies readonly Role[];

const members = roleNames.filter((role) => roles[role].reach !== 'portal');

async function as(userId: string): Promise<PortalContext> {
  return {
    asker: { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) },
    requestId: 'test',
  };
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  for (const role of members) await addMembership(database.ownerUrl, { userId: role, study, role, centre: 'A' });
  await addMembership(database.ownerUrl, { userId: 'head', study, role: 'administrator', centre: null });
  db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const records = new RecordService(db);
  queries = new DataQueryService(db, studies);
  subjects = new QuerySubjectService(db, studies);
  const patients = new PatientService(db, studies, records);
  const head = await as('head');
  const demographics = { ageYears: 60, sex: 'male' };
  patient = await patients.create(head, { study, centre: 'A', code: 'A1', demographics });
  elsewhere = await patients.create(head, { study, centre: 'B', code: 'B1', demographics });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  const { rows } = await owner.query<{ id: string }>('select id from portal.demographics where patient_id = $1', [
    patient,
  ]);
  record = rows[0]!.id;
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

const about = { form: demographicsForm.name, field: 'ageYears', text: 'Is the age that of enrolment?' };

async function raised(userId = 'monitor') {
  const subjects = [{ patientId: patient, recordId: record }];
  const [query] = await queries.raise(await as(userId), study, { subjects, ...about });
  return query!;
}

async function said(userId: string, query: { id: string; version: number }, move: QueryMove, text = 'text') {
  const [moved] = await queries.move(await as(userId), { queries: [query], move, text });
  return moved!;
}

const code = (error: unknown) => (error as { extensions?: { code?: string } } | undefined)?.extensions?.code;

describe('a query', () => {
  it('is raised, answered, closed and reopened, each message kept with its author', async () => {
    const query = await raised();
    const answered = await said('staff', query, 'answered', 'Yes: the passport says 1961.');
    const closed = await said('monitor', answered, 'closed', '');
    const reopened = await said('dataManager', closed, 'reopened', 'The letter says 1962.');
    expect([query, answered, closed, reopened].map(({ state, version }) => [state, version])).toEqual([
      ['open', 1],
      ['answered', 2],
      ['closed', 3],
      ['open', 4],
    ]);
    expect(reopened.messages.map(({ kind, saidBy, text }) => [kind, saidBy, text])).toEqual([
      ['raised', 'monitor', 'Is the age that of enrolment?'],
      ['answered', 'staff', 'Yes: the passport says 1961.'],
      ['closed', 'monitor', ''],
      ['reopened', 'dataManager', 'The letter says 1962.'],
    ]);
  });

  it('has one entry of the trail for each message and each change of state', async () => {
    const query = await raised();
    await said('staff', query, 'answered');
    const { rows } = await owner.query<{ entry: string }>(
      `select a.user_id || ' ' || a.action || ' ' || a.form as entry from portal.audit_entry a where a.record_id = $1
         or a.form = 'data_query_message' and a.record_id in (select id from portal.data_query_message where query_id = $1)
       order by a.id`,
      [query.id],
    );
    expect(rows.map(({ entry }) => entry).toSorted()).toEqual([
      'monitor create data_query',
      'monitor create data_query_message',
      'staff correct data_query',
      'staff create data_query_message',
    ]);
  });

  it('is moved once where two move the same version: the second one is told', async () => {
    const query = await raised();
    const outcomes = await Promise.allSettled([
      said('staff', query, 'answered'),
      said('administrator', query, 'answered'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((one) => one.status === 'rejected');
    expect(code(refused?.reason)).toBe('CONFLICT');
  });

  it('takes in each state, from each role, what is declared and nothing else', async () => {
    for (const role of differing) {
      for (const state of queryStates) {
        for (const move of queryMoveNames) {
          const query = await raised();
          if (state !== 'open') await said('administrator', query, state === 'closed' ? 'closed' : 'answered');
          const version = state === 'open' ? 1 : 2;
          const mayMove = queryMoves[move].rights.some((right) => roleMay(role, right));
          const expected = !mayMove ? 'FORBIDDEN' : takesMove(state, move) ? undefined : 'CONFLICT';
          const error = await said(role, { id: query.id, version }, move).then(
            () => undefined,
            (cause: unknown) => cause,
          );
          expect(code(error), `${role} ${state} ${move}`).toBe(expected);
          if (expected !== undefined) expect(await inDatabase(role, query.id, version, move)).toBe(false);
        }
      }
    }
  });

  /** The same message by a statement of its own, without any code of the portal. */
  async function inDatabase(role: Role, id: string, version: number, kind: QueryMove): Promise<boolean> {
    const { asker } = await as(role);
    return db
      .write(asker, null, (tx) =>
        tx.rows(
          `insert into portal.data_query_message (query_id, centre_id, patient_id, kind, message, seen, updated_by)
           select id, centre_id, patient_id, $2, 'x', $3, 'x' from portal.data_query where id = $1 returning id`,
          [id, kind, version],
        ),
      )
      .then(
        () => true,
        (error: unknown) => {
          expect((error as Error).message).toMatch(/row-level security|does not take this/);
          return false;
        },
      );
  }

  it('is not rewritten or removed by the application', async () => {
    const query = await raised();
    const { asker } = await as('administrator');
    for (const sql of [
      `update portal.data_query set state = 'closed' where id = $1`,
      'delete from portal.data_query where id = $1',
      `update portal.data_query_message set message = 'x' where query_id = $1`,
      'delete from portal.data_query_message where query_id = $1',
    ]) {
      await expect(db.write(asker, null, (tx) => tx.rows(sql, [query.id]))).rejects.toThrow('permission denied');
    }
  });
});

describe('raising', () => {
  const raise = async (userId: string, change: object) =>
    queries
      .raise(await as(userId), study, { subjects: [{ patientId: patient, recordId: null }], ...about, ...change })
      .then(
        (rows) => rows.length,
        (error: unknown) => `${code(error)}: ${(error as Error).message}`,
      );

  it('asks many about one field, all or none', async () => {
    const both = [patient, elsewhere].map((patientId) => ({ patientId, recordId: null }));
    expect(await raise('head', { subjects: both })).toBe(2);
    const before = await queries.counts(await as('head'), study);
    const missing = { patientId: '00000000-0000-4000-8000-000000000000', recordId: null };
    expect(await raise('head', { subjects: [...both, missing] })).toBe('NOT_FOUND: patient not found');
    expect(await queries.counts(await as('head'), study)).toEqual(before);
  });

  it('answers alike for a patient of another centre and one that does not exist, and so for records', async () => {
    expect(await raise('monitor', { subjects: [{ patientId: elsewhere, recordId: null }] })).toBe(
      'NOT_FOUND: patient not found',
    );
    const { rows } = await owner.query<{ id: string }>('select id from portal.demographics where patient_id = $1', [
      elsewhere,
    ]);
    for (const recordId of [rows[0]!.id, '00000000-0000-4000-8000-000000000000', 'x']) {
      expect(await raise('monitor', { subjects: [{ patientId: patient, recordId }] })).toBe(
        'NOT_FOUND: record not found',
      );
    }
  });

  it('names what is wrong with the form, the field or the text', async () => {
    expect(await raise('monitor', { form: 'none' })).toMatch(/^BAD_USER_INPUT: form must be one of demographics/);
    expect(await raise('monitor', { field: 'shoeSize' })).toMatch(/^BAD_USER_INPUT: field must be one of the form/);
    expect(await raise('monitor', { text: ' ' })).toBe('BAD_USER_INPUT: text must be 1 to 2000 characters');
    expect(await raise('monitor', { subjects: [] })).toMatch(/^BAD_USER_INPUT: subjects must name/);
    expect(await raise('staff', {})).toMatch(/^FORBIDDEN/);
  });
});

describe('several queries', () => {
  const moveAll = async (
    userId: string,
    named: readonly { id: string; version: number }[],
    move: QueryMove,
    text = 'x',
  ) =>
    queries.move(await as(userId), { queries: named, move, text }).then(
      (moved) => moved.map(({ state, version }) => `${state} ${version}`),
      (error: unknown) => (error as { extensions: { code: string; moved?: string[] } }).extensions,
    );

  it('are answered and closed together, each with its message and its entries of the trail', async () => {
    const three = [await raised(), await raised(), await raised()];
    expect(await moveAll('staff', three, 'answered', ' As in the letter. ')).toEqual(Array(3).fill('answered 2'));
    const answered = three.map(({ id }) => ({ id, version: 2 }));
    expect(await moveAll('monitor', answered, 'closed', '')).toEqual(Array(3).fill('closed 3'));
    const { rows } = await owner.query<{ said: string; n: number }>(
      `select m.kind || ' ' || m.message as said, count(*)::int as n from portal.data_query_message m
       join portal.audit_entry a on a.record_id = m.id where m.query_id = any ($1) group by 1 order by 1`,
      [three.map(({ id }) => id)],
    );
    expect(rows).toEqual([
      { said: 'answered As in the letter.', n: 3 },
      { said: 'closed ', n: 3 },
      { said: 'raised Is the age that of enrolment?', n: 3 },
    ]);
  });

  it('stay as they are where one has moved on, and the refusal names that one', async () => {
    const [first, second] = [await raised(), await raised()];
    const closed = await said('monitor', second, 'closed', '');
    const stale = { code: 'CONFLICT', moved: [second.id] };
    expect(await moveAll('staff', [first, second], 'answered')).toEqual(stale);
    // It is open again, in a version that was not read.
    await said('monitor', closed, 'reopened');
    expect(await moveAll('staff', [first, second], 'answered')).toEqual(stale);
    const now = await queries.move(await as('staff'), { queries: [first], move: 'remarked', text: 'x' });
    expect(now[0]!.messages.map(({ kind }) => kind)).toEqual(['raised', 'remarked']);
  });

  it('stay as they are for who may not do it to each, and are named once, of those that exist', async () => {
    const mine = await raised();
    const [foreign] = await queries.raise(await as('head'), study, {
      subjects: [{ patientId: elsewhere, recordId: null }],
      ...about,
    });
    expect(await moveAll('head', [mine, foreign!], 'remarked')).toEqual(['open 2', 'open 2']);
    const [now, there] = [mine, foreign!].map(({ id }) => ({ id, version: 2 }));
    expect(await moveAll('monitor', [now!, there!], 'closed')).toEqual({ code: 'NOT_FOUND' });
    expect(await moveAll('monitor', [now!], 'answered')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await moveAll('monitor', [now!, now!], 'closed')).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await moveAll('monitor', [now!], 'remarked', ' ')).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await moveAll('monitor', [], 'closed')).toMatchObject({ code: 'BAD_USER_INPUT' });
    await said('head', there!, 'closed', '');
  });
});

describe('whom a question would reach', () => {
  const whole = { patientIds: [], codes: [], form: demographicsForm.name, field: 'sex', eachRecord: true };
  const found = async (userId: string, change: object) =>
    subjects.find(await as(userId), study, { ...whole, ...change }).then(
      (answer) => answer,
      (error: unknown) => `${code(error)}: ${(error as Error).message}`,
    );

  it('is found by id and by code at the asker’s centres, each record once, and what nobody has is named', async () => {
    const here = { patientId: patient, patientCode: 'A1', centre: 'A', recordId: record, isLocked: false, waiting: 0 };
    const asked = { patientIds: [patient, elsewhere], codes: ['A1', 'B1', 'A-9', 'A-9'] };
    expect(await found('monitor', asked)).toEqual({ subjects: [here], unknownCodes: ['B1', 'A-9'], isCut: false });
    expect(await found('head', asked)).toMatchObject({
      subjects: [here, { patientCode: 'B1', centre: 'B' }],
      unknownCodes: ['A-9'],
    });
    // A form without a record, and one that is asked about as a whole.
    for (const change of [{ form: 'baseline', field: null }, { eachRecord: false }]) {
      expect(await found('monitor', { codes: ['A1'], ...change })).toMatchObject({
        subjects: [{ patientId: patient, recordId: null }],
      });
    }
  });

  it('shows what is locked and what waits for an answer on the same field', async () => {
    const [query] = await queries.raise(await as('monitor'), study, {
      subjects: [{ patientId: patient, recordId: record }],
      ...{ form: demographicsForm.name, field: 'sex', text: 'x' },
    });
    expect(await found('monitor', { codes: ['A1'] })).toMatchObject({ subjects: [{ waiting: 1, isLocked: false }] });
    expect(await found('monitor', { codes: ['A1'], field: null })).toMatchObject({ subjects: [{ waiting: 0 }] });
    await said('monitor', query!, 'closed', '');
    await owner.query(`update portal.data_query set state = 'closed' where patient_id = $1`, [elsewhere]);
    await owner.query(
      `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, user_id, updated_by)
       select centre_id, patient_id, id, 'demographics', 'locked', 'cut', 'x', 'x', 'x' from portal.demographics where patient_id = $1`,
      [elsewhere],
    );
    expect(await found('head', { codes: ['B1'] })).toMatchObject({ subjects: [{ isLocked: true }] });
    expect(await found('head', { codes: ['B1'], eachRecord: false })).toMatchObject({
      subjects: [{ isLocked: false }],
    });
  });

  it('is refused without the right, for a form or field that is not there, and for too many at once', async () => {
    expect(await found('staff', {})).toMatch(/^FORBIDDEN/);
    expect(await found('monitor', { form: 'none' })).toMatch(/^BAD_USER_INPUT: form must be one of/);
    expect(await found('monitor', { field: 'shoeSize' })).toMatch(/^BAD_USER_INPUT: field must be one of/);
    expect(await found('monitor', { codes: Array(1001).fill('A1') })).toBe(
      'BAD_USER_INPUT: codes must name at most 1000 patients',
    );
  });
});

describe('the list', () => {
  const all = { states: [], patientId: null, form: null, centre: null, mine: false };

  it('leaves out patients who are removed and still fills its pages; by form and asker it holds those alone', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `with gone as (
         insert into portal.removed_record (id, removal, patient_id, patient_code, centre_id, form, version, "values", removed_by, reason)
         select g.id, g.id, g.id, 'GONE', c.id, 'patient', 1, '{}', 'x', 'x' from gen_random_uuid() g(id), portal.centre c where c.code = 'A' returning id, centre_id
       ) insert into portal.data_query (centre_id, patient_id, form, state, raised_by, user_id, updated_by)
         select centre_id, id, 'baseline', 'open', 'x', 'nobody', 'x' from gone, generate_series(1, 4) returning id`,
    );
    const gone = rows.map(({ id }) => id);
    const head = await as('head');
    const page = async (filter: object, first = 3) =>
      queries.page(head, study, { filter: { ...all, ...filter }, first, after: null });
    for (const filter of [{}, { states: ['open'] }, { centre: 'A' }]) {
      const shown = await page(filter);
      expect(shown).toHaveLength(3);
      expect(shown.filter(({ id }) => gone.includes(id))).toEqual([]);
    }
    expect(await page({ form: 'baseline' }, 200)).toEqual([]);
    const own = await owner.query(`select from portal.data_query where user_id = 'head'`);
    expect(await page({ mine: true }, 200)).toHaveLength(own.rowCount!);
    await owner.query('delete from portal.data_query where id = any ($1)', [gone]);
  });

  it('pages through every query once, the newest first, and counts those of the asker’s centres', async () => {
    const head = await as('head');
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await queries.page(head, study, { filter: all, first: 7, after });
      seen.push(...page.map(({ id }) => id));
      if (page.length < 7) break;
      after = page.at(-1)!.id;
    }
    const { rows } = await owner.query<{ id: string }>('select id from portal.data_query order by place desc');
    expect(seen).toEqual(rows.map(({ id }) => id));
    const counts = await queries.counts(head, study);
    expect(counts.open + counts.answered + counts.closed).toBe(rows.length);
    const atB = await queries.page(head, study, { filter: { ...all, centre: 'B' }, first: 50, after: null });
    expect(new Set(atB.map(({ patientCode }) => patientCode))).toEqual(new Set(['B1']));
    expect(
      await queries.page(await as('monitor'), study, { filter: { ...all, centre: 'B' }, first: 50, after: null }),
    ).toEqual([]);
  });
});

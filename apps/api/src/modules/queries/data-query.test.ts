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

const study = 'ASKED';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let db: StudyDb;
let queries: DataQueryService;
let patient: string;
let elsewhere: string;
let record: string;

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
  const patients = new PatientService(db, studies, records);
  const head = await as('head');
  const demographics = { ageYears: 60, sex: 'male' };
  patient = await patients.create(head, { study, centre: 'A', code: 'A1', demographics });
  elsewhere = await patients.create(head, { study, centre: 'B', code: 'B1', demographics });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
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
  return queries.move(await as(userId), { ...query, move, text });
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

describe('the list', () => {
  it('pages through every query once, the newest first, and counts those of the asker’s centres', async () => {
    const head = await as('head');
    const all = { states: [], patientId: null, form: null, centre: null, mine: false };
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
    expect(atB.map(({ patientCode }) => patientCode)).toEqual(['B1']);
    expect(
      await queries.page(await as('monitor'), study, { filter: { ...all, centre: 'B' }, first: 50, after: null }),
    ).toEqual([]);
  });
});

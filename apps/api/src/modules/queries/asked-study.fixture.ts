import { demographicsForm, type QueryMove, type Role, roleNames, roles } from '@haim/schema';
import { Client } from 'pg';
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

export const study = 'ASKED';
export const about = { form: demographicsForm.name, field: 'ageYears', text: 'Is the age that of enrolment?' };
export const code = (error: unknown) => (error as { extensions?: { code?: string } } | undefined)?.extensions?.code;

const members = roleNames.filter((role): role is Role => roles[role].reach !== 'portal');

export type AskedStudy = Awaited<ReturnType<typeof openAskedStudy>>;

/**
 * A study of two centres with a patient each, A1 and B1; at centre A a member of each role, named after it, and `head`, an
 * administrator of both.
 */
export async function openAskedStudy() {
  const database = await openDatabaseForTests();
  const dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: ['A', 'B'].map((centre) => ({ code: centre, name: centre })),
  });
  for (const role of members) await addMembership(database.ownerUrl, { userId: role, study, role, centre: 'A' });
  await addMembership(database.ownerUrl, { userId: 'head', study, role: 'administrator', centre: null });
  const db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const queries = new DataQueryService(db, studies);
  const patients = new PatientService(db, studies, new RecordService(db));

  async function as(userId: string): Promise<PortalContext> {
    return {
      asker: { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) },
      requestId: 'test',
    };
  }
  const head = await as('head');
  const demographics = { ageYears: 60, sex: 'male' };
  const patient = await patients.create(head, { study, centre: 'A', code: 'A1', demographics });
  const elsewhere = await patients.create(head, { study, centre: 'B', code: 'B1', demographics });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  const recordOf = async (id: string) =>
    (await owner.query<{ id: string }>('select id from portal.demographics where patient_id = $1', [id])).rows[0]!.id;
  const record = await recordOf(patient);

  return {
    db,
    owner,
    queries,
    subjects: new QuerySubjectService(db, studies),
    as,
    /** Ids of A1, of its demographics, and of B1. */
    patient,
    record,
    elsewhere,
    recordOf,
    async raised(userId = 'monitor', patientId = patient) {
      const subjects = [{ patientId, recordId: patientId === patient ? record : null }];
      const [query] = await queries.raise(await as(userId), study, { subjects, ...about });
      return query!;
    },
    async said(userId: string, query: { id: string; version: number }, move: QueryMove, text = 'text') {
      const [moved] = await queries.move(await as(userId), { queries: [query], move, text });
      return moved!;
    },
    async close() {
      await owner.end();
      await dataSource.destroy();
      await database.close();
    },
  };
}

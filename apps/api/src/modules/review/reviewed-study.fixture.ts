import { type Role } from '@haim/schema';
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

export type ReviewedStudy = Awaited<ReturnType<typeof openReviewedStudy>>;

/**
 * A database with a study of two centres, A and B: a member of centre A for each role, who is called like it, and `head`,
 * who administers both centres.
 */
export async function openReviewedStudy(study: string, members: readonly Role[]) {
  const database = await openDatabaseForTests();
  const dataSource = openDataSource(database.appUrl, 4);
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
  const db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const records = new RecordService(db);
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  return {
    db,
    studies,
    records,
    patients: new PatientService(db, studies, records),
    owner,
    workerUrl: database.workerUrl,
    async as(userId: string): Promise<PortalContext> {
      return {
        asker: { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) },
        requestId: 'test',
      };
    },
    async close(): Promise<void> {
      await owner.end();
      await dataSource.destroy();
      await database.close();
    },
  };
}

/** The code with which something was refused, or `done`. */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { extensions?: { code?: string } }).extensions?.code ?? (error as Error).message,
  );

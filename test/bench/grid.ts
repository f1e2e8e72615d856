import { Client } from 'pg';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { openDataSource } from '../../apps/api/src/db/data-source.ts';
import { StudyDb } from '../../apps/api/src/db/study-db.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { PatientService, RecordService } from '../../apps/api/src/modules/patients/index.ts';
import { addMembership } from '../../apps/api/src/modules/studies/declare-study.ts';
import { readAccess } from '../../apps/api/src/modules/studies/membership.query.ts';
import { StudyService } from '../../apps/api/src/modules/studies/study.service.ts';
import { type Asked, askedAgain } from './asked-again.ts';

export interface GridBenchRow extends Asked {
  readonly name: string;
}

const STUDY = 'BENCH';
const TIMES = 20;

/** The grid of *Data entry*: of each patient and form the records, how full they are and what was done with them. */
export async function benchGrid(patients: number): Promise<GridBenchRow[]> {
  const database = await openDatabaseForTests();
  const owner = new Client({ connectionString: database.ownerUrl });
  const dataSource = openDataSource(database.appUrl, 2);
  try {
    await owner.connect();
    await dataSource.initialize();
    await seedStudy(database.ownerUrl, { study: STUDY, patients, seed: 1 });
    await addMembership(database.ownerUrl, { userId: 'bench', study: STUDY, role: 'dataManager', centre: null });
    await review(owner);
    const db = new StudyDb(dataSource);
    const service = new PatientService(db, new StudyService(db), new RecordService(db));
    const asker = { userId: 'bench', name: 'bench', email: '', studies: await readAccess(dataSource, 'bench') };
    const { rows } = await owner.query<{ id: string }>('select id from portal.patient order by code');
    const all = rows.map(({ id }) => id);
    const ask = (ids: readonly string[]) => async (): Promise<void> => {
      const counted = new Set(
        (await service.recordCounts({ asker, requestId: 'bench' }, ids)).map((one) => one.patientId),
      );
      if (counted.size !== ids.length) throw new Error(`${counted.size} of ${ids.length} patients were counted`);
    };
    const grids: GridBenchRow[] = [];
    for (const ids of [all.slice(0, 50), all])
      grids.push({ name: `${ids.length} patients`, ...(await askedAgain(database.home, TIMES, ask(ids))) });
    return grids;
  } finally {
    await dataSource.destroy();
    await owner.end();
    await database.close();
  }
}

/** Half of the baselines are compared with their source, a fifth asked about and a fifth locked; no triggers, so no trail. */
async function review(owner: Client): Promise<void> {
  await owner.query(
    `select set_config('app.user_id', 'bench', false), set_config('session_replication_role', 'replica', false)`,
  );
  await owner.query(
    `insert into portal.record_verification (centre_id, patient_id, record_id, form, record_version, verified, verified_by, updated_by)
     select centre_id, patient_id, id, 'baseline', version, true, 'monitor', 'monitor' from portal.baseline
     where hashtext(id::text) % 2 = 0`,
  );
  await owner.query(
    `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, updated_by)
     select centre_id, patient_id, id, 'baseline', 'locked', 'cleaned', 'manager', 'manager' from portal.baseline
     where hashtext(id::text) % 5 = 0`,
  );
  await owner.query(
    `insert into portal.data_query (centre_id, patient_id, form, record_id, field, state, raised_by, user_id, updated_by)
     select centre_id, patient_id, 'baseline', id, 'tumourSizeMm', 'open', 'monitor', 'monitor', 'monitor' from portal.baseline
     where hashtext(id::text) % 5 = 1`,
  );
  await owner.query('set session_replication_role = origin');
  await owner.query('vacuum analyze');
}

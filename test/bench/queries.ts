import { Client } from 'pg';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { openDataSource } from '../../apps/api/src/db/data-source.ts';
import { StudyDb } from '../../apps/api/src/db/study-db.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { DataQueryService, type QueryFilter } from '../../apps/api/src/modules/queries/index.ts';
import { addMembership } from '../../apps/api/src/modules/studies/declare-study.ts';
import { readAccess } from '../../apps/api/src/modules/studies/membership.query.ts';
import { StudyService } from '../../apps/api/src/modules/studies/study.service.ts';
import { type Asked, askedAgain } from './asked-again.ts';

export interface QueryListBenchRow extends Asked {
  readonly name: string;
}

const STUDY = 'BENCH';
const PATIENTS = 5_000;
const PAGES = 200;
const everything: QueryFilter = { states: [], patientId: null, form: null, centre: null, mine: false };
const waiting: QueryFilter = { ...everything, states: ['open', 'answered'] };

/** Pages of 50 of the list of a study with so many queries of 20 centres, two messages each. */
export async function benchQueryList(queries: number): Promise<QueryListBenchRow[]> {
  const database = await openDatabaseForTests();
  const owner = new Client({ connectionString: database.ownerUrl });
  const dataSource = openDataSource(database.appUrl, 2);
  try {
    await owner.connect();
    await dataSource.initialize();
    await seedStudy(database.ownerUrl, { study: STUDY, patients: PATIENTS, seed: 1 });
    await addMembership(database.ownerUrl, { userId: 'bench', study: STUDY, role: 'dataManager', centre: null });
    await draw(owner, queries);
    const db = new StudyDb(dataSource);
    const service = new DataQueryService(db, new StudyService(db));
    const asker = { userId: 'bench', name: 'bench', email: '', studies: await readAccess(dataSource, 'bench') };
    const ctx = { asker, requestId: 'bench' };
    const page =
      (filter: QueryFilter, after: string | null = null) =>
      () =>
        service.page(ctx, STUDY, { filter, first: 50, after });
    const { rows: places } = await owner.query<{ id: string; patientId: string }>(
      `select id, patient_id as "patientId" from portal.data_query order by place offset $1 limit 1`,
      [Math.floor(queries / 2)],
    );
    const [middle] = places;
    if (!middle) throw new Error('no query was drawn');
    const asked: readonly [string, () => Promise<unknown>][] = [
      ['the newest that wait', page(waiting)],
      ['those before the middle one', page(everything, middle.id)],
      ['of a form that one in a thousand is about', page({ ...everything, form: 'slide' })],
      ['raised by the asker, one in a thousand', page({ ...everything, mine: true })],
      ['of one patient', page({ ...everything, patientId: middle.patientId })],
      ['how many are in each state', () => service.counts(ctx, STUDY)],
    ];
    const rows: QueryListBenchRow[] = [];
    for (const [name, ask] of asked) rows.push({ name, ...(await askedAgain(database.home, PAGES, ask)) });
    return rows;
  } finally {
    await dataSource.destroy();
    await owner.end();
    await database.close();
  }
}

/** Most are closed, as in a study that runs; rows bypass the triggers, so there is no trail of them. */
async function draw(owner: Client, queries: number): Promise<void> {
  await owner.query(`set session_replication_role = replica`);
  await owner.query(
    `with people as (select id, centre_id, row_number() over (order by id) - 1 as n from portal.patient)
     insert into portal.data_query (centre_id, patient_id, form, field, state, version, raised_by, user_id, updated_by)
     select p.centre_id, p.id, case when i % 1000 = 0 then 'slide' when i % 2 = 0 then 'baseline' else 'followUp' end, 'remark',
       case i % 10 when 0 then 'open' when 1 then 'answered' else 'closed' end, 2, 'monitor',
       case when i % 1000 = 500 then 'bench' else 'monitor' end, 'monitor'
     from generate_series(1, $1::int) i join people p on p.n = i * 7919 % $2::int order by i`,
    [queries, PATIENTS],
  );
  await owner.query(
    `insert into portal.data_query_message (query_id, centre_id, patient_id, kind, message, seen, user_id, updated_by)
     select q.id, q.centre_id, q.patient_id, m.kind, 'The report says 58 mm. Which is right?', 1, 'monitor', 'monitor'
     from portal.data_query q cross join (values (1, 'raised'), (2, 'remarked')) m(n, kind) order by q.place, m.n`,
  );
  await owner.query(`set session_replication_role = origin`);
  await owner.query('vacuum analyze portal.data_query, portal.data_query_message');
}

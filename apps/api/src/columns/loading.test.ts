import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { SubjectStore } from './index.ts';

const patients = 60_000;
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let asker: Asker;
let study: number;

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  await declareStudy(database.ownerUrl, {
    code: 'BIG',
    name: 'BIG',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [],
    centres: [{ code: 'A', name: 'A' }],
  });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ study: number; centre: number }>(
    'select study_id as study, id as centre from portal.centre',
  );
  const { study: id, centre } = rows[0]!;
  // Rows as they are stored, without underlying records: only the reading is tested.
  await owner.query(
    `insert into portal.subject (data_version, recipe_id, id, centre_id, study_id, code, centre, arm, age_years, sex, os_days, os_event, contradictions)
     select 1, 1, gen_random_uuid(), $1, $2, 'P' || i, 'A', (array['HAIC', 'HTI'])[1 + i % 2], i % 90, 'male', i % 2000, i % 3 = 0, 0
     from generate_series(1, $3::int) i`,
    [centre, id, patients],
  );
  await owner.end();
  study = id;
  asker = {
    userId: 'reader',
    name: 'reader',
    email: '',
    studies: [{ studyId: id, studyCode: 'BIG', role: 'investigator', readCentres: [centre], writeCentres: [] }],
  };
}, 120_000);

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

describe('a study that is being loaded', () => {
  it('leaves other requests their turns', async () => {
    const store = new SubjectStore(new StudyDb(pool));
    let turns = 0;
    const others = setInterval(() => turns++, 1);
    const n = await store.answer(asker, study, (columns) => columns.cohort(null).n);
    clearInterval(others);
    expect(n).toBe(patients);
    // If the rows were decoded in one go, nothing else would run for some hundred milliseconds.
    expect(turns).toBeGreaterThan(10);
  });

  it('takes about two hundred bytes a patient', async () => {
    const store = new SubjectStore(new StudyDb(pool));
    await store.answer(asker, study, () => undefined);
    expect(store.bytes / patients).toBeLessThan(230);
  });
});

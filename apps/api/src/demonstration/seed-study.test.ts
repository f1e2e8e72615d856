import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { prepareDatabase } from '../supervisor/prepare-database.ts';
import { subjectDifferences } from '../modules/patients/stored-subject.ts';
import { seedStudy } from './seed-study.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  for (const [study, seed] of [
    ['ONE', 7],
    ['SAME', 7],
    ['OTHER', 8],
  ] as const) {
    await seedStudy(database.ownerUrl, { study, patients: 1_000, seed });
  }
});

afterAll(async () => {
  await owner?.end();
  await database?.close();
});

/** All that is stored of the patients, but ids and what an id is of. */
const drawn = async (study: string) => {
  const { rows } = await owner.query<{ row: unknown }>(
    `select to_jsonb(s) - array['id', 'centre_id', 'study_id', 'data_version'] as row
     from portal.subject s join portal.study t on t.id = s.study_id where t.code = $1 order by s.code`,
    [study],
  );
  return rows.map(({ row }) => row);
};

it('draws the same patients from the same seed, and others from another', async () => {
  const one = await drawn('ONE');
  expect(one).toHaveLength(1_000);
  expect(await drawn('SAME')).toEqual(one);
  expect(await drawn('OTHER')).not.toEqual(one);
});

it('stores what the drawn records give', async () => {
  for await (const difference of subjectDifferences(owner, null)) expect(difference).toBeUndefined();
});

it('draws as declared: shares within five standard errors, medians of the arms, no contradictions', async () => {
  const { rows } = await owner.query<Record<string, number>>(
    `select count(*)::int as n, count(distinct centre_id)::int as centres, sum(contradictions)::int as contradictions,
       avg((arm = 'HAIC')::int)::float8 as haic, avg((sex = 'male')::int)::float8 as male, avg(portal_vein_thrombus::int)::float8 as thrombus,
       avg((bclc_stage = 'C')::int)::float8 as c, min(os_days) as least, max(os_days) as most, count(os_missing)::int as missing
     from portal.subject`,
  );
  const { n, ...found } = rows[0]!;
  expect(found).toMatchObject({ centres: 60, contradictions: 0, missing: 0 });
  expect(found['least']).toBeGreaterThanOrEqual(1);
  expect(found['most']).toBeLessThan(2_200);
  for (const [name, share] of [
    ['haic', 0.26],
    ['male', 0.84],
    ['thrombus', 0.45],
    ['c', 0.58],
  ] as const) {
    expect(Math.abs(found[name]! - share), name).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n!));
  }
});

it('refuses a study that has patients', async () => {
  const again = seedStudy(database.ownerUrl, { study: 'ONE', patients: 10, seed: 1 });
  await expect(again).rejects.toThrow('the study ONE is there already');
});

it('refuses a role that may not bypass the triggers, and leaves no patient', async () => {
  await owner.query(`create role plain login createrole nosuperuser password 'plain'`);
  await owner.query('grant portal_app, portal_worker, portal_auth to plain with admin option');
  await owner.query('create database plain owner plain');
  const url = new URL(database.ownerUrl);
  Object.assign(url, { username: 'plain', password: 'plain', pathname: '/plain' });
  const { ownerUrl } = await prepareDatabase({ ownerUrl: url.toString(), home: database.home });
  const seeding = seedStudy(ownerUrl, { study: 'ONE', patients: 10, seed: 1 });
  await expect(seeding).rejects.toThrow('takes a superuser of the database');
});

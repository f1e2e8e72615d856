import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from './database.fixture.ts';
import { declareStudy, studyDeclaration } from '../modules/studies/declare-study.ts';

/** As the owner, from whom no policy hides rows: this tests what the triggers write, by any path. */
let owner: Client;
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;

beforeAll(async () => {
  database = await openDatabaseForTests();
  const study = { code: 'S', name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null };
  await declareStudy(
    database.ownerUrl,
    studyDeclaration.parse({ ...study, arms: [{ code: 'A', label: 'A' }], centres: [{ code: 'C', name: 'C' }] }),
  );
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.user_id', 'u', false), set_config('app.user_name', 'Somebody', false)`);
});

afterAll(async () => {
  await owner?.end();
  await database?.close();
});

type Entry = readonly [action: string, form: string, code: string, changes: object];

/** The entries a statement adds to the trail, by code of the patient; that of a removed one is in its changes. */
async function trailOf(sql: string): Promise<Entry[]> {
  const { rows: before } = await owner.query<{ last: string }>(
    'select coalesce(max(id), 0) as last from portal.audit_entry',
  );
  await owner.query(sql);
  const { rows } = await owner.query<{ action: string; form: string; code: string | null; changes: object }>(
    `select e.action, e.form, p.code, e.changes from portal.audit_entry e
     left join portal.patient p on p.id = e.patient_id where e.id > $1 order by p.code, e.action`,
    [before[0]!.last],
  );
  return rows.map(({ action, form, code, changes }) => [action, form, code ?? '', changes]);
}

const centre = `(select id from portal.centre where code = 'C')`;
const addTo = (table: string, columns: string, values: string) =>
  `insert into portal.${table} (centre_id, patient_id, updated_by, ${columns})
   select p.centre_id, p.id, 'x', ${values} from portal.patient p where p.code in ('P-1', 'P-2', 'P-3')`;

it('has one entry for each row that a statement adds', async () => {
  expect(
    await trailOf(
      `insert into portal.patient (centre_id, code, updated_by) select ${centre}, 'P-' || i, 'x' from generate_series(1, 3) i`,
    ),
  ).toEqual([1, 2, 3].map((i) => ['create', 'patient', `P-${i}`, { code: [null, `P-${i}`] }]));
  expect(await trailOf(addTo('demographics', 'age_years, sex', `60, 'male'`))).toEqual(
    [1, 2, 3].map((i) => ['create', 'demographics', `P-${i}`, { age_years: [null, 60], sex: [null, 'male'] }]),
  );
  // A record without any known value was still added.
  expect(await trailOf(addTo('eligibility', 'ecog_over2', 'null'))).toEqual(
    [1, 2, 3].map((i) => ['create', 'eligibility', `P-${i}`, {}]),
  );
});

it('has an entry for each row whose entered values change, with its own old and new values', async () => {
  expect(
    await trailOf(
      `update portal.demographics d set version = d.version + 1, updated_at = now(),
         age_years = case p.code when 'P-1' then 61 when 'P-2' then 62 else d.age_years end,
         enrolled_on = case p.code when 'P-2' then date '2024-02-29' end
       from portal.patient p where p.id = d.patient_id`,
    ),
  ).toEqual([
    ['correct', 'demographics', 'P-1', { age_years: [60, 61] }],
    ['correct', 'demographics', 'P-2', { age_years: [60, 62], enrolled_on: [null, '2024-02-29'] }],
  ]);
});

it('has no entry for what the portal derives', async () => {
  await owner.query(addTo('tumour_assessment', 'visit_number, assessed_day', '0, 0'));
  expect(await trailOf(`update portal.tumour_assessment set derived_response = 'SD', derived_rule = 'x'`)).toEqual([]);
});

it('has entries for both parts of a statement that adds and corrects', async () => {
  const upsert = `${addTo('demographics', 'age_years, sex', `70, 'male'`).replaceAll(`'P-3'`, `'P-3', 'P-4'`)}
    on conflict (centre_id, patient_id) do update set age_years = excluded.age_years`;
  await owner.query(`insert into portal.patient (centre_id, code, updated_by) values (${centre}, 'P-4', 'x')`);
  expect(await trailOf(upsert)).toEqual([
    ['correct', 'demographics', 'P-1', { age_years: [61, 70] }],
    ['correct', 'demographics', 'P-2', { age_years: [62, 70] }],
    ['correct', 'demographics', 'P-3', { age_years: [60, 70] }],
    ['create', 'demographics', 'P-4', { age_years: [null, 70], sex: [null, 'male'] }],
  ]);
});

it('records a changed id as one row removed and one added', async () => {
  const other = `update portal.demographics set id = gen_random_uuid()
    where patient_id = (select id from portal.patient where code = 'P-4')`;
  const values = { age_years: 70, sex: 'male' };
  const pairs = (pair: (value: unknown) => unknown[]) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pair(value)]));
  expect(await trailOf(other)).toEqual([
    ['create', 'demographics', 'P-4', pairs((value) => [null, value])],
    ['delete', 'demographics', 'P-4', pairs((value) => [value, null])],
  ]);
});

it('has one entry for each row that a statement removes, with its values', async () => {
  expect(
    await trailOf(
      `delete from portal.demographics d using portal.patient p where p.id = d.patient_id and p.code > 'P-2'`,
    ),
  ).toEqual([
    ['delete', 'demographics', 'P-3', { age_years: [70, null], sex: ['male', null] }],
    ['delete', 'demographics', 'P-4', { age_years: [70, null], sex: ['male', null] }],
  ]);
});

it('is written for every table of a centre, and a write without an author is refused in each', async () => {
  const { rows } = await owner.query<{ name: string; watched: boolean }>(
    `select c.relname as name, exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname ~ '^audit') as watched
     from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'correct_in_own_centre' order by 1`,
  );
  expect(rows.length).toBeGreaterThan(9);
  // Uploads under way are not records: the outcome of one is in the trail of its slide.
  expect(rows.filter(({ watched }) => !watched).map(({ name }) => name)).toEqual(['slide_upload']);
  await owner.query('begin');
  await owner.query(`select set_config('app.user_id', '', true)`);
  await expect(owner.query(`update portal.eligibility set ecog_over2 = true`)).rejects.toThrow(/app.user_id/);
  await owner.query('rollback');
});

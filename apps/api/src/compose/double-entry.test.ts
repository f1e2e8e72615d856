import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataSource } from 'typeorm';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let pool: DataSource;
const cookies: Record<string, string> = {};
const people: Record<string, string> = {};
const patients: Record<string, string> = {};

/* Four patients of centre A with demographics and a baseline, entered by its staff. */
beforeAll(async () => {
  at = await openPeopleFixture();
  for (const [name, role, centre] of [
    ['admin', 'administrator', null],
    ['manager', 'dataManager', null],
    ['staff', 'staff', 'A'],
    ['second', 'secondEntry', 'A'],
    ['third', 'secondEntry', null],
    ['elsewhere', 'secondEntry', 'B'],
  ] as const) {
    people[name] = await at.person(name, role, centre);
    cookies[name] = await at.signIn(name);
  }
  for (const code of ['P1', 'P2', 'P3', 'P4']) {
    const { data } = await ask('staff', `mutation ($study: String!, $code: String!) {
      createPatient(study: $study, centre: "A", code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`, { code }); // prettier-ignore
    patients[code] = (data!['createPatient'] as { id: string }).id;
    const saved = await ask('staff', `mutation ($id: ID!) { saveBaseline(patientId: $id, values: {
      tumourSizeMm: 81, bclcStage: "B", cirrhosis: true, missing: { afpNgMl: "pending" } }) { id } }`, { id: patients[code] }); // prettier-ignore
    expect(saved.message).toBeNull();
  }
  pool = openDataSource(at.database.appUrl, 2);
  await pool.initialize();
}, 120_000);
afterAll(async () => {
  await pool?.destroy();
  await at?.close();
});

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  at.ask(cookies[who]!, query, { study, ...variables });

const setRule = (who: string, forms: string[], sharePercent: number, version: number) =>
  ask(who, `mutation ($study: String!, $forms: [String!]!, $sharePercent: Int!, $version: Int!) {
    setDoubleEntryRule(study: $study, forms: $forms, sharePercent: $sharePercent, version: $version) { version } }`,
    { forms, sharePercent, version }); // prettier-ignore

async function waiting(who: string): Promise<string[]> {
  const answer = await ask(who, `query ($study: String!) { secondEntryTasks(study: $study) { patientCode form enteredAt } }`); // prettier-ignore
  expect(answer.message).toBeNull();
  const tasks = answer.data!['secondEntryTasks'] as { patientCode: string; form: string; enteredAt: string | null }[];
  return tasks.flatMap(({ patientCode, form, enteredAt }) => (enteredAt === null ? [`${patientCode} ${form}`] : []));
}

const enter = (who: string, code: string, values: object, form = 'baseline') =>
  ask(who, `mutation ($study: String!, $id: ID!, $form: String!, $values: JSON!) {
    enterSecond(study: $study, patientId: $id, form: $form, values: $values) { enteredAt } }`,
    { id: patients[code], form, values }); // prettier-ignore

const same = { tumourSizeMm: 81, bclcStage: 'B', cirrhosis: true, missing_afpNgMl: 'pending' };

interface Compared {
  readonly id: string;
  readonly patientCode: string;
  readonly state: string;
  readonly differing: string[];
  readonly version: number;
  readonly firstBy: string;
  readonly secondBy: string;
}
async function comparisons(who = 'staff'): Promise<Compared[]> {
  const answer = await ask(who, `query ($study: String!) { entryComparisons(study: $study) {
    id patientCode state differing version firstBy secondBy first second } }`); // prettier-ignore
  expect(answer.message).toBeNull();
  return answer.data!['entryComparisons'] as Compared[];
}

const resolve = (who: string, { id, version }: Compared, choices: object[], recordVersion = 1, reason = 'source: CT report') =>
  ask(who, `mutation ($id: ID!, $version: Int!, $recordVersion: Int!, $choices: [FieldChoiceInput!]!, $reason: String!) {
    resolveEntryComparison(id: $id, version: $version, recordVersion: $recordVersion, choices: $choices, reason: $reason) {
      record recordVersion comparison { state chosen } } }`, { id, version, recordVersion, choices, reason }); // prettier-ignore

describe('the rule of double entry', () => {
  it('is set by who manages the study, for forms that people enter, and names what is wrong', async () => {
    expect((await setRule('manager', ['baseline'], 100, 0)).code).toBe('FORBIDDEN');
    expect((await setRule('admin', ['slide'], 100, 0)).message).toMatch(/^forms must be of demographics/);
    expect((await setRule('admin', ['baseline'], 0, 0)).message).toMatch(/^sharePercent must be/);
    expect(await waiting('second')).toEqual([]);
    expect((await setRule('admin', ['baseline'], 100, 0)).data).toEqual({ setDoubleEntryRule: { version: 1 } });
    expect((await setRule('admin', ['baseline'], 50, 0)).code).toBe('CONFLICT');
  });

  it('draws patients by SHA-256 of study and id, so that anybody can repeat the draw', async () => {
    expect((await setRule('admin', ['baseline'], 40, 1)).message).toBeNull();
    const drawn = (id: string) =>
      Number.parseInt(createHash('sha256').update(`${study}:${id}`).digest('hex').slice(0, 8), 16) / 2 ** 32 < 0.4;
    const expected = Object.entries(patients).flatMap(([code, id]) => (drawn(id) ? [`${code} baseline`] : []));
    expect(await waiting('manager')).toEqual(expected);
    // printf 'S:00000000-0000-4000-8000-000000000001' | sha256sum: the first 32 bits are 0.5515 of 2^32.
    const { rows } = await at.owner.query<{ below: boolean; above: boolean }>(
      `select portal.is_drawn('S', '00000000-0000-4000-8000-000000000001', 55) as below,
         portal.is_drawn('S', '00000000-0000-4000-8000-000000000001', 56) as above`,
    );
    expect(rows[0]).toEqual({ below: false, above: true });
    expect((await setRule('admin', ['baseline'], 100, 2)).message).toBeNull();
  });
});

describe('the second entry', () => {
  it('waits for those who may read no record of the centre', async () => {
    expect(await waiting('second')).toEqual(['P1 baseline', 'P2 baseline', 'P3 baseline', 'P4 baseline']);
    expect(await waiting('elsewhere')).toEqual([]);
    expect((await enter('staff', 'P1', same)).code).toBe('FORBIDDEN');
    expect((await enter('elsewhere', 'P1', same)).code).toBe('NOT_FOUND');
    expect((await enter('second', 'P1', same, 'treatment')).code).toBe('NOT_FOUND');
  });

  it('is blind: neither API nor database shows anything of the record before or after it', async () => {
    const blind = {
      userId: people['second']!,
      name: 'second',
      email: '',
      studies: await readAccess(pool, people['second']!),
    };
    const db = new StudyDb(pool);
    const seen = () =>
      db.read(blind, (tx) =>
        tx.rows<{ n: number }>(
          `select (select count(*) from portal.baseline) + (select count(*) from portal.patient) + (select count(*) from portal.subject)
             + (select count(*) from portal.audit_entry) + (select count(*) from portal.entry_comparison)
             + (select count(*) from portal.data_query) as n`,
        ),
      );
    expect(Number((await seen())[0]!.n)).toBe(0);
    const patient = await ask('second', `query ($id: ID!) { patient(id: $id) { code } }`, { id: patients['P1'] });
    expect(patient.code).toBe('NOT_FOUND');
    expect((await ask('second', `query ($study: String!) { entryComparisons(study: $study) { id } }`)).code).toBe(
      'FORBIDDEN',
    );
    expect((await enter('second', 'P4', { ...same })).message).toBeNull();
    expect(Number((await seen())[0]!.n)).toBe(0);
  });

  it('passes the checks of the form, with the field that is at fault', async () => {
    const refused = await enter('second', 'P1', { ...same, tumourSizeMm: 'eighty' });
    expect(refused.code).toBe('BAD_USER_INPUT');
    expect(refused.extensions['issues']).toMatchObject([{ field: 'tumourSizeMm', problem: 'wrongType' }]);
    expect((await enter('second', 'P1', ['x'])).message).toMatch(/^values must be an object/);
  });

  it('is handed in once, whoever is quicker, and is then compared', async () => {
    const [one, two] = await Promise.all([
      enter('second', 'P1', { ...same, tumourSizeMm: 18, afpNgMl: 400, missing_afpNgMl: null }),
      enter('third', 'P1', { ...same, tumourSizeMm: 18, afpNgMl: 400, missing_afpNgMl: null }),
    ]);
    expect([one.code, two.code].filter((code) => code === null)).toHaveLength(1);
    expect([one.code, two.code].filter((code) => code !== null)[0]).toMatch(/CONFLICT|NOT_FOUND/);
    const found = await comparisons();
    expect(found.map(({ patientCode, state, differing }) => [patientCode, state, differing])).toEqual([
      ['P4', 'agreed', []],
      ['P1', 'differs', ['afpNgMl', 'tumourSizeMm']],
    ]);
    expect(found[0]).toMatchObject({ firstBy: 'staff', secondBy: 'second' });
    expect(await comparisons('manager')).toHaveLength(2);
  });

  it('is not by who has written the record, whatever role they have now', async () => {
    const was = await at.person('was', 'staff', 'A');
    cookies['was'] = await at.signIn('was');
    const corrected = await ask('was', `mutation ($id: ID!) { saveBaseline(patientId: $id, id: "${await idOf('P3')}", version: 1,
      reason: "x", values: { tumourSizeMm: 82, bclcStage: "B", cirrhosis: true, missing: { afpNgMl: "pending" } }) { id } }`, { id: patients['P3'] }); // prettier-ignore
    expect(corrected.message).toBeNull();
    await at.owner.query(`update portal.membership set role = 'secondEntry' where user_id = $1`, [was]);
    expect(await waiting('was')).toEqual(['P2 baseline']);
    expect((await enter('was', 'P3', same)).code).toBe('NOT_FOUND');
  });
});

const idOf = async (code: string): Promise<string> =>
  (await at.owner.query<{ id: string }>('select id from portal.baseline where patient_id = $1', [patients[code]]))
    .rows[0]!.id;

describe('a difference', () => {
  it('is resolved by who may, field by field, as one audited change; both entries, queries and marks stay', async () => {
    const raised = await ask('manager', `mutation ($study: String!, $id: ID!) { raiseDataQueries(study: $study, form: "baseline", field: "tumourSizeMm",
      text: "81 or 18?", subjects: [{ patientId: $id }]) { id } }`, { id: patients['P1'] }); // prettier-ignore
    expect(raised.message).toBeNull();
    const [open] = (await comparisons()).filter(({ state }) => state === 'differs');
    const choices = [{ field: 'tumourSizeMm', choice: 'other', value: 118 }, { field: 'afpNgMl', choice: 'second' }]; // prettier-ignore
    expect((await resolve('staff', open!, choices)).code).toBe('FORBIDDEN');
    expect((await resolve('manager', open!, choices.slice(1))).message).toMatch(/tumourSizeMm is open/);
    expect((await resolve('manager', open!, [...choices, { field: 'bclcStage', choice: 'second' }])).message).toMatch(
      /bclcStage is not one/,
    );
    expect((await resolve('manager', open!, [{ ...choices[0], value: 'x' }, choices[1]!])).code).toBe('BAD_USER_INPUT');
    expect((await resolve('manager', open!, choices, 2)).code).toBe('CONFLICT');
    const answer = await resolve('manager', open!, choices);
    expect(answer.data!['resolveEntryComparison']).toMatchObject({
      record: { tumourSizeMm: 118, afpNgMl: 400, missing_afpNgMl: null, bclcStage: 'B' },
      recordVersion: 2,
      comparison: { state: 'resolved', chosen: { tumourSizeMm: 'other', afpNgMl: 'second' } },
    });
    expect((await resolve('manager', open!, choices, 2)).code).toBe('CONFLICT');
    const { rows } = await at.owner.query<{ entries: number; queries: number; seconds: number; afp: number }>(
      `select (select count(*)::int from portal.audit_entry where form = 'baseline' and patient_id = $1 and action = 'correct'
           and reason = 'source: CT report' and changes = '{"tumour_size_mm": [81, 118], "afp_ng_ml": [null, 400], "missing_afpNgMl": ["pending", null]}') as entries,
         (select count(*)::int from portal.data_query where patient_id = $1 and state = 'open') as queries,
         (select count(*)::int from portal.second_entry where patient_id = $1 and "values" ->> 'tumour_size_mm' = '18') as seconds,
         (select afp_ng_ml from portal.subject where id = $1 limit 1) as afp`,
      [patients['P1']],
    );
    expect(rows[0]).toEqual({ entries: 1, queries: 1, seconds: 1, afp: 400 });
  });

  it('leaves the record as it is where the first entry holds throughout', async () => {
    expect((await enter('second', 'P2', { ...same, bclcStage: 'C' })).message).toBeNull();
    const [open] = (await comparisons()).filter(({ state }) => state === 'differs');
    const answer = await resolve('manager', open!, [{ field: 'bclcStage', choice: 'first' }]);
    expect(answer.data!['resolveEntryComparison']).toMatchObject({
      recordVersion: 1,
      comparison: { state: 'resolved' },
    });
    const agreement = await ask('staff', `query ($study: String!) { doubleEntryAgreement(study: $study) {
      agreed differs resolved fields { field n agreed kappa { n kappa } } } }`); // prettier-ignore
    const found = agreement.data!['doubleEntryAgreement'] as { fields: { field: string }[] };
    expect(found).toMatchObject({ agreed: 1, differs: 0, resolved: 2 });
    // By hand: of B/B, B/B and B/C two agree; expected as many, so that kappa is 0.
    expect(found.fields.find(({ field }) => field === 'bclcStage')).toEqual({ field: 'bclcStage', n: 3, agreed: 2, kappa: { n: 3, kappa: 0 } }); // prettier-ignore
  });

  it('is in the way of a lock, and is not resolved in a record that is frozen', async () => {
    expect((await enter('second', 'P3', same)).message).toBeNull();
    const [open] = (await comparisons()).filter(({ state }) => state === 'differs');
    const hold = (kind: string) => ask('manager', `mutation ($id: ID!) { holdRecords(patientId: $id, kind: ${kind}, reason: "x") { id } }`, { id: patients['P3'] }); // prettier-ignore
    expect((await hold('locked')).message).toBe('two entries of a record differ: decide first which holds');
    expect((await hold('frozen')).message).toBeNull();
    const answer = await resolve('manager', open!, [{ field: 'tumourSizeMm', choice: 'second' }], 2);
    expect(answer.code).toBe('RECORD_LOCKED');
    expect((await comparisons()).filter(({ state }) => state === 'differs')).toHaveLength(1);
  });

  it('goes with the patient who is merged into another, and waits for nobody while its record is removed', async () => {
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true)`);
    await at.owner.query(
      `insert into portal.removed_record (id, removal, patient_id, patient_code, centre_id, form, version, "values", removed_by, reason, merged_into)
       select id, id, id, code, centre_id, 'patient', 1, '{}', 'x', 'x', $2 from portal.patient where id = $1`,
      [patients['P2'], patients['P4']],
    );
    const { rows } = await at.owner.query<{ second: string; compared: string }>(
      `select (select patient_id from portal.second_entry where record_id = $1) as second,
         (select patient_id from portal.entry_comparison where record_id = $1) as compared`,
      [await idOf('P2')],
    );
    await at.owner.query('rollback');
    expect(rows[0]).toEqual({ second: patients['P4'], compared: patients['P4'] });

    const removed = await ask('manager', `mutation ($id: ID!, $record: ID!) { removeRecord(patientId: $id, form: "baseline", id: $record,
      version: 2, reason: "x") }`, { id: patients['P1'], record: await idOf('P1') }); // prettier-ignore
    expect(removed.message).toBeNull();
    expect((await comparisons()).map(({ patientCode }) => patientCode)).not.toContain('P1');
  });
});

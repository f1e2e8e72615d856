import { labTests, standardValue } from '@haim/schema';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { operatorOf } from '../modules/studies/membership.query.ts';
import { wire } from './wire.ts';

/*
 * Seven patients, each with the first HAIC on 10 March 2024 except P5. By hand:
 *
 *     bilirubin  albumin   ALBI = 0.66 log10(bilirubin) - 0.085 albumin               Child-Pugh
 * P1  20 µmol/L  4.0 g/dL  0.66 x 1.30103 - 3.4     = -2.54132   grade 2              1+1+1+1+1 = 5     A
 * P2  3 mg/dL    28 g/L    0.66 x 1.710117 - 2.38   = -1.251323  grade 3 (51.3 µmol/L)  2+2+2+2+2 = 10    C
 * P3  0 µmol/L   36 g/L    no logarithm of 0                                           1+1+?+1+1 = 5-7   undecided
 * P4  10 µmol/L  45 g/L    0.66 - 3.825             = -3.165     grade 1               1+1+?+2+2 = 7-9   B
 * P5  no first HAIC: no result is of the baseline. P6, P7: dead, with a cycle or an event after it.
 */
const study = 'RESULTS';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let operator: Asker;

const record = (table: string, patient: number, values: Record<string, string | number>) =>
  `insert into portal.${table} (patient_id, centre_id, updated_by, ${Object.keys(values).join(', ')})
   select id, centre_id, 'test', ${Object.values(values)
     .map((value) => `'${value}'`)
     .join(', ')} from portal.patient where code = 'P${patient}'`;
const result = (patient: number, test: string, on: string, value: number, unit: string, more: object = {}) =>
  record('lab_result', patient, { test, taken_on: on, value, unit, ...more });
const course = (patient: number, drugClass: string, drug: string, on: string) =>
  record('systemic_course', patient, { drug_class: drugClass, drug, course_started_on: on });
const cycle = (patient: number, n: number, on: string) =>
  record('haic_cycle', patient, { cycle_number: n, given_on: on });
const clinic = (patient: number, ascites: string, encephalopathy: string) =>
  record('baseline', patient, { ascites, encephalopathy });

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 2);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    ...{ code: study, name: study, synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'A', name: 'A' }],
  });
  const statements = [
    `insert into portal.patient (centre_id, code, updated_by)
       select (select id from portal.centre), 'P' || i, 'test' from generate_series(1, 7) i`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on, haic_cycles, tki_started_on)
       select id, centre_id, 'test', 'HTI', case when code <> 'P5' then date '2024-03-10' end,
         case code when 'P1' then 4 when 'P4' then 2 end, case code when 'P2' then date '2024-03-05' end from portal.patient`,
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_on, vital_status)
       select id, centre_id, 'test', '2024-05-15', case when code in ('P6', 'P7') then 'dead' else 'alive' end from portal.patient`,
    ...[clinic(1, 'none', 'none'), clinic(2, 'slight', 'grade1to2'), clinic(3, 'none', 'none'), clinic(4, 'slight', 'grade1to2')],
    // An older result, one of the day itself, and a later one.
    ...[result(1, 'BILI', '2024-03-01', 1, 'mg/dL'), result(1, 'BILI', '2024-03-08', 20, 'umol/L'), result(1, 'BILI', '2024-03-11', 99, 'umol/L')],
    ...[result(1, 'ALB', '2024-03-10', 4, 'g/dL'), result(1, 'INR', '2024-03-08', 1.1, 'ratio'), result(1, 'ALT', '2024-03-08', 2, 'ukat/L')],
    ...[result(1, 'PLAT', '2024-03-08', 150_000, '/uL'), result(1, 'AFP', '2024-03-08', 100, 'IU/mL')],
    ...[result(2, 'BILI', '2024-03-08', 3, 'mg/dL'), result(2, 'ALB', '2024-03-08', 28, 'g/L'), result(2, 'INR', '2024-03-08', 2.3, 'ratio')],
    ...[result(3, 'BILI', '2024-03-08', 0, 'umol/L'), result(3, 'ALB', '2024-03-08', 36, 'g/L')],
    // What is below or above a limit of measurement is not a number.
    ...[result(4, 'BILI', '2024-03-01', 10, 'umol/L'), result(4, 'BILI', '2024-03-09', 5, 'umol/L', { beyond: '<' })],
    ...[result(4, 'ALB', '2024-03-01', 45, 'g/L'), result(4, 'AFP', '2024-03-01', 60_500, 'ng/mL', { beyond: '>' })],
    ...[result(5, 'BILI', '2024-03-01', 10, 'umol/L'), result(5, 'ALB', '2024-03-01', 45, 'g/L')],
    // Of P1 some ICI of March may be earlier than that of the 20th; of P2 none of April is earlier than 31 March.
    ...[course(1, 'tki', 'lenvatinib', '2024-05-01'), course(1, 'tki', 'sorafenib', '2024-03-15')],
    ...[course(1, 'ici', 'nivolumab', '2024-03-20'), course(1, 'ici', 'sintilimab', '2024-03')],
    ...[course(2, 'tki', 'lenvatinib', '2024-04-01'), course(2, 'ici', 'nivolumab', '2024-03-31'), course(2, 'ici', 'sintilimab', '2024-04')],
    ...[cycle(4, 1, '2024-03-10'), cycle(4, 2, '2024-04-01'), cycle(4, 3, '2024-04-22'), cycle(6, 1, '2024-06-01')],
    record('adverse_event', 7, { term: 'Nausea', grade: 1, started_on: '2024-06' }),
  ]; // prettier-ignore
  await owner.query(['begin', `select set_config('app.user_id', 'test', true)`, ...statements, 'commit'].join(';'));
  const onTrouble = () => undefined;
  const { resolvers } = wire({ dataSource: pool, appUrl: database.appUrl, home: database.home, onTrouble });
  schema = await buildPortalSchema(resolvers);
  operator = (await operatorOf(pool, study, 'test'))!;
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

async function ask<T>(query: string, variableValues: object = {}) {
  const contextValue = { asker: operator, requestId: 'test' };
  const given = { study, ...variableValues };
  expect(validate(schema, parse(query))).toEqual([]);
  const { data, errors = [] } = await execute({ schema, document: parse(query), contextValue, variableValues: given });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as T, errors };
}

describe('results before treatment', () => {
  const listed = async (...columns: string[]) => {
    type Answer = { patients: { rows: { code: string; values: Record<string, unknown> }[] } };
    const query = `query ($study: String!, $columns: [SubjectVariable!]) {
      patients(study: $study, sort: code, columns: $columns, first: 10) { rows { code values } } }`;
    const { data, errors } = await ask<Answer>(query, { columns });
    expect(errors).toEqual([]);
    return Object.fromEntries(data.patients.rows.map(({ code, values }) => [code, columns.map((one) => values[one])]));
  };
  const none = (n: number) => Array.from({ length: n }, () => null);

  it('are the last up to time zero that are numbers, in standard units', async () => {
    const rows = await listed('bilirubinUmolL', 'albuminGL', 'inr', 'altUL', 'plateletsGL', 'afpResultNgMl');
    expect(rows).toEqual({
      P1: [20, 40, 1.1, 120, 150, 121],
      P2: [expect.closeTo(51.3, 9), 28, 2.3, null, null, null],
      P3: [0, 36, null, null, null, null],
      P4: [10, 45, null, null, null, null],
      ...{ P5: none(6), P6: none(6), P7: none(6) },
    });
  });

  it('give ALBI, and Child-Pugh where what is not known cannot change it', async () => {
    const rows = await listed('albiScore', 'albiGrade', 'childPughPoints', 'derivedChildPughClass');
    expect(rows).toEqual({
      P1: [expect.closeTo(-2.54132, 5), '2', 5, 'A'],
      P2: [expect.closeTo(-1.251323, 5), '3', 10, 'C'],
      P3: none(4),
      P4: [expect.closeTo(-3.165, 9), '1', null, 'B'],
      ...{ P5: none(4), P6: none(4), P7: none(4) },
    });
  });

  it('are converted by the factors of the contract', async () => {
    const tests = labTests.filter(({ code }) => ['AFP', 'BILI', 'ALB', 'INR', 'ALT', 'PLAT'].includes(code));
    const units = [...new Set(labTests.flatMap(({ factors }) => Object.keys(factors)))];
    const pairs = tests.flatMap(({ code }) => units.map((unit) => [code, unit] as const));
    const { rows } = await owner.query<{ standard: number | null }>(
      `select portal.standard_value(test, 7, unit) as standard from unnest($1::text[], $2::text[]) with ordinality as p(test, unit, place)
       order by place`,
      [pairs.map(([code]) => code), pairs.map(([, unit]) => unit)],
    );
    const wanted = pairs.map(([code, unit]) => standardValue(code, 7, unit));
    rows.forEach(({ standard }, i) => {
      if (wanted[i] === null) expect(standard, pairs[i]!.join()).toBeNull();
      else expect(standard, pairs[i]!.join()).toBeCloseTo(wanted[i]!, 9);
    });
    expect(wanted.filter((value) => value !== null)).toHaveLength(16);
  });

  it('select, group and predict', async () => {
    type Summary = {
      cohortSummary: { n: number; quantities: { variable: string; n: number; median: number | null }[] };
    };
    const { data } = await ask<Summary>(
      `query ($study: String!) { cohortSummary(study: $study, cohort: { albiGrades: ["1", "2"], albuminGLMin: 41 }) {
        n quantities { variable n median } } }`,
    );
    expect(data.cohortSummary.n).toBe(1);
    const cycles = data.cohortSummary.quantities.find(({ variable }) => variable === 'haicCyclesGiven');
    expect(cycles).toMatchObject({ n: 1, median: 3 });
    const curves = await ask<{ survival: { curves: { label: string; n: number }[] } }>(
      `query ($study: String!) { survival(study: $study, endpoint: OS, groupBy: "albiGrade") { curves { label n } } }`,
    );
    expect(curves.errors).toEqual([]);
    expect(curves.data.survival.curves.map(({ n }) => n)).toEqual([1, 1, 1]);
    const { errors } = await ask(`query ($study: String!) {
      survivalModel(study: $study, endpoint: OS, groupBy: "albiGrade", covariates: ["bilirubinUmolL", "afpResultLog10"]) { n } }`);
    expect(errors.map(({ message }) => message)).toEqual([]);
  });
});

describe('treatment given', () => {
  it('is cycles and days to the first drug, null where an earlier day is possible', async () => {
    const { rows } = await owner.query<{ code: string }>(
      `select code, haic_cycles_given as cycles, days_to_tki as tki, days_to_ici as ici, contradictions
       from portal.subject order by code`,
    );
    const row = (code: string, cycles: number | null, tki: number | null, ici: number | null, contradictions = 0) => {
      return { code, cycles, tki, ici, contradictions };
    };
    expect(rows).toEqual([
      row('P1', 4, 5, null),
      row('P2', null, -5, 21),
      row('P3', null, null, null),
      row('P4', 3, null, null),
      row('P5', null, null, null),
      // Of the rules of contradictions, 4 is the third: something after a death.
      row('P6', 1, null, null, 4),
      row('P7', null, null, null, 4),
    ]);
  });

  it('neither groups nor selects for survival: who lives longer is given more', async () => {
    const [grouped] = (await ask(`query ($study: String!) { survival(study: $study, endpoint: OS, groupBy: "haicCyclesGiven") { n } }`)).errors; // prettier-ignore
    expect(grouped?.message).toMatch(/haicCyclesGiven is not.*guarantee time/);
    const [selected] = (await ask(`query ($study: String!) { survival(study: $study, endpoint: OS, cohort: { haicCyclesGivenMin: 4 }) { n } }`)).errors; // prettier-ignore
    expect(selected?.message).toMatch(/may not be filtered by haicCyclesGivenMin.*lived long enough/);
  });
});

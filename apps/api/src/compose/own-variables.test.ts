import { type CohortFilter, type OwnField } from '@haim/schema';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { cohortSql } from '../modules/cohort/index.ts';
import { subjectDifferences } from '../modules/patients/stored-subject.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { operatorOf } from '../modules/studies/membership.query.ts';
import { wire } from './wire.ts';

/*
 * Ten patients of two centres, P1 to P10, of whom by hand:
 * own_smoking: never P1-P4, ever P5-P7, missing P8-P10; own_dose: 10 i mg for odd i; own_biopsy_on: day i of May 2023 for i up to
 * 6; own_diabetes: true for P1, P2, false for P3. Of the treatment, known at time zero: own_planned, i cycles; only later:
 * own_crossed, true for P1. Of contacts, the highest own_pain: mild, severe of P1 on days 20 and 100, severe, mild of P2, none of
 * the others; the last own_weight: 60 and 55 of P1 on these days, 70 of P2 on the first. Of images, the last own_uptake up to time
 * zero: 3, 4 and 9 on days -20, -1 and 30 of P1, 5 on day 30 of P2. Of adverse events, any own_admitted: false and true of P1,
 * false of P2.
 */
const study = 'OWN';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let operator: Asker;

const field = (
  name: string,
  form: string,
  kind: OwnField['kind'],
  codes: string[] = [],
  { known = 'timeZero', counts = null }: Partial<Pick<OwnField, 'known' | 'counts'>> = {},
) =>
  `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, codes, known, counts, position,
     state, updated_by)
   select id, '${form}', '${name}', '${kind}', '${name}', '${name}', false,
     '${JSON.stringify(codes.map((code) => ({ code, label: { en: code, zh: code } })))}', '${known}',
     ${counts === null ? 'null' : `'${counts}'`}, 1, 'published', 'test'
   from portal.study where code = '${study}'`;

/** A record of a patient on a form of several records. */
const record = (table: string, patient: number, values: Record<string, string | number>, own: object = {}) =>
  `insert into portal.${table} (patient_id, centre_id, updated_by, own, ${Object.keys(values).join(', ')})
   select id, centre_id, 'test', '${JSON.stringify(own)}', ${Object.values(values)
     .map((value) => `'${value}'`)
     .join(', ')}
   from portal.patient where code = 'P${patient}'`;
const contact = (patient: number, day: number, own: object) =>
  record('follow_up', patient, { contact_day: day, vital_status: 'alive' }, own);
const image = (patient: number, visit: number, on: string, uptake: number) =>
  record('tumour_assessment', patient, { visit_number: visit, assessed_on: on }, { own_uptake: uptake });
const event = (patient: number, admitted: boolean) =>
  record('adverse_event', patient, { term: 'Nausea', grade: 1 }, { own_admitted: admitted });

async function inOneChange(...statements: string[]): Promise<void> {
  const author = `select set_config('app.user_id', 'test', true)`;
  await owner.query(['begin', author, ...statements, 'commit'].join(';'));
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 2);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    ...{ code: study, name: study, synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  await inOneChange(
    field('smoking', 'baseline', 'code', ['never', 'ever']),
    field('dose', 'baseline', 'decimal'),
    field('biopsy_on', 'eligibility', 'date'),
    field('diabetes', 'demographics', 'boolean'),
    field('planned', 'treatment', 'integer'),
    field('crossed', 'treatment', 'boolean', [], { known: 'outcome' }),
    field('pain', 'followUp', 'code', ['none', 'mild', 'severe'], { known: 'outcome', counts: 'highest' }),
    field('weight', 'followUp', 'decimal', [], { known: 'outcome', counts: 'last' }),
    field('uptake', 'tumourAssessment', 'decimal', [], { known: 'timeZero', counts: 'last' }),
    field('admitted', 'adverseEvent', 'boolean', [], { known: 'outcome', counts: 'any' }),
    `insert into portal.patient (centre_id, code, updated_by)
       select (select min(id) from portal.centre) + i % 2, 'P' || i, 'test' from generate_series(1, 10) i`,
    `insert into portal.baseline (patient_id, centre_id, updated_by, own)
       select id, centre_id, 'test', jsonb_strip_nulls(jsonb_build_object(
         'own_smoking', case when i <= 4 then 'never' when i <= 7 then 'ever' end,
         'own_dose', case when i % 2 = 1 then 10 * i end))
       from (select *, substr(code, 2)::int as i from portal.patient) p`,
    `insert into portal.eligibility (patient_id, centre_id, updated_by, own)
       select id, centre_id, 'test', jsonb_strip_nulls(jsonb_build_object(
         'own_biopsy_on', case when i <= 6 then '2023-05-0' || i end))
       from (select *, substr(code, 2)::int as i from portal.patient) p`,
    `insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex, own)
       select id, centre_id, 'test', 60, 'male', jsonb_strip_nulls(jsonb_build_object(
         'own_diabetes', case when i <= 2 then true when i = 3 then false end))
       from (select *, substr(code, 2)::int as i from portal.patient) p`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on, own)
       select id, centre_id, 'test', 'HTI', '2022-01-01', jsonb_strip_nulls(jsonb_build_object(
         'own_planned', substr(code, 2)::int, 'own_crossed', case when code = 'P1' then true end)) from portal.patient`,
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status, own)
       select id, centre_id, 'test', 100, 'dead', case code when 'P1' then '{"own_pain": "severe", "own_weight": 55}'::jsonb
         when 'P2' then '{"own_pain": "mild"}' else '{"own_pain": "none"}' end from portal.patient`,
    contact(1, 20, { own_pain: 'mild', own_weight: 60 }),
    contact(2, 20, { own_pain: 'severe', own_weight: 70 }),
    ...[
      image(1, 0, '2021-12-12', 3),
      image(1, 1, '2021-12-31', 4),
      image(1, 2, '2022-01-31', 9),
      image(2, 1, '2022-01-31', 5),
    ],
    ...[event(1, false), event(1, true), event(2, false)],
  );
  const { resolvers } = wire({
    dataSource: pool,
    appUrl: database.appUrl,
    home: database.home,
    onTrouble: () => undefined,
  });
  schema = await buildPortalSchema(resolvers);
  operator = (await operatorOf(pool, study, 'test'))!;
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

async function ask(query: string, variableValues: object = {}) {
  const contextValue = { asker: operator, requestId: 'test' };
  const { data, errors } = await execute({
    schema,
    document: parse(query),
    contextValue,
    variableValues: { study, ...variableValues },
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as Record<string, unknown> | null, errors: errors ?? [] };
}

async function summaryOf(filter: object | null) {
  const { data, errors } = await ask(
    `query ($study: String!, $cohort: CohortInput) { cohortSummary(study: $study, cohort: $cohort) {
      n facets { variable counts { value n } } quantities { variable n median } } }`,
    { cohort: filter && { filter } },
  );
  expect(errors.map(({ message }) => message)).toEqual([]);
  return data!['cohortSummary'] as {
    n: number;
    facets: { variable: string; counts: { value: string | null; n: number }[] }[];
    quantities: { variable: string; n: number; median: number | null }[];
  };
}

const facetOf = async (variable: string, filter: object | null = null) =>
  (await summaryOf(filter)).facets.find((facet) => facet.variable === variable)?.counts ?? null;

/** How many patients slides, batches and trainings would take, which join the table. */
async function countBySql(filter: CohortFilter): Promise<number> {
  return new StudyDb(pool).read(operator, async (tx) => {
    const scope = { studyId: operator.studies[0]!.studyId, readCentres: operator.studies[0]!.readCentres };
    const sql = await cohortSql(tx, scope, { filter });
    const [row] = await tx.rows<{ n: number }>(
      `select count(*)::int as n from portal.subject s where ${sql.where()}`,
      sql.values,
    );
    return row!.n;
  });
}

async function sameAsRecords(): Promise<void> {
  const differences = [];
  for await (const difference of subjectDifferences(owner, study)) differences.push(difference);
  expect(differences).toEqual([]);
}

describe('fields of the study as variables', () => {
  it('are counted by value', async () => {
    expect(await facetOf('own_smoking')).toEqual([
      { value: 'ever', n: 3 },
      { value: 'never', n: 4 },
      { value: null, n: 3 },
    ]);
    expect(await facetOf('own_diabetes')).toEqual([
      { value: 'false', n: 1 },
      { value: 'true', n: 2 },
      { value: null, n: 7 },
    ]);
    // 10, 30, 50, 70, 90
    const dose = (await summaryOf(null)).quantities.find(({ variable }) => variable === 'own_dose');
    expect(dose).toMatchObject({ n: 5, median: 50 });
  });

  it.each<[CohortFilter, number]>([
    [{ variable: 'own_smoking', in: ['ever'] }, 3],
    [{ variable: 'own_smoking', notIn: ['ever'] }, 4],
    [{ variable: 'own_smoking', isMissing: true }, 3],
    [{ variable: 'own_dose', between: [30, 70] }, 3],
    [{ variable: 'own_dose', between: [null, 29.5] }, 1],
    [{ variable: 'own_biopsy_on', between: ['2023-05-02', '2023-05-04'] }, 3],
    [{ variable: 'own_biopsy_on', isMissing: false }, 6],
    [{ variable: 'own_diabetes', in: ['true'] }, 2],
    [{ not: { variable: 'own_smoking', in: ['never'] } }, 6],
    [
      {
        and: [
          { variable: 'own_smoking', in: ['never'] },
          { variable: 'own_dose', between: [20, null] },
        ],
      },
      1,
    ],
    [
      {
        or: [
          { variable: 'own_diabetes', in: ['false'] },
          { variable: 'own_dose', between: [90, null] },
        ],
      },
      2,
    ],
  ])('select patients, in columns and in SQL alike: %j', async (filter, n) => {
    expect([(await summaryOf(filter)).n, await countBySql(filter)]).toEqual([n, n]);
  });

  it('take of several records the one that counts', async () => {
    expect(await facetOf('own_pain')).toEqual(
      [
        { value: 'mild', n: 0 },
        { value: 'none', n: 8 },
        { value: 'severe', n: 2 },
      ].filter(({ n }) => n > 0),
    );
    expect(await facetOf('own_admitted')).toEqual([
      { value: 'false', n: 1 },
      { value: 'true', n: 1 },
      { value: null, n: 8 },
    ]);
    const { quantities } = await summaryOf(null);
    const medianOf = (name: string) => quantities.find(({ variable }) => variable === name);
    // 55 and 70; of images up to time zero, 4; 1 to 10.
    expect(medianOf('own_weight')).toMatchObject({ n: 2, median: 62.5 });
    expect(medianOf('own_uptake')).toMatchObject({ n: 1, median: 4 });
    expect(medianOf('own_planned')).toMatchObject({ n: 10, median: 5.5 });
  });

  it('count another record once a declaration says so, and the analysis row follows', async () => {
    await inOneChange(
      ...['disable', 'enable'].flatMap((can, at) => [
        `alter table portal.study_field ${can} trigger keep_versions`,
        ...(at === 0 ? [`update portal.study_field set counts = 'first' where name = 'weight'`] : []),
      ]),
    );
    const { quantities } = await summaryOf(null);
    expect(quantities.find(({ variable }) => variable === 'own_weight')).toMatchObject({ n: 2, median: 65 });
    await expect(inOneChange(`update portal.study_field set counts = 'last' where name = 'weight'`)).rejects.toThrow(
      'are never changed',
    );
    await owner.query('rollback');
    await sameAsRecords();
  });

  it('are columns of the list and sort it: a category by its codes, missing last', async () => {
    const page = async (sort: string, descending: boolean, columns: string[], more: object = {}) => {
      const { data, errors } = await ask(
        `query ($study: String!, $sort: PatientSortField, $descending: Boolean, $columns: [SubjectVariable!], $after: String) {
          patients(study: $study, sort: $sort, descending: $descending, columns: $columns, first: 4, after: $after) {
            rows { code values } nextCursor } }`,
        { sort, descending, columns, ...more },
      );
      expect(errors.map(({ message }) => message)).toEqual([]);
      return data!['patients'] as { rows: { code: string; values: object | null }[]; nextCursor: string };
    };
    const first = await page('own_smoking', true, ['own_smoking', 'own_biopsy_on', 'own_diabetes', 'own_dose', 'sex']);
    const row = (smoking: string | null, day: number | null, dose: number | null) => ({
      ...{ own_smoking: smoking, own_biopsy_on: day === null ? null : `2023-05-0${day}`, own_diabetes: null },
      ...{ own_dose: dose, sex: 'male' },
    });
    expect(first.rows).toEqual([
      { code: 'P5', values: row('ever', 5, 50) },
      { code: 'P6', values: row('ever', 6, null) },
      { code: 'P7', values: row('ever', null, 70) },
      { code: 'P1', values: { ...row('never', 1, 10), own_diabetes: true } },
    ]);
    const codesOf = ({ rows }: { rows: { code: string }[] }) => rows.map(({ code }) => code);
    const second = await page('own_smoking', true, [], { after: first.nextCursor });
    expect([codesOf(second), second.rows[0]!.values]).toEqual([['P2', 'P3', 'P4', 'P10'], null]);
    expect(codesOf(await page('own_planned', true, []))).toEqual(['P10', 'P9', 'P8', 'P7']);
    expect(codesOf(await page('own_pain', true, []))).toEqual(['P1', 'P2', 'P10', 'P3']);
    expect(codesOf(await page('own_biopsy_on', false, []))).toEqual(['P1', 'P2', 'P3', 'P4']);
    expect(codesOf(await page('own_weight', false, []))).toEqual(['P1', 'P2', 'P10', 'P3']);
    expect((await page('code', false, ['own_admitted'])).rows.map(({ values }) => values)).toEqual([
      { own_admitted: true },
      { own_admitted: null },
      { own_admitted: false },
      { own_admitted: null },
    ]);
  });

  it('are refused as a sort key or column that the study does not have, with those that it has', async () => {
    const patients = (argument: string) =>
      ask(`query ($study: String!) { patients(study: $study, ${argument}) { rows { code } } }`);
    for (const argument of ['sort: "own_nothing"', 'columns: ["own_nothing"]', 'sort: osEvent']) {
      const [error] = (await patients(argument)).errors;
      expect(error?.extensions['code'], argument).toBe('BAD_USER_INPUT');
      expect(error?.message).toMatch(/must be of .*bclcStage.*own_smoking.* is not one of them/);
    }
  });

  it('are refused in survival where they are outcomes, and the reason is said', async () => {
    const survival = (given: object) =>
      ask(
        `query ($study: String!, $groupBy: String, $cohort: CohortInput) {
          survival(study: $study, endpoint: OS, groupBy: $groupBy, cohort: $cohort) { n } }`,
        given,
      );
    const [grouped] = (await survival({ groupBy: 'own_pain' })).errors;
    expect(grouped?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ field: 'groupBy', problem: 'rule' }],
    });
    expect(grouped?.message).toMatch(/must be one of .*own_smoking.*own_pain is not.*guarantee time/);
    const [filtered] = (await survival({ cohort: { filter: { not: { variable: 'own_crossed', in: ['true'] } } } }))
      .errors;
    expect(filtered?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ field: 'own_crossed' }] });
    // Of several records, but up to time zero.
    const { errors } = await survival({ cohort: { filter: { variable: 'own_uptake', between: [1, null] } } });
    expect(errors).toEqual([]);
  });

  it('group curves', async () => {
    const { data } = await ask(`query ($study: String!) { study(code: $study) { groupings { variable } } }`);
    const offered = (data!['study'] as { groupings: { variable: string }[] }).groupings.map(({ variable }) => variable);
    expect(offered.filter((name) => name.startsWith('own_'))).toEqual(['own_diabetes', 'own_smoking']);
    const curves = (groupBy: string) =>
      ask(
        `query ($study: String!, $groupBy: String) { survival(study: $study, endpoint: OS, groupBy: $groupBy) { curves { label n events } } }`,
        { groupBy },
      );
    const { data: answer, errors } = await curves('own_smoking');
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect((answer!['survival'] as { curves: object[] }).curves).toEqual([
      { label: 'ever', n: 3, events: 3 },
      { label: 'never', n: 4, events: 4 },
    ]);
    expect((await curves('own_dose')).errors[0]?.message).toContain('groupBy must be one of');
  });

  it('are refused where the study has no such field, or the condition does not suit its kind', async () => {
    for (const filter of [
      { variable: 'own_nothing', in: ['x'] },
      { variable: 'own_smoking', in: ['often'] },
      { variable: 'own_dose', in: ['10'] },
    ]) {
      const { errors } = await ask(
        `query ($study: String!, $cohort: CohortInput) { cohortSummary(study: $study, cohort: $cohort) { n } }`,
        { cohort: { filter } },
      );
      expect(errors[0]?.extensions['code'], JSON.stringify(filter)).toBe('BAD_USER_INPUT');
      await expect(countBySql(filter as CohortFilter)).rejects.toThrow('cohort.filter');
    }
  });

  it('follow every change, by SQL too, and the analysis row stays what the records give', async () => {
    await inOneChange(
      `update portal.baseline set own = own || '{"own_smoking": "ever", "own_dose": "many"}' where patient_id = (select id from portal.patient where code = 'P1')`,
      `update portal.eligibility set own = '{"own_biopsy_on": "2023-02-31"}' where patient_id = (select id from portal.patient where code = 'P10')`,
    );
    expect(await facetOf('own_smoking')).toEqual([
      { value: 'ever', n: 4 },
      { value: 'never', n: 3 },
      { value: null, n: 3 },
    ]);
    // What no declaration would let in fails no answer.
    expect((await summaryOf({ variable: 'own_dose', isMissing: false })).n).toBe(4);
    expect((await summaryOf(null)).n).toBe(10);
    await sameAsRecords();
  });

  it('come and go with their declaration', async () => {
    expect(await facetOf('own_alcohol')).toBeNull();
    await inOneChange(
      `update portal.baseline set own = own || '{"own_alcohol": true}' where patient_id = (select id from portal.patient where code = 'P2')`,
    );
    await inOneChange(field('alcohol', 'baseline', 'boolean'));
    expect(await facetOf('own_alcohol')).toEqual([
      { value: 'true', n: 1 },
      { value: null, n: 9 },
    ]);
    await inOneChange(`update portal.study_field set state = 'retired' where name = 'alcohol'`);
    expect(await facetOf('own_alcohol')).toBeNull();
  });
});

import { deriveStaging, type MeasuredResult, type Row } from '@haim/schema';
import { execute, type GraphQLSchema, parse } from 'graphql';
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

const study = 'STAGES';
const FIRST_HAIC = '2024-03-10';
/** Beside those worked by hand, whose codes begin with P. */
const DRAWN = 1500;

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let operator: Asker;

interface Baseline {
  readonly ecog_ps?: string | null;
  readonly child_pugh_class?: string | null;
  readonly ascites?: string | null;
  readonly encephalopathy?: string | null;
  readonly portal_vein_thrombus?: boolean | null;
  readonly extrahepatic_metastasis?: boolean | null;
  readonly lesion_count?: number | null;
  readonly lesion_number?: string | null;
  readonly tumour_size_mm?: number | null;
}

/** ECOG 0, Child-Pugh A, neither invasion nor spread, one lesion of 80 mm. */
const large: Baseline = {
  ...{ ecog_ps: '0', child_pugh_class: 'A', portal_vein_thrombus: false, extrahepatic_metastasis: false },
  ...{ lesion_count: 1, lesion_number: 'single', tumour_size_mm: 80 },
};

/** By hand, from the table of BCLC 2022; null where what is recorded allows several stages. */
const byHand: Readonly<Record<string, readonly [Baseline, string | null]>> = {
  'one of 80 mm': [large, 'A'],
  'one of 20 mm': [{ ...large, tumour_size_mm: 20 }, '0'],
  'three to 30 mm': [{ ...large, lesion_count: 3, lesion_number: 'multiple', tumour_size_mm: 30 }, 'A'],
  'three to 31 mm': [{ ...large, lesion_count: 3, lesion_number: 'multiple', tumour_size_mm: 31 }, 'B'],
  'several of 31 mm, not counted': [
    { ...large, lesion_count: null, lesion_number: 'multiple', tumour_size_mm: 31 },
    'B',
  ],
  'several of 30 mm, not counted': [
    { ...large, lesion_count: null, lesion_number: 'multiple', tumour_size_mm: 30 },
    null,
  ],
  'one, not measured': [{ ...large, tumour_size_mm: null }, null],
  'thrombus, metastasis unknown': [{ ...large, portal_vein_thrombus: true, extrahepatic_metastasis: null }, 'C'],
  'metastasis unknown': [{ ...large, extrahepatic_metastasis: null }, null],
  'ECOG 1': [{ ...large, ecog_ps: '1' }, 'C'],
  'ECOG 3 with metastasis': [{ ...large, ecog_ps: '3', extrahepatic_metastasis: true }, 'D'],
  'ECOG unknown': [{ ...large, ecog_ps: null }, null],
  'Child-Pugh C': [{ ...large, child_pugh_class: 'C' }, 'D'],
  'Child-Pugh unknown': [{ ...large, child_pugh_class: null }, null],
  // The worst ascites and encephalopathy alone are 6 points, with 1 for each of the other three at least 9: B or C, not A.
  'Child-Pugh A entered, at least 9 points': [{ ...large, ascites: 'moderate', encephalopathy: 'grade3to4' }, null],
  'nothing recorded': [{}, null],
};

interface Drawn {
  readonly baseline: Baseline;
  readonly results: readonly (readonly [test: string, value: number, unit: string])[];
}

/** Park & Miller, Commun ACM 1988;31:1192: the same patients in every run. */
function drawnPatients(): Drawn[] {
  let seed = 20_240_310;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const oneOf = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: DRAWN }, () => {
    const count = oneOf(null, 1, 2, 3, 4);
    const number = count === null ? oneOf(null, 'single', 'multiple') : oneOf(null, count === 1 ? 'single' : 'multiple');
    return {
      baseline: {
        ecog_ps: oneOf(null, '0', '0', '0', '1', '2', '3', '4'),
        child_pugh_class: oneOf(null, 'A', 'A', 'B', 'C'),
        ascites: oneOf(null, 'none', 'none', 'slight', 'moderate'),
        encephalopathy: oneOf(null, 'none', 'none', 'grade1to2', 'grade3to4'),
        portal_vein_thrombus: oneOf(null, false, false, true),
        extrahepatic_metastasis: oneOf(null, false, false, true),
        ...{ lesion_count: count, lesion_number: number, tumour_size_mm: oneOf(null, 15, 20, 20.1, 30, 30.1, 80) },
      },
      results: [
        ...oneOf([], [['BILI', oneOf(20, 34, 51, 60), 'umol/L']] as const, [['BILI', oneOf(1, 2, 3, 4), 'mg/dL']] as const),
        ...oneOf([], [['ALB', oneOf(27, 28, 35, 40), 'g/L']] as const),
        ...oneOf([], [['INR', oneOf(1, 1.7, 2.3, 2.5), 'ratio']] as const),
      ],
    };
  }); // prettier-ignore
}
const drawn = drawnPatients();

/** As the contract takes it: by the names of fields. */
function asRow(baseline: Baseline): Row {
  return Object.fromEntries(
    Object.entries(baseline).map(([column, value]) => [column.replaceAll(/_(.)/g, (_, c: string) => c.toUpperCase()), value]),
  ); // prettier-ignore
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
    centres: [{ code: 'A', name: 'A' }],
  });
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  const patients: readonly (readonly [code: string, Drawn])[] = [
    ...Object.values(byHand).map(([baseline], i) => [`P${100 + i}`, { baseline, results: [] }] as const),
    ...drawn.map((one, i) => [`R${10_000 + i}`, one] as const),
  ];
  await owner.query('begin');
  await owner.query(
    `insert into portal.patient (centre_id, code, updated_by) select (select id from portal.centre), code, 'test'
     from unnest($1::text[] || array['D1', 'D2', 'D3', 'D4']) code`,
    [patients.map(([code]) => code)],
  );
  await owner.query(
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on, haic_cycles)
     select id, centre_id, 'test', 'HTI', $1::date, case code when 'D1' then 3 when 'D3' then 4 end from portal.patient`,
    [FIRST_HAIC],
  );
  await owner.query(
    `insert into portal.baseline (patient_id, centre_id, updated_by, ecog_ps, child_pugh_class, ascites, encephalopathy,
       portal_vein_thrombus, extrahepatic_metastasis, lesion_count, lesion_number, tumour_size_mm)
     select p.id, p.centre_id, 'test', b.ecog_ps, b.child_pugh_class, b.ascites, b.encephalopathy,
       b.portal_vein_thrombus, b.extrahepatic_metastasis, b.lesion_count, b.lesion_number, b.tumour_size_mm
     from json_to_recordset($1::json) as b(code text, ecog_ps text, child_pugh_class text, ascites text, encephalopathy text,
       portal_vein_thrombus boolean, extrahepatic_metastasis boolean, lesion_count int, lesion_number text, tumour_size_mm float8)
     join portal.patient p on p.code = b.code`,
    [JSON.stringify(patients.map(([code, { baseline }]) => ({ code, ...baseline })))],
  );
  await owner.query(
    `insert into portal.lab_result (patient_id, centre_id, updated_by, test, taken_on, value, unit)
     select p.id, p.centre_id, 'test', r.test, $2::date, r.value, r.unit
     from json_to_recordset($1::json) as r(code text, test text, value float8, unit text)
     join portal.patient p on p.code = r.code`,
    [
      JSON.stringify(
        patients.flatMap(([code, { results }]) => results.map(([test, value, unit]) => ({ code, test, value, unit }))),
      ),
      FIRST_HAIC,
    ],
  );
  await owner.query(
    `insert into portal.haic_cycle (patient_id, centre_id, updated_by, cycle_number, given_on, regimen, oxaliplatin_mg_m2)
     select p.id, p.centre_id, 'test', c.n, $1::date + c.day, 'folfox', c.dose
     from (values ('D1', 1, 0, 85), ('D1', 2, 21, 85), ('D1', 3, 49, 65), ('D2', 1, 0, 130), ('D3', 1, 0, 85), ('D3', 2, 21, 85),
       ('D4', 1, 0, 85), ('D4', 2, 28, null)) as c(code, n, day, dose)
     join portal.patient p on p.code = c.code`,
    [FIRST_HAIC],
  );
  await owner.query('commit');
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

async function ask<T>(query: string): Promise<{ data: T; errors: string[] }> {
  const contextValue = { asker: operator, requestId: 'test' };
  const { data, errors = [] } = await execute({ schema, document: parse(query), contextValue });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as T, errors: errors.map(({ message }) => message) };
}

async function stored(like: string) {
  const { rows } = await owner.query<{ code: string; stage: string | null; class: string | null }>(
    `select code, derived_bclc_stage as stage, derived_child_pugh_class as class from portal.subject
     where code like $1 order by code`,
    [like],
  );
  return rows;
}

describe('the derived BCLC stage', () => {
  it('is the one that what is recorded allows, and missing where several are possible', async () => {
    const rows = await stored('P%');
    const found = Object.keys(byHand).map((what, i) => [what, rows[i]?.stage]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(byHand).map(([what, [, stage]]) => [what, stage])),
    );
  });

  it('and the Child-Pugh class are those of forms and lists of differences, for drawn patients', async () => {
    const rows = await stored('R%');
    const only = ({ possible }: { readonly possible: readonly string[] }) =>
      possible.length === 1 ? (possible[0] ?? null) : null;
    const wanted = drawn.map(({ baseline, results }) => {
      const labResults = results.map(([test, value, unit]): MeasuredResult => ({
        test,
        value,
        unit,
        takenOn: FIRST_HAIC,
        beyond: null,
      }));
      const { stages } = deriveStaging({ baseline: asRow(baseline), labResults, timeZero: FIRST_HAIC });
      return [only(stages[1]!), only(stages[0]!)];
    });
    const differing = rows.flatMap(({ stage, class: pugh }, i) =>
      stage === wanted[i]?.[0] && pugh === wanted[i]?.[1]
        ? []
        : [{ ...drawn[i], derived: [stage, pugh], contract: wanted[i] }],
    );
    expect(differing).toEqual([]);
    expect(rows).toHaveLength(DRAWN);
    // Each of them, and undecided ones, are among those drawn.
    expect(new Set(rows.map(({ stage }) => stage))).toEqual(new Set(['0', 'A', 'B', 'C', 'D', null]));
  });

  it('selects, groups curves and is a row of Table 1', async () => {
    const one = await ask<{ cohortSummary: { n: number } }>(
      `{ cohortSummary(study: "${study}", cohort: { derivedBclcStages: ["0"], filter: { variable: "code", contains: "P1" } }) { n } }`,
    );
    expect(one).toEqual({ data: { cohortSummary: { n: 1 } }, errors: [] });
    const { errors } = await ask(
      `{ survival(study: "${study}", endpoint: OS, groupBy: "derivedBclcStage") { curves { label n } } }`,
    );
    expect(errors).toEqual([]);
  });

  it('is what a criterion of eligibility may ask for', async () => {
    await owner.query(
      `insert into portal.study_eligibility (study_id, population, criteria, updated_by)
       select id, 'eligible', $1, 'test' from portal.study`,
      [
        JSON.stringify([
          {
            code: 'stageC',
            kind: 'inclusion',
            label: { en: 'BCLC C', zh: 'BCLC C 期' },
            filter: { variable: 'derivedBclcStage', in: ['C'] },
          },
        ]),
      ],
    );
    const { rows } = await owner.query<{ stage: string | null; eligibility: string | null }>(
      'select distinct derived_bclc_stage as stage, eligibility from portal.subject order by 1 nulls last',
    );
    expect(rows).toEqual([
      ...['0', 'A', 'B'].map((stage) => ({ stage, eligibility: 'ineligible' })),
      { stage: 'C', eligibility: 'eligible' },
      { stage: 'D', eligibility: 'ineligible' },
      { stage: null, eligibility: 'unknown' },
    ]);
  });
});

describe('HAIC given', () => {
  it('is days, cumulative dose and dose intensity, known where every cycle has its dose', async () => {
    const { rows } = await owner.query(
      `select code, haic_days as days, oxaliplatin_total_mg_m2 as total, oxaliplatin_mg_m2_week as week
       from portal.subject where code like 'D%' order by code`,
    );
    expect(rows).toEqual([
      // 85 + 85 + 65 in 49 days and the three weeks of the last cycle: ten weeks.
      { code: 'D1', days: 49, total: 235, week: 23.5 },
      // One cycle: three weeks.
      { code: 'D2', days: 0, total: 130, week: expect.closeTo(43.3333, 4) },
      // Four cycles were given, of which two are on record.
      { code: 'D3', days: 21, total: null, week: null },
      { code: 'D4', days: 28, total: null, week: null },
    ]);
  });
});

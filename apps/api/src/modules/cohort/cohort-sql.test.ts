import fc from 'fast-check';
import {
  codesOfVariable,
  type CohortFilter,
  holds,
  subjectCovariates,
  type SubjectValues,
  subjectVariable,
  subjectVariables,
  type SubjectVariable,
} from '@haim/schema';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../columns/index.ts';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { covariateOf } from '../analyses/covariates.ts';
import { StudyService } from '../studies/study.service.ts';
import { type CohortInput } from './cohort-input.ts';
import { CohortPageService } from './cohort-page.service.ts';
import { CohortSql } from './cohort-sql.ts';
import { groupings } from './grouping.ts';

const study = 'COHORT';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let operator: Asker;
let scope: { studyId: number; readCentres: readonly number[] };
let patients: SubjectValues[];

/** The i-th patient's values by heading; lists of different lengths, so that no two variables coincide. */
const forms: Record<string, (i: number) => readonly (string | number | undefined)[]> = {
  'age_years,sex': (i) => [30 + (i % 50), pick(['male', 'female', 'unknown'], i)],
  'arm,started_on': (i) => [pick(['HTI', 'HAIC', ''], i >> 1), pick(['2022-01-11', '', '2021-12-31'], i >> 2)],
  [[
    'bclc_stage,child_pugh_class,ecog_ps,hepatitis_b,cirrhosis,portal_vein_thrombus',
    'afp_ng_ml,tumour_size_mm,lesion_count,lesion_number',
  ].join()]: (i) => [
    pick(['0', 'A', 'B', 'C', 'D', '', ''], i),
    pick(['A', 'B', 'C', ''], i >> 1),
    pick(['0', '1', '2', ''], i >> 3),
    pick(['true', 'false', ''], i >> 2),
    pick(['true', 'false', ''], i >> 3),
    pick(['true', '', 'false', 'false'], i >> 1),
    pick([0.5, 20, 400.25, ''], i >> 1),
    pick([55, 80.5, 120, ''], i >> 2),
    pick([1, '', 1], i),
    pick(['single', ''], i >> 1),
  ],
  'contact_day,vital_status': (i) => (i < 80 ? [i * 7, pick(['dead', 'alive', 'alive'], i)] : []),
  'term,grade,started_on': (i) =>
    i % 4 === 0 ? [pick(['Diarrhea', 'Hypertension'], i >> 2), pick([1, 2, 3, 4, 5], i), '2022-02-01'] : [],
};
const pick = (values: readonly (string | number)[], i: number) => values[i % values.length];
const centreOf = (i: number) => (i % 2 ? 'C2' : 'C1');

async function load(headings: string, valuesOf: (i: number) => readonly (string | number | undefined)[]) {
  const lines = Array.from({ length: 120 }, (_, i) => ({ i, values: valuesOf(i) }))
    .filter(({ values }) => values.some((value) => value !== ''))
    .map(({ i, values }) => [`P${i}x`, centreOf(i), ...values].join());
  const file = fileOf('x.csv', [`patient_code,centre,${headings}`, ...lines].join('\n'));
  const imports = new ImportService(db);
  const { problems } = await imports.run(operator, { study, file, map: null, dryRun: false });
  expect(problems).toEqual([]);
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Cohorts',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: ['HTI', 'HAIC'].map((code) => ({ code, label: code })),
    centres: ['C1', 'C2'].map((code) => ({ code, name: code })),
  });
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  operator = (await operatorOf(pool, study, 'test'))!;
  const [membership] = operator.studies;
  scope = membership!;
  for (const [headings, valuesOf] of Object.entries(forms)) await load(headings, valuesOf);
  const columns = subjectVariables.map(({ name, column }) => `${column} as "${name}"`).join(', ');
  patients = await rows(`select ${columns} from portal.subject`, []);
  expect(patients).toHaveLength(120);
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const rows = <T extends object = SubjectValues>(sql: string, values: readonly unknown[]) =>
  db.read(operator, (tx) => tx.rows<T>(sql, [...values]));
const codes = (of: readonly SubjectValues[]) => of.map(({ code }) => code).toSorted();
const selected = async (cohort: CohortInput | null, without?: string) => {
  const sql = new CohortSql(scope, cohort);
  // Every value has to occur in the statement, as it does where several parts of one leave out different variables.
  const where = `${sql.where(without)} and (true or ${sql.where()})`;
  const found = await rows(`select s.code from portal.subject s where ${where}`, sql.values);
  return codes(found);
};

describe('every declared variable', () => {
  it('is a column of the stored row, of the declared type', async () => {
    const stored = await rows<{ column_name: string; udt_name: string }>(
      `select column_name, udt_name from information_schema.columns where table_schema = 'portal' and table_name = 'subject'`,
      [],
    );
    const types = { text: 'text', boolean: 'bool', int: 'int4', smallint: 'int2', float8: 'float8', date: 'date' };
    expect(stored.map((row) => [row.column_name, row.udt_name])).toEqual(
      expect.arrayContaining(subjectVariables.map(({ column, stored: type }) => [column, types[type]])),
    );
  });

  it.each(groupings)('groups the stored row: $variable', async ({ variable, sql }) => {
    const groups = await rows<{ value: string | null; n: number }>(
      `select ${sql} as value, count(*)::int as n from portal.subject s group by 1`,
      [],
    );
    const expected = Map.groupBy(patients, (patient) => patient[variable] ?? null);
    expect(new Map(groups.map(({ value, n }) => [value, n]))).toEqual(
      new Map([...expected].map(([value, members]) => [value === null ? null : String(value), members.length])),
    );
  });

  it.each(subjectCovariates)('is a covariate of a model: $name', async (covariate) => {
    const { name, variable, levels, floor } = covariate;
    const found = await new SubjectStore(db).answer(operator, scope.studyId, async (columns, tx) => {
      const ids = await tx.rows<{ id: string }>('select id from portal.subject');
      const readable = [...columns.find(ids.map(({ id }) => id)).values()];
      return readable.map((patient) => ({ code: patient.code, x: covariateOf(covariate, patient) }));
    });
    expect(codes(found)).toEqual(codes(patients));
    const xOf = (value: SubjectValues[string]) => {
      if (value === null || value === undefined) return null;
      if (levels !== null) return String(value);
      return floor === null ? Number(value) : Math.log10(Math.max(Number(value), floor));
    };
    for (const { code, x } of found) {
      const expected = xOf(patients.find((patient) => patient['code'] === code)?.[variable.name]);
      if (typeof expected === 'number') expect(Number(x), `${name} of ${code}`).toBeCloseTo(expected, 12);
      else expect(x, `${name} of ${code}`).toBe(expected);
    }
  });

  it.each(
    subjectVariables
      .filter(({ sorts }) => sorts)
      .flatMap((variable) => [false, true].map((descending) => ({ ...variable, descending }))),
  )('sorts pages: $name, descending $descending', async ({ descending, ...variable }) => {
    const nobody = () => Promise.reject(new Error('nobody asked'));
    const pages = new CohortPageService(db, new StudyService(db), new SubjectStore(db), { patientsWith: nobody }, { patientsToCompare: nobody }); // prettier-ignore
    const found: string[] = [];
    let after: string | null = null;
    do {
      const request = { study, cohort: null, sort: variable.name, descending, first: 50, after };
      const page = await pages.page({ asker: operator, requestId: '' }, request);
      expect(page.total).toBe(patients.length);
      found.push(...page.rows.map(({ code }) => code));
      after = page.nextCursor;
    } while (after !== null);
    expect(found).toEqual(inOrder(variable, descending));
  });
});

/** By the list of codes, by number or alphabetically; missing last, ties by code. */
function inOrder(variable: SubjectVariable, descending: boolean): unknown[] {
  const list = codesOfVariable(variable);
  const keyOf = (patient: SubjectValues) => {
    const value = patient[variable.name] ?? null;
    return value !== null && list.length > 0 ? list.indexOf(String(value)) : value;
  };
  const compare = (a: SubjectValues[string], b: SubjectValues[string]) => {
    if (a === b) return 0;
    if (a === null || b === null) return a === null ? 1 : -1;
    return (a! < b! ? -1 : 1) * (descending ? -1 : 1);
  };
  return patients
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)) || (String(a['code']) < String(b['code']) ? -1 : 1))
    .map(({ code }) => code);
}

describe('a cohort in SQL', () => {
  let columns: SubjectStore;
  beforeAll(() => void (columns = new SubjectStore(db)));

  // `holds` says what a filter means; it is tested by hand where it is written.
  it('selects the patients that match any filter, as columns do', async () => {
    await fc.assert(
      fc.asyncProperty(filters(3), async (filter) => {
        const expected = codes(patients.filter((patient) => holds(filter, patient)));
        expect(await selected({ filter })).toEqual(expected);
        const inColumns = await columns.answer(operator, scope.studyId, (handle) => {
          const cohort = handle.cohort(filter);
          return cohort.page({ variable: subjectVariable('code')!, descending: false, most: 1_000, after: null });
        });
        expect(codes(inColumns.map(({ code }) => ({ code })))).toEqual(expected);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('accepts short arguments as before', async () => {
    const found = await selected({
      arms: ['HTI'],
      bclcStages: [],
      portalVeinThrombus: false,
      ageYearsMin: 40,
      code: 'p1',
    });
    const expected = patients.filter(
      ({ arm, portalVeinThrombus, ageYears, code }) =>
        arm === 'HTI' && portalVeinThrombus === false && Number(ageYears) >= 40 && String(code).startsWith('P1'),
    );
    expect(found).toEqual(codes(expected));
    expect(found.length).toBeGreaterThan(0);
  });

  it('leaves out the conditions on one variable', async () => {
    const stages = {
      filter: {
        or: [
          { variable: 'bclcStage', in: ['C'] },
          { variable: 'bclcStage', isMissing: true },
        ],
      },
    };
    expect(await selected({ ...stages, sexes: ['male'] }, 'bclcStage')).toEqual(await selected({ sexes: ['male'] }));
  });

  it('refuses a filter with the place of each fault', () => {
    expect(() => new CohortSql(scope, { filter: { variable: 'bclcStage', in: ['Z'] } })).toThrow(
      expect.objectContaining({
        message: 'cohort.filter.in[0] must be one of 0, A, B, C, D',
        extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
      }),
    );
  });
});

function conditionOn({ name, kind, list, ...variable }: SubjectVariable): fc.Arbitrary<CohortFilter> {
  const isMissing = fc.boolean().map((is): CohortFilter => ({ variable: name, isMissing: is }));
  const codeList = codesOfVariable({ name, kind, list, ...variable });
  const values =
    kind === 'flag' ? ['true', 'false'] : codeList.length > 0 ? [...codeList] : ['HTI', 'HAIC', 'C1', 'P7x'];
  const some = fc.subarray(values, { minLength: 1 });
  switch (kind) {
    case 'date':
      return fc.oneof(
        isMissing,
        fc
          .tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: 0, max: 15 }), fc.constantFrom(0, 1, 2))
          .map(([from, width, open]): CohortFilter => ({
            variable: name,
            between: [open === 1 ? null : dayOf(from), open === 2 ? null : dayOf(from + width)],
          })),
      );
    case 'quantity':
      return fc.oneof(
        isMissing,
        fc
          .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), fc.constantFrom(0, 1, 2))
          .map(([from, width, open]): CohortFilter => ({
            variable: name,
            between: [open === 1 ? null : from, open === 2 ? null : from + width],
          })),
      );
    case 'text':
      return fc.oneof(
        isMissing,
        fc.constantFrom('1', 'P2', 'X').map((contains): CohortFilter => ({ variable: name, contains })),
      );
    default:
      return fc.oneof(
        isMissing,
        some.map((chosen): CohortFilter => ({ variable: name, in: chosen })),
        some.map((chosen): CohortFilter => ({ variable: name, notIn: chosen })),
      );
  }
}

/** Around the turn of the year, where the treatments begin. */
function dayOf(days: number): string {
  return new Date(Date.UTC(2022, 0, 1 + days)).toISOString().slice(0, 10);
}

function filters(depth: number): fc.Arbitrary<CohortFilter> {
  const one = fc.constantFrom(...subjectVariables).chain(conditionOn);
  if (depth === 0) return one;
  const parts = fc.array(filters(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    one,
    parts.map((and): CohortFilter => ({ and })),
    parts.map((or): CohortFilter => ({ or })),
    filters(depth - 1).map((not): CohortFilter => ({ not })),
  );
}

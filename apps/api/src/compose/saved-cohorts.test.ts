import { type CohortFilter, showCompared } from '@haim/schema';
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
import { declareStudy } from '../modules/studies/declare-study.ts';
import { wire } from './wire.ts';

/*
 * Twelve patients, P1 to P12: odd ones of centre A, even ones of centre B; a tumour of 10 i mm; HAIC up to P6, HTI from P7;
 * best response PR of P1 and P2, PD of the others.
 * By hand: at least 80 mm are P8 to P12, of centre A P9 and P11. Of these five all had HTI, of whom there are six.
 */
const study = 'KEEP';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let access: { studyId: number; centres: readonly number[] };

async function inOneChange(...statements: string[]): Promise<void> {
  await owner.query(['begin', `select set_config('app.user_id', 'test', true)`, ...statements, 'commit'].join(';'));
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 2);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    ...{ code: study, name: study, synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: ['HAIC', 'HTI'].map((code) => ({ code, label: code })),
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select study_id, array_agg(id order by code) as centres from portal.centre group by 1`,
  );
  access = { studyId: rows[0]!.study_id, centres: rows[0]!.centres };
  const [a, b] = access.centres;
  const of = `select id, centre_id, 'test'`;
  const number = `substr(code, 2)::int`;
  await inOneChange(
    `insert into portal.patient (centre_id, code, updated_by)
       select case when i % 2 = 1 then ${a} else ${b} end, 'P' || i, 'test' from generate_series(1, 12) i`,
    `insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex) ${of}, 60, 'male' from portal.patient`,
    `insert into portal.baseline (patient_id, centre_id, updated_by, tumour_size_mm) ${of}, 10 * ${number} from portal.patient`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
       ${of}, case when ${number} <= 6 then 'HAIC' else 'HTI' end, '2022-01-01' from portal.patient`,
    `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, assessed_day, visit_number, reader_response)
       ${of}, 60, 1, case when ${number} <= 2 then 'PR' else 'PD' end from portal.patient`,
  );
  const { resolvers } = wire({
    dataSource: pool,
    appUrl: database.appUrl,
    home: database.home,
    onTrouble: () => undefined,
  });
  schema = await buildPortalSchema(resolvers);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

const person = (
  userId: string,
  readCentres: readonly number[],
  role: 'investigator' | 'administrator' = 'investigator',
): Asker => ({
  userId,
  name: userId,
  email: '',
  studies: [{ studyId: access.studyId, studyCode: study, role, readCentres, writeCentres: readCentres }],
});
const everywhere = () => person('ines', access.centres);
const atA = () => person('ada', access.centres.slice(0, 1));

async function ask(asker: Asker, query: string, variables: object = {}) {
  const document = parse(query);
  const contextValue = { asker, requestId: 'test' };
  const { data, errors } = await execute({ schema, document, contextValue, variableValues: { study, ...variables } });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as Record<string, unknown>, errors: errors ?? [] };
}

async function answered<T>(asker: Asker, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await ask(asker, query, variables);
  expect(errors.map(({ message }) => message)).toEqual([]);
  return Object.values(data)[0] as T;
}

interface Saved {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly name: string;
  readonly n: number | null;
  readonly rule: string | null;
  readonly known: string;
  readonly faults: readonly string[];
  readonly mayChange: boolean;
  readonly since: {
    readonly n: number;
    readonly entered: number;
    readonly left: number;
    readonly changed: number;
  } | null;
}
const fields = '{ id number version name n rule known faults mayChange since { n entered left changed } }';
const saving = `mutation ($study: String!, $kind: SavedCohortKind!, $cohort: SavedCohortInput!) {
  saveCohort(study: $study, kind: $kind, cohort: $cohort) ${fields} }`;
const changing = `mutation ($study: String!, $id: ID!, $version: Int!, $cohort: SavedCohortInput!) {
  changeSavedCohort(study: $study, id: $id, version: $version, cohort: $cohort) ${fields} }`;
const restoring = `mutation ($study: String!, $id: ID!, $version: Int!, $to: Int!) {
  restoreSavedCohort(study: $study, id: $id, version: $version, to: $to) ${fields} }`;
const removing = `mutation ($study: String!, $id: ID!, $version: Int!) {
  removeSavedCohort(study: $study, id: $id, version: $version) ${fields} }`;

const save = (asker: Asker, kind: 'PATIENTS' | 'RULE', name: string, filter: CohortFilter | null) =>
  answered<Saved>(asker, saving, { kind, cohort: { name, description: '', selection: filter && { filter } } });
const listed = (asker: Asker) =>
  answered<Saved[]>(asker, `query ($study: String!) { savedCohorts(study: $study) ${fields} }`);
const named = async (asker: Asker, name: string) => (await listed(asker)).find((one) => one.name === name)!;

async function countOf(asker: Asker, filter: CohortFilter): Promise<number> {
  const query = 'query ($study: String!, $cohort: CohortInput) { cohortSummary(study: $study, cohort: $cohort) { n } }';
  return (await answered<{ n: number }>(asker, query, { cohort: { filter } })).n;
}

async function countBySql(asker: Asker, filter: CohortFilter): Promise<number> {
  return new StudyDb(pool).read(asker, async (tx) => {
    const sql = await cohortSql(
      tx,
      { studyId: access.studyId, readCentres: asker.studies[0]!.readCentres },
      { filter },
    );
    const [row] = await tx.rows<{ n: number }>(
      `select count(*)::int as n from portal.subject s where ${sql.where()}`,
      sql.values,
    );
    return row!.n;
  });
}

it('a saved cohort is not needed to compare two selections', async () => {
  const table = await answered<{ groups: object[] }>(
    everywhere(),
    'query ($study: String!, $by: String) { tableOne(study: $study, groupBy: $by, variables: ["ageYears"]) { groups { value n } } }',
    { by: showCompared({ a: { variable: 'arm', in: ['HAIC'] }, b: null, overlap: 'inA' }) },
  );
  expect(table.groups).toEqual([
    { value: 'A', n: 6 },
    { value: 'B', n: 6 },
  ]);
});

const large: CohortFilter = { variable: 'tumourSizeMm', between: [80, null] };

describe('a saved cohort', () => {
  it('selects its patients, alone and beside other conditions, in columns and in SQL', async () => {
    const frozen = await save(everywhere(), 'PATIENTS', 'Large, frozen', large);
    const ruled = await save(everywhere(), 'RULE', 'Large', large);
    expect([frozen.n, ruled.n, frozen.rule, ruled.rule]).toEqual([5, 5, null, 'tumourSizeMm:80-']);
    for (const { number } of [frozen, ruled]) {
      const isIn: CohortFilter = { variable: `cohort_${number}`, in: ['true'] };
      const cases: [CohortFilter, number][] = [
        [isIn, 5],
        [{ not: isIn }, 7],
        [{ variable: `cohort_${number}`, in: ['false'] }, 7],
        [{ variable: `cohort_${number}`, isMissing: true }, 0],
        [{ and: [isIn, { variable: 'tumourSizeMm', between: [null, 100] }] }, 3],
        [{ or: [isIn, { variable: 'arm', in: ['HAIC'] }] }, 11],
      ];
      for (const [filter, n] of cases) {
        expect([filter, await countOf(everywhere(), filter), await countBySql(everywhere(), filter)]).toEqual([
          filter,
          n,
          n,
        ]);
      }
    }
  });

  it('is known in the study by name, and of its patients each reader sees those of the own centres', async () => {
    const [own, all] = [await named(atA(), 'Large, frozen'), await named(everywhere(), 'Large, frozen')];
    expect([own.n, all.n]).toEqual([2, 5]);
    expect([own.since, all.since]).toEqual([
      { n: 2, entered: 0, left: 0, changed: 0 },
      { n: 5, entered: 0, left: 0, changed: 0 },
    ]);
    const ids = await new StudyDb(pool).read(atA(), ({ rows }) =>
      rows<{ centreId: number }>('select centre_id as "centreId" from portal.saved_cohort_patient'),
    );
    expect(new Set(ids.map(({ centreId }) => centreId))).toEqual(new Set([access.centres[0]]));
    const ofA = await save(atA(), 'PATIENTS', 'Of A', null);
    expect([ofA.n, (await named(person('ben', access.centres.slice(1)), 'Of A')).n]).toEqual([6, 0]);
    expect((await named(person('ben', access.centres.slice(1)), 'Of A')).since).toBeNull();
  });

  it('says how many entered, left and have other values since', async () => {
    // P1 grows to 200 mm, P9 shrinks to 5, P10 is 101 now.
    const grow = (code: string, mm: number) =>
      `update portal.baseline set tumour_size_mm = ${mm}, version = version + 1 where patient_id = (select id from portal.patient where code = '${code}')`;
    await inOneChange(grow('P1', 200), grow('P9', 5), grow('P10', 101));
    const [frozen, ruled] = [await named(everywhere(), 'Large, frozen'), await named(everywhere(), 'Large')];
    expect([frozen.n, frozen.since]).toEqual([5, { n: 5, entered: 0, left: 0, changed: 2 }]);
    expect([ruled.n, ruled.since]).toEqual([5, { n: 5, entered: 1, left: 1, changed: 2 }]);
    await inOneChange(grow('P1', 10), grow('P9', 90), grow('P10', 100));
  });

  it('selects on a snapshot by the values that it keeps', async () => {
    const statistician = person('tess', access.centres, 'administrator');
    await inOneChange(
      `insert into portal.membership (user_id, study_id, role, updated_by) values ('tess', ${access.studyId}, 'administrator', 'test')`,
    );
    const making = `mutation ($study: String!) { makeSnapshot(study: $study, name: "Submitted", reason: "submission") { id } }`;
    const { id } = await answered<{ id: string }>(statistician, making);
    const tumour = (code: string, mm: number) =>
      `update portal.baseline set tumour_size_mm = ${mm}, version = version + 1 where patient_id = (select id from portal.patient where code = '${code}')`;
    await inOneChange(tumour('P1', 200), tumour('P2', 200), tumour('P9', 5));
    const counts = async (name: string, snapshot: string | null) => {
      const { number } = await named(everywhere(), name);
      const query =
        'query ($study: String!, $cohort: CohortInput, $snapshot: ID) { cohortSummary(study: $study, cohort: $cohort, snapshot: $snapshot) { n } }';
      const cohort = { filter: { variable: `cohort_${number}`, in: ['true'] } };
      return (await answered<{ n: number }>(everywhere(), query, { cohort, snapshot })).n;
    };
    // By hand: of now P1 and P2 are large and P9 is not; the snapshot has P8 to P12. The frozen patients are five in both.
    expect([await counts('Large', id), await counts('Large', null)]).toEqual([5, 6]);
    expect([await counts('Large, frozen', id), await counts('Large, frozen', null)]).toEqual([5, 5]);
    await inOneChange(tumour('P1', 10), tumour('P2', 20), tumour('P9', 90));
  });

  it('is changed by who saved it and by who manages the study, and by nobody else', async () => {
    const { id, version } = await named(everywhere(), 'Large');
    const cohort = {
      name: 'Larger',
      description: 'from 100 mm',
      selection: { filter: { variable: 'tumourSizeMm', between: [100, null] } },
    };
    const { errors } = await ask(atA(), changing, { id, version, cohort });
    expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect([(await named(atA(), 'Large')).mayChange, (await named(everywhere(), 'Large')).mayChange]).toEqual([
      false,
      true,
    ]);
    const larger = await answered<Saved>(everywhere(), changing, { id, version, cohort });
    expect([larger.n, larger.version, larger.since]).toEqual([3, 2, { n: 3, entered: 0, left: 0, changed: 0 }]);
    const stale = await ask(everywhere(), changing, { id, version, cohort });
    expect(stale.errors[0]?.extensions['code']).toBe('CONFLICT');
    const restored = await answered<Saved>(everywhere(), restoring, { id, version: 2, to: 1 });
    expect([restored.name, restored.n, restored.version, restored.since?.n]).toEqual(['Large', 5, 3, 5]);
    const versions = await answered<{ version: number; name: string }[]>(
      everywhere(),
      'query ($study: String!, $id: ID!) { savedCohortVersions(study: $study, id: $id) { version name } }',
      { id },
    );
    expect(versions).toEqual([
      { version: 3, name: 'Large' },
      { version: 2, name: 'Larger' },
      { version: 1, name: 'Large' },
    ]);
  });

  it('cannot be named once it is removed, and is there again when restored', async () => {
    const { id, version, number } = await named(everywhere(), 'Of A');
    await answered(atA(), removing, { id, version });
    const gone = await ask(
      everywhere(),
      'query ($study: String!, $cohort: CohortInput) { cohortSummary(study: $study, cohort: $cohort) { n } }',
      {
        cohort: { filter: { variable: `cohort_${number}`, in: ['true'] } },
      },
    );
    expect(gone.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect((await listed(everywhere())).map(({ name }) => name)).not.toContain('Of A');
    await answered(atA(), restoring, { id, version: version + 1, to: 1 });
    expect(await countOf(atA(), { variable: `cohort_${number}`, in: ['true'] })).toBe(6);
  });

  it('is refused, by field, where nothing could be kept', async () => {
    const tries: [string, CohortFilter | null, 'PATIENTS' | 'RULE', string][] = [
      ['', large, 'RULE', 'name'],
      ['x'.repeat(81), large, 'RULE', 'name'],
      ['large', large, 'RULE', 'name'],
      ['Everybody', null, 'RULE', 'selection'],
      ['By code', { variable: 'code', contains: 'P1' }, 'RULE', 'selection'],
      ['Nobody', { variable: 'tumourSizeMm', between: [900, null] }, 'PATIENTS', 'selection'],
    ];
    for (const [name, filter, kind, at] of tries) {
      const { errors } = await ask(everywhere(), saving, {
        kind,
        cohort: { name, description: '', selection: filter && { filter } },
      });
      const issues = errors[0]?.extensions['issues'] as { field: string }[];
      expect([name, issues?.map(({ field }) => field)]).toEqual([name, [at]]);
    }
  });

  it('keeps that it was chosen by an outcome, so that survival among its patients is refused', async () => {
    const responders = await save(everywhere(), 'PATIENTS', 'Responders', {
      variable: 'bestResponse',
      in: ['PR', 'CR'],
    });
    expect([responders.known, responders.n]).toEqual(['outcome', 2]);
    const isIn: CohortFilter = { variable: `cohort_${responders.number}`, in: ['true'] };
    const survival =
      'query ($study: String!, $cohort: CohortInput, $by: String) { survival(study: $study, endpoint: OS, groupBy: $by, cohort: $cohort) { n } }';
    const groups = showCompared({ a: isIn, b: null, overlap: 'inA' });
    for (const variables of [{ cohort: { filter: isIn } }, { by: groups }]) {
      expect((await ask(everywhere(), survival, variables)).errors[0]?.message).toMatch(
        /^survival may not be filtered by cohort_/,
      );
    }
  });

  it('names what is missing when a variable of its rule is gone', async () => {
    const add = `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, codes, known, position, state, updated_by)
      select id, 'baseline', 'smoker', 'boolean', 'Smoker', '吸烟', false, '[]', 'timeZero', 1, 'published', 'test' from portal.study`;
    await inOneChange(add);
    await save(everywhere(), 'RULE', 'Smokers', { variable: 'own_smoker', in: ['true'] });
    await inOneChange(`update portal.study_field set state = 'retired', version = version + 1 where name = 'smoker'`);
    const smokers = await named(everywhere(), 'Smokers');
    expect([smokers.n, smokers.since, smokers.faults]).toEqual([null, null, ['filter.variable']]);
  });
});

describe('two cohorts', () => {
  const sizesOf = async (
    overlap: 'apart' | 'leaveOut' | 'inA' | 'inB',
    a: CohortFilter | null,
    b: CohortFilter | null,
  ) => {
    const table = await answered<{ groups: { value: string; n: number }[]; ungrouped: number }>(
      everywhere(),
      'query ($study: String!, $by: String) { tableOne(study: $study, groupBy: $by, variables: ["ageYears"]) { groups { value n } ungrouped } }',
      { by: showCompared({ a, b, overlap }) },
    );
    return [Object.fromEntries(table.groups.map(({ value, n }) => [value, n])), table.ungrouped];
  };

  it('are the groups of any analysis, with their overlap where it is wanted', async () => {
    const { number } = await named(everywhere(), 'Large');
    const a: CohortFilter = { variable: `cohort_${number}`, in: ['true'] };
    const hti: CohortFilter = { variable: 'arm', in: ['HTI'] };
    // P8 to P12 are both, P7 is HTI alone.
    expect(await sizesOf('apart', a, hti)).toEqual([{ 'A and B': 5, B: 1 }, 6]);
    expect(await sizesOf('leaveOut', a, hti)).toEqual([{ B: 1 }, 11]);
    expect(await sizesOf('inA', a, hti)).toEqual([{ A: 5, B: 1 }, 6]);
    expect(await sizesOf('inB', a, hti)).toEqual([{ B: 6 }, 6]);
    expect(await sizesOf('inA', a, null)).toEqual([{ A: 5, B: 7 }, 0]);
    expect(await sizesOf('inA', { or: [a, { variable: 'arm', in: ['HAIC'] }] }, hti)).toEqual([{ A: 11, B: 1 }, 0]);
  });

  it('are refused where the notation is not understood', async () => {
    for (const by of ['cohorts:', 'cohorts:both:():()', 'cohorts:inA:(cohort_999:true):()', 'cohorts:inA:(']) {
      const { errors } = await ask(
        everywhere(),
        'query ($study: String!, $by: String) { tableOne(study: $study, groupBy: $by) { n } }',
        { by },
      );
      expect([by, errors[0]?.extensions['code']]).toEqual([by, 'BAD_USER_INPUT']);
    }
  });
});

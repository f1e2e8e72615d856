import {
  buildSchema,
  execute,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SubjectColumns, SubjectStore } from '../columns/index.ts';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { emittedSchema } from './emit-schema.ts';
import { wire } from './wire.ts';

const study = 'WALK';
/** What no row but a snapshot has. */
const snapshot = '00000000-0000-4000-8000-000000000000';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let access: { studyId: number; centres: readonly number[] };
/** The centres of every handle given out and of every transaction opened. */
const handles: string[][] = [];
const transactions: (readonly number[])[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: ['HAIC', 'HTI'].map((code) => ({ code, label: code })),
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select c.study_id, array_agg(c.id order by c.code) as centres from portal.centre c
     join portal.study s on s.id = c.study_id where s.code = $1 group by 1`,
    [study],
  );
  access = { studyId: rows[0]!.study_id, centres: rows[0]!.centres };
  await inOneChange(fill);
  await inOneChange(paper);
  // Rows of a second recipe beside those of the study's own.
  await owner.query(
    `insert into portal.recipe select 2, 'time-to-progression', 1, jsonb_set(definition, '{pfs}',
       '{"events": ["progression"], "censoredAt": ["death", "lastAssessment"]}') from portal.recipe where id = 1`,
  );
  await owner.query('insert into portal.compared_recipe select id, 2 from portal.study where code = $1', [study]);
  await owner.query(
    `insert into portal.snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
       select $1, id, 'kept', 'test', now(), 'test', 'test', 1, recipe_id, portal.settings_to_freeze(id), 160, sha256('') from portal.study where code = $2`,
    [snapshot, study],
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
  vi.restoreAllMocks();
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

async function inOneChange(...statements: string[]): Promise<void> {
  await owner.query(
    [
      'begin',
      `select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true),
    set_config('app.reason', 'test', true)`,
      ...statements,
      'commit',
    ].join(';'),
  );
}

/** The same number for the same patient and salt, different for any other: no two variables coincide. */
const toss = (salt: string, below: number) => `abs(hashtext(code || '${salt}')) % ${below}`;

/** Eighty patients in each centre with a slide, an imported score, an event and an outcome. */
const fill = `
  insert into portal.patient (centre_id, code, updated_by)
    select c.id, c.code || i, 'test' from portal.centre c, generate_series(1, 80) i;
  insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex)
    select id, centre_id, 'test', 30 + ${toss('age', 50)}, 'male' from portal.patient;
  insert into portal.baseline (patient_id, centre_id, updated_by, bclc_stage, tumour_size_mm, child_pugh_class, portal_vein_thrombus, extrahepatic_metastasis)
    select id, centre_id, 'test', (array['A', 'B', 'C'])[1 + ${toss('stage', 3)}], 50 + ${toss('size', 100)},
      (array['A', 'B'])[1 + ${toss('class', 2)}], ${toss('pvtt', 2)} = 1, ${toss('spread', 2)} = 1 from portal.patient;
  insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
    select id, centre_id, 'test', (array['HAIC', 'HTI'])[1 + ${toss('arm', 2)}], '2020-01-01' from portal.patient;
  insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
    select id, centre_id, 'test', 100 + ${toss('day', 500)}, (array['dead', 'alive'])[1 + ${toss('death', 2)}] from portal.patient;
  insert into portal.tumour_assessment (patient_id, centre_id, updated_by, assessed_day, visit_number, reader_response)
    select id, centre_id, 'test', 60, 1, (array['CR', 'PR', 'SD', 'PD'])[1 + ${toss('response', 4)}] from portal.patient;
  insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade)
    select id, centre_id, 'test', case left(code, 1) when 'A' then 'Fatigue' else 'Only in B' end, '3' from portal.patient;
  insert into portal.slide (patient_id, centre_id, updated_by, barcode, evaluation_set)
    select id, centre_id, 'test', 'S' || code, (array['training', 'external'])[1 + ${toss('set', 2)}] from portal.patient;
  insert into portal.imported_score (patient_id, centre_id, updated_by, model_name, score)
    select id, centre_id, 'test', 'M', ${toss('score', 100)} / 100.0 from portal.patient`;

/** A claim of each kind that reads rows of its own. */
const paper = `insert into portal.paper (study_id, name, citation, claims, updated_by) select id, 'paper', 'An article', '[
  {"name": "orr", "place": "Table 1", "value": 50, "decimals": 0, "isBelow": false, "of": null, "rule": {"kind": "responseRate", "rate": "orr", "arm": null}},
  {"name": "auc", "place": "Table 3", "value": 0.5, "decimals": 1, "isBelow": false, "of": null, "rule": {"kind": "auc", "model": "M", "set": "entire"}}
]', 'test' from portal.study where code = '${study}'`;

/** Changes centre B in everything that an answer may count. */
const changeB = [
  `update portal.baseline set bclc_stage = 'D', tumour_size_mm = 300 where centre_id = (select max(id) from portal.centre)`,
  `update portal.follow_up set contact_day = 5, vital_status = 'dead' where centre_id = (select max(id) from portal.centre)`,
  `update portal.tumour_assessment set reader_response = 'PD' where centre_id = (select max(id) from portal.centre)`,
  `update portal.adverse_event set grade = '5' where centre_id = (select max(id) from portal.centre)`,
  `update portal.imported_score set score = 0.99 where centre_id = (select max(id) from portal.centre)`,
];

const centresIn = (columns: SubjectColumns): string[] =>
  columns
    .cohort(null)
    .values('centre')
    .map(({ value }) => String(value));

beforeEach(() => {
  vi.restoreAllMocks();
  handles.length = 0;
  transactions.length = 0;
  const { answer } = SubjectStore.prototype;
  vi.spyOn(SubjectStore.prototype, 'answer').mockImplementation(function (
    this: SubjectStore,
    asker,
    studyId,
    work,
    snapshot,
  ) {
    return answer.call(
      this,
      asker,
      studyId,
      (columns, tx) => {
        handles.push(centresIn(columns));
        return work(columns, tx);
      },
      snapshot,
    ) as never;
  });
  const { answerOfTwo } = SubjectStore.prototype;
  vi.spyOn(SubjectStore.prototype, 'answerOfTwo').mockImplementation(function (
    this: SubjectStore,
    asker,
    studyId,
    recipe,
    work,
    snapshot,
  ) {
    return answerOfTwo.call(
      ...([this, asker, studyId, recipe] as const),
      (columns, other, tx) => {
        handles.push(centresIn(columns), centresIn(other));
        return work(columns, other, tx);
      },
      snapshot,
    ) as never;
  });
  const { read } = StudyDb.prototype;
  vi.spyOn(StudyDb.prototype, 'read').mockImplementation(function (this: StudyDb, asker, work) {
    transactions.push(asker.studies.flatMap(({ readCentres }) => readCentres));
    return read.call(this, asker, work) as never;
  });
});

const asker = (readCentres: readonly number[]): Asker => ({
  userId: 'reader',
  name: 'reader',
  email: '',
  studies: [{ studyId: access.studyId, studyCode: study, role: 'staff', readCentres, writeCentres: [] }],
});

/** The value of each required argument; a new argument fails the test until it is listed here. */
const given: Record<string, string> = {
  study: `"${study}"`,
  endpoint: 'OS',
  set: 'ENTIRE',
  source: '"imported:M"',
  sources: '["imported:M", "clinical:tumourSizeMm"]',
  modelId: '"none"',
  id: `"${snapshot}"`,
  input: '{ centres: ["A"] }',
  rule: '"contradiction"',
  form: '"baseline"',
  columns: '["ageYears", "arm"]',
  row: '"fact:any"',
  paper: '"paper"',
  claim: '"orr"',
  from: `"${snapshot}"`,
};
/** Optional arguments that make an answer contain more, or that make it one about a study. */
const wanted: Record<string, string> = { groupBy: '"arm"', study: given['study'] ?? '' };
/** Refused for lack of a model, for every asker. */
const needsModel = new Set(['batchPlan', 'trainingPreview']);
/** Refused to this asker: tried by every role in people.test.ts, studies.test.ts and study-recipes.test.ts. */
const aboutPeople = new Set(['people', 'studySettings', 'studyRecipes']);
/** Names of people and nothing of a patient, read through the connections of sign-in, which this test has none of. */
const fromSignIn = new Set(['peopleManagers']);
/** Refused to this asker, who raises no queries: tried by every role in the walk and in ask-many.test.ts. */
const ofQueries = new Set(['querySubjects']);
/** Refused to this asker, who assigns and reads no cases: tried by every role in the walk and in readings.test.ts. */
const ofReadings = new Set(['blindMembers', 'patientsToRead', 'readingCases', 'readingTasks']);
/** Refused in this study, which shares nothing: tried in disclosure.test.ts. */
const ofSharing = new Set(['sharedProgress']);
/** Refused to this asker, who enters nothing a second time: tried by every role in the walk and in double-entry.lists.test.ts. */
const ofSecondEntry = new Set(['secondEntriesBefore']);

const argumentsOf = ({ args }: GraphQLField<unknown, unknown>) =>
  args
    .filter((argument: GraphQLArgument) => isRequiredArgument(argument) || argument.name in wanted)
    .map(({ name }) => `${name}: ${given[name] ?? wanted[name] ?? `missing in this test: ${name}`}`)
    .join(', ');

/** Everything that can be selected, three objects deep. */
function selectionOf(type: GraphQLOutputType, depth = 3): string {
  if (depth < 0) return '';
  const named = getNamedType(type);
  if (isLeafType(named) || !(isObjectType(named) || isInterfaceType(named))) return '';
  const fields = Object.values(named.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map((field) => ({ field, part: selectionOf(field.type, depth - 1) }))
    .filter(({ field, part }) => isLeafType(getNamedType(field.type)) || part !== '')
    .map(({ field, part }) => `${field.name} ${part}`);
  return fields.length > 0 ? `{ ${fields.join(' ')} }` : '';
}

const contract = buildSchema(await emittedSchema());
const operations = Object.values(contract.getQueryType()?.getFields() ?? {}).filter(
  ({ name, args }) =>
    args.some((argument) => argument.name === 'study') &&
    ![needsModel, aboutPeople, fromSignIn, ofQueries, ofReadings, ofSecondEntry, ofSharing].some((names) =>
      names.has(name),
    ),
);

async function answerOf(operation: GraphQLField<unknown, unknown>, readCentres: readonly number[]): Promise<unknown> {
  const document = parse(`{ ${operation.name}(${argumentsOf(operation)}) ${selectionOf(operation.type)} }`);
  const contextValue = { asker: asker(readCentres), requestId: 'test' };
  const { data, errors } = await execute({ schema, document, contextValue });
  expect(errors?.map(({ message }) => message)).toBeUndefined();
  // Another centre's change raises the version of the study, and reveals no more than that.
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (key === 'dataVersion') return undefined;
    return key === 'script' ? String(value).replace(/version \d+ of its data/, '') : value;
  });
}

describe('an operation over a study', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s reaches the centres of who asks and no others, whatever stands in memory',
    async (_, operation) => {
      const own = access.centres.slice(0, 1);
      // An asker who may read both centres has loaded both into memory.
      await answerOf(operation, access.centres);
      handles.length = 0;
      transactions.length = 0;
      const before = await answerOf(operation, own);
      await inOneChange(...changeB);
      expect(await answerOf(operation, own)).toEqual(before);
      expect(JSON.stringify(before)).not.toMatch(/Only in B/);
      for (const centres of handles) expect(centres).toEqual(['A']);
      for (const centres of transactions) expect(centres).toEqual(own);
    },
  );

  it('is tested for every answer that counts patients', () => {
    const names = operations.map(({ name }) => name);
    const counting = ['adverseEvents', 'clinicalModel', 'cohortSummary', 'evaluation', 'patients', 'scoreComparison'];
    expect(names).toEqual(
      expect.arrayContaining([...counting, 'safety', 'safetyPatients', 'scoreSources', 'survival']),
    );
  });
});

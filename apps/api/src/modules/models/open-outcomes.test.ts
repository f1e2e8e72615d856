import {
  getNamedType,
  graphql,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextFactory } from '../../compose/create-context.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { buildPortalSchema } from '../../graphql/build-schema.ts';
import { wire } from '../../compose/wire.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { ModelFolders } from './model-folders.ts';
import { tinyManifest, writeTinyModel } from './model.fixture.ts';
import { type ModelMetrics, transactionsOfPool } from './model-store.ts';
import { ModelService } from './model.service.ts';

/** Words and figures of a training over both centres of study S; each is in a different field. */
const canaries = {
  trainer: 'Canary Trainer',
  note: 'canary note: two of two',
  chosenOn: 'canary tuning part of 2 slides',
  provenance: 'canary last layer trained on 2 slides of CANARY-A',
  centre: 'CANARY-A',
  reason: 'canary reason: 0.7319 on the test part',
  figure: '0.7319',
  float16: 'canary float16 note',
};
const snapshotId = 'c'.repeat(64);

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let workerPool: Pool;
let schema: GraphQLSchema;
let everything: readonly string[];
const viewers = new Map<string, PortalContext>();

const study = { synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first treatment', arms: [] };

beforeAll(async () => {
  database = await openDatabaseForTests();
  const { ownerUrl, home } = database;
  const centres = ['CANARY-A', 'B'].map((code) => ({ code, name: code }));
  await declareStudy(ownerUrl, { ...study, code: 'S', name: 'S', centres });
  await declareStudy(ownerUrl, { ...study, code: 'T', name: 'T', centres: [{ code: 'C', name: 'C' }] });
  dataSource = openDataSource(database.appUrl, 5);
  await dataSource.initialize();
  for (const [code, role, centre] of [
    ['S', 'administrator', null],
    ['S', 'investigator', null],
    ['S', 'staff', 'CANARY-A'],
    ['S', 'administrator', 'B'],
    ['T', 'administrator', null],
    ['T', 'investigator', null],
    ['T', 'staff', 'C'],
  ] as const) {
    const userId = `${role} of ${code}${centre ? ` ${centre}` : ''}`;
    await addMembership(ownerUrl, { userId, study: code, role, centre });
    const asker = { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) };
    viewers.set(userId, { asker, requestId: 'test' });
  }
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query('insert into portal.portal_administrator (user_id) values ($1)', ['who runs the portal']);
  await owner.end();
  const operator = { userId: 'who runs the portal', name: 'who runs the portal', email: '' };
  const ofPortal = { ...operator, studies: await readAccess(dataSource, operator.userId) };
  viewers.set('nobody of any study', {
    asker: { userId: 'x', name: 'x', email: '', studies: [] },
    requestId: 'test',
  });

  await addTraining();
  workerPool = new Pool({ connectionString: database.workerUrl, max: 2 });
  const worker = new ModelService(new ModelFolders(join(home, 'models')), transactionsOfPool(workerPool));
  const manifest = tinyManifest('haim', {
    threshold: { value: 0.5, rule: 'Youden', chosenOn: canaries.chosenOn },
    trainedOn: { snapshotId, n: 2, centres: [canaries.centre] },
  });
  manifest.graphs.head.provenance = canaries.provenance;
  await writeTinyModel(join(home, 'models', '.one.part'), manifest);
  const { id } = await worker.registerCandidate({
    folder: join(home, 'models', '.one.part'),
    metrics,
    by: { userId: 'trainer', name: canaries.trainer },
    note: canaries.note,
  });
  const portal = wire({ dataSource, appUrl: database.appUrl, home, onTrouble: () => undefined });
  schema = await buildPortalSchema(portal.resolvers);
  everything = Object.values(schema.getQueryType()!.getFields()).flatMap(withoutIds);
  // What a command derives from the trained model is stored in a folder, and describes the same patients.
  await writeTinyModel(join(home, 'models', '.two.part'), { ...manifest, id: 'haim-float16', line: 'haim' });
  const administrator = { userId: 'administrator of S', name: canaries.trainer };
  await worker.addFolder(join(home, 'models', '.two.part'), administrator, canaries.float16);
  const decide = `mutation ($id: ID!, $reason: String!) { activateModel(id: $id, reason: $reason) { id } }`;
  const answer = await graphql({
    schema,
    source: decide,
    variableValues: { id, reason: canaries.reason },
    contextValue: { asker: ofPortal, requestId: 'test' },
  });
  expect(answer.errors).toBeUndefined();
}, 120_000);

afterAll(async () => {
  await workerPool?.end();
  await dataSource?.destroy();
  await database?.close();
});

const metrics: ModelMetrics = {
  evaluations: [
    {
      set: 'test',
      n: 2,
      nPositive: 1,
      auc: 0.7319,
      aucLower: null,
      aucUpper: null,
      threshold: 0.5,
      sensitivity: 1,
      specificity: 1,
    },
  ],
};

async function addTraining(): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(
    `insert into portal.training_run (study_id, centre_ids, model_id, provider_asked, cohort, label_rule, split_rule,
       tuning_share, test_share, seed, epochs, learning_rate, class_weights, use_outlines, snapshot_id, requested_by, updated_by)
     select s.id, array_agg(c.id order by c.id), 'haim', 'auto', '{}', 'x', 'stratified', 0.2, 0.2, 1, 1, 0.01, 'none', false,
       $1, $2, 'trainer'
     from portal.study s join portal.centre c on c.study_id = s.id where s.code = 'S' group by s.id`,
    [snapshotId, canaries.trainer],
  );
  await owner.end();
}

const isRequired = ({ type, defaultValue }: { type: unknown; defaultValue?: unknown }): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** Every field a query returns, to any depth; empty for a query that requires more than a study. */
function withoutIds(field: GraphQLField<unknown, unknown>): string[] {
  const needed = field.args.filter(isRequired);
  if (needed.some(({ name }) => name !== 'study')) return [];
  const calls = needed.length === 0 ? [''] : ['(study: "S")', '(study: "T")'];
  return calls.map((call) => `{ ${field.name}${call} ${selection(field.type, 5)} }`);
}

function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named)) throw new Error(`${named.name} is neither an object nor a leaf`);
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some(isRequired) || (depth === 0 && !isLeafType(getNamedType(field.type)))) return [];
    return [`${field.name} ${selection(field.type, depth - 1)}`];
  });
  return `{ ${fields.join(' ')} }`;
}

async function seen(contextValue: PortalContext | undefined): Promise<string[]> {
  let text = '';
  // One by one: a refusal in one place then hides no other answer; a refusal may leak as well.
  for (const source of everything) text += JSON.stringify(await graphql({ schema, source, contextValue }));
  return Object.entries(canaries).flatMap(([name, canary]) => (text.includes(canary) ? [name] : []));
}

describe('what a version reveals about a training', () => {
  it('is requested by every query that needs no id, in every field', () => {
    for (const name of ['modelVersions ', 'modelEvents ', 'models ', 'scoreSources(', 'trainingRuns(']) {
      expect(everything.some((source) => source.startsWith(`{ ${name}`))).toBe(true);
    }
    for (const name of ['evaluations', 'trainedOn', 'note', 'registeredBy', 'provenance', 'thresholdProvenance']) {
      expect(everything.join()).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  it.each(['administrator of S', 'investigator of S'])('is open to %s, who reads all its centres', async (viewer) => {
    expect(await seen(viewers.get(viewer))).toEqual(Object.keys(canaries));
  });

  it.each(['staff of S CANARY-A', 'administrator of S B'])(
    'is closed to %s, one of its centres, who knows the centres of the study by name',
    async (viewer) => expect(await seen(viewers.get(viewer))).toEqual(['centre']),
  );

  it.each(['administrator of T', 'investigator of T', 'staff of T C', 'nobody of any study'])(
    'is closed to %s',
    async (viewer) => expect(await seen(viewers.get(viewer))).toEqual([]),
  );

  it('says how sure each share is', async () => {
    const source = `{ modelVersions { evaluations { n sensitivityLower sensitivityUpper specificityLower specificityUpper } } }`;
    const { data } = await graphql({ schema, source, contextValue: viewers.get('investigator of S') });
    const measured = (data!['modelVersions'] as { evaluations: object[] }[]).flatMap(({ evaluations }) => evaluations);
    // R: prop.test(1, 1, correct = FALSE), of the one case of either class.
    const ofOne = { sensitivityUpper: 1, specificityUpper: 1 };
    const lower = expect.closeTo(0.2065493, 6) as number;
    expect(measured).toContainEqual({ n: 2, ...ofOne, sensitivityLower: lower, specificityLower: lower });
  });

  it('cannot be requested by anyone who is signed out', async () => {
    await expect(contextFactory(async () => null)({ headers: {} })).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  it('leaves the version itself open to everybody to run and recognise', async () => {
    const source = `{ modelVersions { modelId version status threshold outcomesAreOpen trainedOn { n } evaluations { n } } }`;
    const { data } = await graphql({ schema, source, contextValue: viewers.get('staff of T C') });
    const closed = { threshold: 0.5, outcomesAreOpen: false, trainedOn: null, evaluations: [] };
    expect(data?.['modelVersions']).toEqual([
      { modelId: 'haim-float16', version: 2, status: 'candidate', ...closed },
      { modelId: 'haim', version: 1, status: 'active', ...closed },
    ]);
  });

  it('is open to everybody where the operator added the files and this portal knows no such training', async () => {
    const trainedOn = { snapshotId: 'elsewhere', n: 9, centres: ['Elsewhere'] };
    await writeTinyModel(join(database.home, 'models', 'brought'), tinyManifest('brought', { trainedOn }));
    const source = `{ modelVersions(line: "brought") { outcomesAreOpen trainedOn { n centres } } }`;
    const { data } = await graphql({ schema, source, contextValue: viewers.get('staff of T C') });
    expect(data?.['modelVersions']).toEqual([{ outcomesAreOpen: true, trainedOn: { n: 9, centres: ['Elsewhere'] } }]);
  });
});

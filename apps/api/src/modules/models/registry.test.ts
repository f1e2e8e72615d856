import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { ModelFolders } from './model-folders.ts';
import { tinyManifest, writeTinyModel } from './model.fixture.ts';
import { ModelVersionResolver } from './model-version.resolver.ts';
import { type Actor, type ModelMetrics, transactionsOf, transactionsOfPool } from './model-store.ts';
import { ModelService } from './model.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let workerPool: Pool;
let models: ModelService;
let worker: ModelService;
let resolver: ModelVersionResolver;
let modelsDir: string;
const members: Record<string, PortalContext> = {};

const admin: Actor = { userId: 'admin', name: 'The Administrator' };
const place = (id: string) => join(modelsDir, id);
const versionOf = async (modelId: string) => (await models.versions()).filter((one) => one.modelId === modelId);
const told = async (line: string) =>
  (await models.events(line)).map(({ action, version, previousVersion, reason, by }) =>
    [action, version, previousVersion, reason, by].join(' | '),
  );

beforeAll(async () => {
  database = await openDatabaseForTests();
  modelsDir = join(database.home, 'models');
  const study = { code: 'S', name: 'S', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first treatment' };
  await declareStudy(database.ownerUrl, { ...study, arms: [], centres: [{ code: 'A', name: 'A' }] });
  dataSource = openDataSource(database.appUrl, 5);
  await dataSource.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  for (const role of ['portalAdministrator', 'administrator', 'investigator', 'staff'] as const) {
    const userId = role === 'portalAdministrator' ? admin.userId : role;
    if (role === 'portalAdministrator') {
      await owner.query('insert into portal.portal_administrator (user_id) values ($1)', [userId]);
    } else {
      await addMembership(database.ownerUrl, { userId, study: 'S', role, centre: role === 'staff' ? 'A' : null });
    }
    const asker = { userId, name: `Name of ${userId}`, email: '', studies: await readAccess(dataSource, userId) };
    members[role] = { asker, requestId: 'test' };
  }
  workerPool = new Pool({ connectionString: database.workerUrl, max: 2 });
  models = new ModelService(new ModelFolders(modelsDir), transactionsOf(new StudyDb(dataSource)));
  worker = new ModelService(new ModelFolders(modelsDir), transactionsOfPool(workerPool));
  resolver = new ModelVersionResolver(models);
});

afterAll(async () => {
  await workerPool?.end();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

describe('a model in the model folder', () => {
  it('is registered when it is first seen; the first of a line is active and may run', async () => {
    await writeTinyModel(place('first'), tinyManifest('first'));
    const [seen, seenByWorker] = await Promise.all([models.runnable('first'), worker.runnable('first')]);
    expect(seen.version).toMatchObject({ line: 'first', version: 1, status: 'active', registeredBy: 'portal' });
    expect(seenByWorker.version.id).toBe(seen.version.id);
    expect(await told('first')).toEqual([
      'activated | 1 |  | first version of its line | portal',
      'registered | 1 |  | found in the model folder | portal',
    ]);
  });

  it('that joins a line becomes a candidate, and runs when it is named', async () => {
    await writeTinyModel(place('first-b'), tinyManifest('first-b', { line: 'first' }));
    expect(await models.versions()).toMatchObject([
      { modelId: 'first-b', line: 'first', version: 2, status: 'candidate', refusal: null },
      { modelId: 'first', line: 'first', version: 1, status: 'active', refusal: null },
    ]);
    expect((await models.runnable('first-b')).model.id).toBe('first-b');
    expect((await models.active('first')).modelId).toBe('first');
  });

  it('is refused once its files change, until somebody registers them as a new version', async () => {
    const threshold = { value: 0.7, rule: 'by hand', chosenOn: 'nothing' };
    await writeTinyModel(place('changing'), tinyManifest('changing'));
    await models.usable('changing');
    await writeTinyModel(place('changing'), tinyManifest('changing', { threshold }));
    for (const service of [models, worker]) {
      await expect(service.usable('changing')).rejects.toMatchObject({
        code: 'MODEL_REFUSED',
        message: expect.stringContaining('not those that were registered'),
      });
    }
    expect(await versionOf('changing')).toMatchObject([
      { version: 1, status: 'active', refusal: 'its folder holds other files now' },
    ]);
    const again = await models.register('changing', admin, 'the threshold of the tuning part');
    expect(again).toMatchObject({ version: 2, status: 'candidate', registeredBy: 'The Administrator' });
    expect((await models.runnable('changing')).version.version).toBe(2);
    expect((await models.register('changing', admin, 'again')).id).toBe(again.id);
  });

  it('that was asked for is the one that runs: a folder with another by then ends the run with a sentence', async () => {
    const [second, first] = await versionOf('changing');
    expect((await worker.asked('changing', second!.id)).manifestSha256).toBe(second!.manifestSha256);
    expect((await worker.asked('changing', null)).manifestSha256).toBe(second!.manifestSha256);
    await expect(worker.asked('changing', first!.id)).rejects.toMatchObject({
      code: 'MODEL_CHANGED',
      message: expect.stringMatching(/^version 1 of changing was asked for, and its folder holds version 2 now/),
    });
  });

  it('stays listed after its folder is gone', async () => {
    await rm(place('changing'), { recursive: true });
    expect((await versionOf('changing')).map(({ refusal }) => refusal)).toEqual(
      Array(2).fill('its folder is not in the portal any more'),
    );
    const [candidate] = await versionOf('changing');
    await expect(models.activate(candidate!.id, admin, 'try')).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  });
});

describe('a decision', () => {
  const idOf = async (version: number) =>
    (await models.versions()).find((one) => one.line === 'haim' && one.version === version)!.id;

  beforeAll(async () => {
    await writeTinyModel(place('haim'), tinyManifest('haim'));
    await models.list();
    for (const id of ['haim-2', 'haim-3']) {
      await writeTinyModel(place(id), tinyManifest(id, { line: 'haim' }));
      await models.list();
    }
  });

  it('needs a reason, an existing version, and a status other than the present one', async () => {
    for (const reason of ['', '   ', 'x'.repeat(2001)]) {
      await expect(models.activate(await idOf(2), admin, reason)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    for (const id of ['nothing', '00000000-0000-0000-0000-000000000000']) {
      await expect(models.activate(id, admin, 'why')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(models.activate(await idOf(1), admin, 'why')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(models.rollback('haim', admin, 'why')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(models.rollback('no-such-line', admin, 'why')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('activates one version of a line, retires the previous one, and records both', async () => {
    expect(await models.activate(await idOf(2), admin, 'better on the external set')).toMatchObject({
      version: 2,
      status: 'active',
    });
    await models.activate(await idOf(3), admin, 'better still');
    await expect(worker.usable('haim-2')).rejects.toMatchObject({ code: 'MODEL_RETIRED' });
    expect((await worker.active('haim')).modelId).toBe('haim-3');
    expect((await told('haim')).slice(0, 2)).toEqual([
      'activated | 3 | 2 | better still | The Administrator',
      'activated | 2 | 1 | better on the external set | The Administrator',
    ]);
  });

  it('is rolled back step by step', async () => {
    expect(await models.rollback('haim', admin, 'wrong scanner')).toMatchObject({ version: 2, status: 'active' });
    expect(await models.rollback('haim', admin, 'wrong again')).toMatchObject({ version: 1, status: 'active' });
    await expect(models.rollback('haim', admin, 'once more')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await told('haim')).slice(0, 2)).toEqual([
      'rolled back | 1 | 2 | wrong again | The Administrator',
      'rolled back | 2 | 3 | wrong scanner | The Administrator',
    ]);
    const statuses = (await models.versions()).filter(({ line }) => line === 'haim').map(({ status }) => status);
    expect(statuses).toEqual(['retired', 'retired', 'active']);
  });

  it('may leave a line without an active version, until a rollback', async () => {
    expect(await models.retire(await idOf(1), admin, 'withdrawn')).toMatchObject({ status: 'retired' });
    await expect(models.active('haim')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(models.retire(await idOf(1), admin, 'again')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await models.rollback('haim', admin, 'a mistake')).toMatchObject({ version: 1, status: 'active' });
  });

  it('made by two at the same time leaves one active version', async () => {
    const both = [models.activate(await idOf(2), admin, 'one'), models.activate(await idOf(3), admin, 'other')];
    await Promise.allSettled(both);
    const active = (await models.versions()).filter(({ line, status }) => line === 'haim' && status === 'active');
    expect(active).toHaveLength(1);
  });

  it.each(['administrator', 'investigator', 'staff'])('is not for %s of a study, who sees everything', async (role) => {
    const ctx = members[role]!;
    const id = await idOf(1);
    const attempts = [
      () => resolver.activateModel(id, 'mine', ctx),
      () => resolver.retireModel(id, 'mine', ctx),
      () => resolver.rollbackModel('haim', 'mine', ctx),
      () => resolver.registerModel('haim', 'mine', ctx),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(resolver.mayDecideOnModels(ctx)).toBe(false);
    expect((await resolver.modelVersions('haim', ctx)).map(({ version }) => version)).toEqual([3, 2, 1]);
    // Not only the code refuses: the database does too.
    await expect(models.retire(id, { userId: role, name: role }, 'mine')).rejects.toThrow(/row-level security|retired/);
  });

  it('is for the administrator of the portal', async () => {
    const ctx = members['portalAdministrator']!;
    expect(resolver.mayDecideOnModels(ctx)).toBe(true);
    const active = await models.active('haim');
    expect(await resolver.retireModel(active.id, 'old', ctx)).toMatchObject({ status: 'retired' });
    expect(await resolver.rollbackModel('haim', 'not old', ctx)).toMatchObject({ id: active.id, status: 'active' });
  });
});

describe('a candidate made by training', () => {
  const metrics: ModelMetrics = {
    evaluations: [
      {
        set: 'tuning',
        n: 20,
        nPositive: 9,
        auc: 0.8,
        aucLower: 0.6,
        aucUpper: 1,
        threshold: 0.4,
        sensitivity: 0.7,
        specificity: 0.8,
      },
    ],
  };
  const trained = (name: string) => join(modelsDir, `.${name}.part`);
  const by: Actor = { userId: 'investigator', name: 'Who trained it' };

  it('stays a candidate with its metrics even where its line is empty, and is stored under its name', async () => {
    await writeTinyModel(trained('one'), tinyManifest('head-one'));
    const made = await worker.registerCandidate({ folder: trained('one'), metrics, by, note: 'job 1' });
    expect(made).toMatchObject({ line: 'head-one', version: 1, status: 'candidate', origin: 'training', metrics });
    expect((await models.runnable('head-one')).version.id).toBe(made.id);
    // A retried job makes the same files: the same version.
    await writeTinyModel(trained('two'), tinyManifest('head-one'));
    expect((await worker.registerCandidate({ folder: trained('two'), metrics, by, note: 'job 1' })).id).toBe(made.id);
    expect(await told('head-one')).toEqual(['registered | 1 |  | job 1 | Who trained it']);
    expect(await models.activate(made.id, admin, 'the better head')).toMatchObject({ status: 'active' });
  });

  it('is refused if another model has its name, its folder does not verify, or its metrics are invalid', async () => {
    const other = { value: 0.9, rule: 'by hand', chosenOn: 'nothing' };
    await writeTinyModel(trained('three'), { ...tinyManifest('head-one'), threshold: other, classes: ['A', 'SD/PD'] });
    await rm(join(trained('three'), 'head.onnx'));
    const request = { folder: trained('three'), metrics, by, note: 'job 2' };
    await expect(worker.registerCandidate(request)).rejects.toMatchObject({ code: 'MISSING_FILE' });
    const wrong = tinyManifest('haim');
    wrong.graphs.head.provenance = 'another';
    await writeTinyModel(trained('three'), wrong);
    await expect(worker.registerCandidate(request)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(worker.registerCandidate({ ...request, metrics: { evaluations: [] } })).rejects.toThrow();
  });
});

describe('the history', () => {
  it.each([
    `update portal.model_event set reason = 'nothing'`,
    'delete from portal.model_event',
    `update portal.model_version set status = 'active'`,
    'delete from portal.model_version',
    `insert into portal.model_version (line, model_id, model_sha256, manifest_sha256, manifest, weights, origin, status)
     values ('x', 'x', repeat('a', 64), repeat('a', 64), '{}', 'trained', 'training', 'active')`,
    `insert into portal.model_event (action, version_id, reason) select 'registered', id, 'x' from portal.model_version limit 1`,
    `insert into portal.model_event (action, version_id, reason, user_id) select 'retired', id, 'x', 'somebody' from portal.model_version limit 1`,
    'alter table portal.model_event disable trigger all',
  ])('cannot be written by the application: %s', async (sql) => {
    for (const role of [database.appUrl, database.workerUrl]) {
      const client = new Client({ connectionString: role });
      await client.connect();
      await client.query(`select set_config('app.user_id', 'admin', false)`);
      await expect(client.query(sql)).rejects.toThrow(/permission denied|must be owner|row-level security/);
      await client.end();
    }
  });

  it('refuses an event without an author', async () => {
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    const sql = `insert into portal.model_event (action, version_id, reason) select 'retired', id, 'x' from portal.model_version limit 1`;
    await expect(client.query(sql)).rejects.toThrow(/app.user_id/);
    await client.end();
  });

  it('stores the decision and the statuses in one transaction: a failure leaves neither', async () => {
    const before = await models.events(null);
    const id = (await models.active('haim')).id;
    await expect(
      transactionsOf(new StudyDb(dataSource))(admin, 'x', async (rows) => {
        await rows(`insert into portal.model_event (action, version_id, reason) values ('retired', $1, 'x')`, [id]);
        throw new Error('after the event');
      }),
    ).rejects.toThrow('after the event');
    expect((await models.active('haim')).id).toBe(id);
    expect(await models.events(null)).toHaveLength(before.length);
  });
});

import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { addFloat16Model, addModel, withModels } from './add-model.ts';
import { tinyManifest, writeTinyModel } from './model.fixture.ts';
import { type ModelService } from './model.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let elsewhere: string;
const by = { userId: 'cli:models', name: 'portal models' };

beforeAll(async () => {
  database = await openDatabaseForTests();
  elsewhere = await mkdtemp(join(tmpdir(), 'portal-add-model-'));
});
afterAll(async () => {
  await rm(elsewhere, { recursive: true, force: true });
  await database?.close();
});

const adding = (source: string) =>
  withModels(database, (models: ModelService) =>
    addModel(models, { home: database.home, source, by, reason: 'from the shelf' }),
  );
const folders = () => readdir(join(database.home, 'models'));

it('copies, verifies, names and registers a model', async () => {
  await writeTinyModel(join(elsewhere, 'any name'), tinyManifest('shelf'));
  expect(await adding(join(elsewhere, 'any name'))).toMatchObject({
    modelId: 'shelf',
    line: 'shelf',
    version: 1,
    status: 'active',
    registeredBy: 'portal models',
    note: 'from the shelf',
  });
  expect(await folders()).toEqual(['shelf']);
});

it('adds a model to a line as a candidate, which the operator activates and rolls back', async () => {
  await writeTinyModel(join(elsewhere, 'second'), tinyManifest('shelf-2', { line: 'shelf' }));
  const { id, status } = await adding(join(elsewhere, 'second'));
  expect(status).toBe('candidate');
  await withModels(database, async (models) => {
    expect(await models.activate(id, by, 'newer')).toMatchObject({ version: 2, status: 'active' });
    expect(await models.rollback('shelf', by, 'older')).toMatchObject({ version: 1, status: 'active' });
  });
});

it('refuses what does not verify, is not a folder, holds links or has a taken name, and leaves nothing', async () => {
  const before = await folders();
  await writeTinyModel(join(elsewhere, 'broken'), { ...tinyManifest('broken'), positiveClass: 'other' });
  await expect(adding(join(elsewhere, 'broken'))).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    field: 'positiveClass',
  });
  await writeTinyModel(join(elsewhere, 'linked'), tinyManifest('linked'));
  await rm(join(elsewhere, 'linked/head.onnx'));
  await symlink(join(elsewhere, 'second/head.onnx'), join(elsewhere, 'linked/head.onnx'));
  await expect(adding(join(elsewhere, 'linked'))).rejects.toMatchObject({
    code: 'MISSING_FILE',
    field: 'graphs.head.file',
  });
  await expect(adding(join(elsewhere, 'absent'))).rejects.toThrow('is no folder');
  await writeTinyModel(
    join(elsewhere, 'other'),
    tinyManifest('shelf', { clinicalUse: false, classes: ['A', 'SD/PD'] }),
  );
  await expect(adding(join(elsewhere, 'other'))).rejects.toThrow('another model is called shelf');
  expect((await adding(join(elsewhere, 'any name'))).version).toBe(1);
  expect(await folders()).toEqual(before);
});

it('makes a float16 version of a model that agrees with the original and joins its line', async () => {
  await writeTinyModel(join(elsewhere, 'whole'), tinyManifest('whole'));
  await adding(join(elsewhere, 'whole'));
  const request = {
    home: database.home,
    model: 'whole',
    provider: 'cpu',
    patches: 4,
    by,
    reason: 'for the GPU',
  } as const;
  await withModels(database, async (models) => {
    const { agreement, version } = await addFloat16Model(models, request);
    expect(agreement.agrees).toBe(true);
    expect(version).toMatchObject({ modelId: 'whole-float16', line: 'whole', version: 2, status: 'candidate' });
    await expect(addFloat16Model(models, { ...request, model: 'whole-float16' })).rejects.toMatchObject({
      field: 'graphs.features.precision',
    });
    await expect(addFloat16Model(models, { ...request, model: 'nowhere' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    // Requested again, it is the existing version.
    expect((await addFloat16Model(models, request)).version).toMatchObject({ version: 2 });
  });
  expect((await folders()).filter((name) => name.startsWith('.'))).toEqual([]);
});

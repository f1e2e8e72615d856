import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest } from '@haim/ml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { addModel, withModels } from './add-model.ts';
import { tinyManifest, writeTinyModel } from './model.fixture.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let elsewhere: string;
const by = { userId: 'cli:models', name: 'portal models' };

beforeAll(async () => {
  database = await openDatabaseForTests();
  elsewhere = await mkdtemp(join(tmpdir(), 'portal-int8-'));
});
afterAll(async () => {
  await rm(elsewhere, { recursive: true, force: true });
  await database?.close();
});

const measured = (largestScoreDifference: number) => ({
  slides: 20,
  patches: 640,
  provider: 'cpu' as const,
  featureError: 0.01,
  meanScoreDifference: largestScoreDifference / 2,
  largestScoreDifference,
  classesChanged: 0,
});

function int8Manifest(id: string, agreement: ReturnType<typeof measured> | undefined): Manifest {
  const { graphs, ...manifest } = tinyManifest(id, { line: 'line' });
  const convertedFrom = { id: 'base', modelSha256: 'a'.repeat(64), ...(agreement && { agreement }) };
  return { ...manifest, convertedFrom, graphs: { ...graphs, features: { ...graphs.features, precision: 'int8' } } };
}

it.each([
  ['whose score moves by 0.0101', measured(0.0101), 'moves the score by up to 0.0101 on 20 slides; 0.01 is allowed'],
  ['that was never compared', undefined, 'whose scores were never compared'],
  ['whose score moves by 0.01', measured(0.01), null],
])('an int8 form %s', async (_, agreement, refusal) => {
  const id = `int8-${agreement?.largestScoreDifference ?? 'none'}`.replace('.', '-');
  await withModels(database, async (models) => {
    const add = async (name: string, manifest: Manifest) => {
      await writeTinyModel(join(elsewhere, name), manifest);
      return addModel(models, { home: database.home, source: join(elsewhere, name), by, reason: 'new' });
    };
    await add('base', tinyManifest('base', { line: 'line' }));
    const version = await add(id, int8Manifest(id, agreement));
    expect(version.status).toBe('candidate');
    expect((await models.runnable(id)).version.id).toBe(version.id); // it runs where it is chosen
    const activated = models.activate(version.id, by, 'faster');
    if (refusal === null) expect((await activated).status).toBe('active');
    else
      await expect(activated).rejects.toMatchObject({
        code: 'MODEL_REFUSED',
        message: expect.stringContaining(refusal),
      });
  });
});

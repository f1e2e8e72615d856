// From stored slides to a candidate in the registry, by a real worker on a real database, with a model small enough to
// predict: its embedding is the mean colour of the tissue, and the tissue of SD/PD patients is drawn redder.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTrainingPortal, study, type TrainingPortal } from './training-portal.fixture.ts';
import { type TrainingInput } from '../apps/api/src/modules/training/training.input.ts';
import { type TrainingRow } from '../apps/api/src/modules/training/training.query.ts';
import { typescriptLoader } from '../apps/api/src/typescript-loader.ts';
import { headWithEmbedding, withEmbedding, writeHandMadeModel } from '@haim/ml/fixtures';
import { scoreSlide } from '../packages/ml/src/index.ts';

const nSlides = 26;
let portal: TrainingPortal;
let { database, db, owner, models, trainings, asker, until, untilOver, withWorker, halfWritten } = {} as TrainingPortal;

beforeAll(async () => {
  portal = await openTrainingPortal({
    slides: nSlides,
    // The last one has no tissue.
    colourOf: (place, positive) => {
      const red = 160 + ((place * 37) % 40) + (positive ? 40 : 0);
      return (x) => (place === nSlides - 1 || x >= 32 ? [255, 255, 255] : [red, 80, 150]);
    },
  });
  ({ database, db, owner, models, trainings, asker, until, untilOver, withWorker, halfWritten } = portal);
  await writeHandMadeModel(join(database.home, 'models', 'by-hand'), withEmbedding, { head: headWithEmbedding() });
}, 180_000);

afterAll(() => portal?.close());

const input: TrainingInput = {
  modelId: 'by-hand',
  head: 'lastLayer',
  split: 'stratified',
  tuningShare: 0.2,
  testShare: 0.25,
  seed: 5,
  epochs: 3000,
  learningRate: 0.01,
  classWeights: 'none',
  useOutlines: true,
};

let first: TrainingRow;

it('ends with a candidate that scores every slide as the training did', async () => {
  const preview = await trainings.preview(asker, study, input);
  expect(preview.bagsKept).toBe(0);
  const { id } = await trainings.start(asker, study, input, preview.snapshotId);
  first = await withWorker(() => untilOver(id));
  expect(first).toMatchObject({ status: 'done', attempts: 1, errorMessage: null, providerRan: 'cpu' });

  // The colour follows the label with a gap of one grey level at least: a correctly trained layer separates them.
  const result = first.result!;
  const test = result.evaluations.find(({ part }) => part === 'test')!;
  expect(test.auc).toBe(1);
  expect([test.falsePositive, test.falseNegative]).toEqual([0, 0]);
  const curve = (await trainings.curve(asker, id))!;
  expect(curve.epoch).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
  expect(result.best.tuningLoss).toBe(Math.min(...curve.tuningLoss));

  const version = await models.version(first.candidateVersionId!);
  expect(version).toMatchObject({
    line: 'by-hand',
    status: 'candidate',
    origin: 'training',
    refusal: null,
    registeredBy: 'Reader',
    manifest: { trainedOn: { snapshotId: first.snapshotId }, threshold: { value: result.threshold } },
  });
  expect(version.manifest.threshold.chosenOn).toContain('tuning part');
  expect(version.metrics!.evaluations.map(({ set }) => set)).toEqual(['tuning', 'test']);

  const cases = await trainings.cases(asker, id);
  const model = await models.usable(first.candidateModelId!);
  for (const one of cases.filter(({ leftOut }) => leftOut === null).slice(0, 5)) {
    const [file] = await db.read(asker.asker, (tx) =>
      tx.rows<{ name: string }>('select file_name as name from portal.slide_file where slide_id = $1', [one.slideId]),
    );
    const slidePath = join(database.home, 'slides', file!.name);
    const score = await scoreSlide({ slidePath, model, bagDir: join(database.home, 'bags'), provider: 'cpu' });
    expect(Math.abs(score.prps - one.prps!)).toBeLessThan(1e-5);
  }
  const bare = cases.filter(({ leftOut }) => leftOut !== null);
  expect(bare).toEqual([expect.objectContaining({ prps: null, leftOut: expect.stringContaining('No patch is left') })]);
  expect(result.leftOut).toBe(1);
  expect(halfWritten()).toEqual([]);
  expect((await trainings.preview(asker, study, input)).bagsKept).toBe(nSlides - 1);
}, 180_000);

it('is repeated by another worker after kill -9, with the same result and candidate', async () => {
  rmSync(join(database.home, 'bags'), { recursive: true });
  const { id } = await trainings.start(asker, study, input, null);
  const spawned = (): ChildProcess =>
    spawn(process.execPath, ['--import', typescriptLoader, join(import.meta.dirname, '../apps/api/src/worker.ts')], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, PORTAL_HOME: database.home, PORTAL_WORKER_DATABASE: database.workerUrl },
      stdio: 'ignore',
    });
  const one = spawned();
  await until(id, ({ stage, done }) => stage === 'slides' && (done ?? 0) >= 3);
  one.kill('SIGKILL');
  const run = await withWorker(() => untilOver(id));
  expect(run).toMatchObject({ status: 'done', attempts: 2, candidateVersionId: first.candidateVersionId });
  const { secondsTotal: _, bagsReused: __, ...result } = run.result!;
  expect(first.result).toMatchObject(result);
  expect(await trainings.curve(asker, id)).toEqual(await trainings.curve(asker, first.id));
  const scores = async (runId: string) => (await trainings.cases(asker, runId)).map(({ prps }) => prps);
  expect(await scores(id)).toEqual(await scores(first.id));
  expect(halfWritten()).toEqual([]);
}, 180_000);

it('stops within two seconds of a cancel, and the next run begins', async () => {
  rmSync(join(database.home, 'bags'), { recursive: true });
  await withWorker(async () => {
    const { id } = await trainings.start(asker, study, input, null);
    const next = await trainings.start(asker, study, { ...input, seed: 6 }, null);
    await until(id, ({ status, stage }) => status === 'running' && stage === 'slides');
    await trainings.cancel(asker, id);
    const cancelledAt = Date.now();
    const begun = await until(next.id, ({ startedAt }) => startedAt !== null);
    // Two seconds to stop, and as long for the queue to hand out the next run.
    expect(begun.startedAt!.getTime() - cancelledAt).toBeLessThan(4_000);
    expect((await untilOver(next.id)).status).toBe('done');
    expect(await trainings.one(asker, id)).toMatchObject({ status: 'cancelled', result: null });
  });
}, 180_000);

it('fails with a clear message if the images no longer match the list', async () => {
  const { id } = await trainings.start(asker, study, input, null);
  await owner.query('alter table portal.training_case no force row level security');
  await owner.query(
    `update portal.training_case set slide_sha256 = repeat('0', 64) where run_id = $1 and position = 3`,
    [id],
  );
  await owner.query('alter table portal.training_case force row level security');
  const run = await withWorker(() => untilOver(id));
  expect(run).toMatchObject({ status: 'failed', errorCode: 'UNREADABLE', candidateModelId: null });
  expect(run.errorMessage).toBe('Slide 3: its image is not the one of the list any more.');
}, 120_000);

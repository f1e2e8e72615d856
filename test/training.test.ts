// From stored slides to a candidate in the registry, by a real worker on a real database, with a model small enough to
// predict: its embedding is the mean colour of the tissue, and the tissue of SD/PD patients is drawn redder.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PortalContext } from '../apps/api/src/context/portal-context.ts';
import { openDatabaseForTests } from '../apps/api/src/db/database.fixture.ts';
import { openDataSource } from '../apps/api/src/db/data-source.ts';
import { StudyDb } from '../apps/api/src/db/study-db.ts';
import { loadDemonstration } from '../apps/api/src/demonstration/load-demonstration.ts';
import { JobQueue } from '../apps/api/src/jobs/job-queue.ts';
import { isOver } from '../apps/api/src/jobs/run-status.ts';
import { ModelFolders, ModelService, transactionsOf } from '../apps/api/src/modules/models/index.ts';
import { addMembership } from '../apps/api/src/modules/studies/declare-study.ts';
import { operatorOf, readAccess } from '../apps/api/src/modules/studies/membership.query.ts';
import { StudyService } from '../apps/api/src/modules/studies/study.service.ts';
import { TrainingService } from '../apps/api/src/modules/training/index.ts';
import { type TrainingInput } from '../apps/api/src/modules/training/training.input.ts';
import { type TrainingRow } from '../apps/api/src/modules/training/training.query.ts';
import { typescriptLoader } from '../apps/api/src/typescript-loader.ts';
import { startWorker } from '../apps/api/src/worker.ts';
import { headWithEmbedding, withEmbedding, writeHalfSlide, writeHandMadeModel } from '@haim/ml/fixtures';
import { scoreSlide } from '../packages/ml/src/index.ts';

const study = 'HAIC-DEMO';
const nSlides = 26;
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let db: StudyDb;
let queue: JobQueue;
let models: ModelService;
let trainings: TrainingService;
let asker: PortalContext;

beforeAll(async () => {
  database = await openDatabaseForTests();
  const { home, ownerUrl, appUrl } = database;
  await loadDemonstration(database);
  dataSource = openDataSource(appUrl, 5);
  await dataSource.initialize();
  owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  db = new StudyDb(dataSource);
  queue = new JobQueue(appUrl, () => undefined);
  await queue.open();
  models = new ModelService(new ModelFolders(join(home, 'models')), transactionsOf(db));
  trainings = new TrainingService({ db, studies: new StudyService(db), models, queue, bagsDir: join(home, 'bags') });
  await writeHandMadeModel(join(home, 'models', 'by-hand'), withEmbedding, { head: headWithEmbedding() });
  await addMembership(ownerUrl, { userId: 'reader', study, role: 'investigator', centre: null });
  const studies = await readAccess(dataSource, 'reader');
  asker = { asker: { userId: 'reader', name: 'Reader', email: '', studies }, requestId: 'test' };
  await drawSlides();
}, 180_000);

afterAll(async () => {
  await queue?.close();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

/** Images for the first slides by code; the last one has no tissue. Their colour follows the label. */
async function drawSlides(): Promise<void> {
  const folder = join(database.home, 'slides');
  mkdirSync(folder, { recursive: true });
  const operator = (await operatorOf(dataSource, study, 'test'))!;
  await db.write(operator, null, async (tx) => {
    const rows = await tx.rows<{ id: string; positive: boolean }>(
      `select l.id, s.best_response in ('SD', 'PD') as positive from portal.slide l
       join portal.subject s on s.recipe_id = 1 and s.centre_id = l.centre_id and s.id = l.patient_id order by l.barcode limit $1`,
      [nSlides],
    );
    for (const [i, { id, positive }] of rows.entries()) {
      const path = join(folder, `${i}.tif`);
      const red = 160 + ((i * 37) % 40) + (positive ? 40 : 0);
      const isBare = i === nSlides - 1;
      const colour = (x: number) => (isBare || x >= 32 ? ([255, 255, 255] as const) : ([red, 80, 150] as const));
      await writeHalfSlide(path, { colour });
      const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
      renameSync(path, join(folder, `${sha256}.tiff`));
      await tx.rows(
        `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, $2 || '.tiff', $2, 1, 64, 32, 0.25, 'generic-tiff', true, 'test'
         from portal.slide where id = $1`,
        [id, sha256],
      );
    }
  });
}

const input: TrainingInput = {
  modelId: 'by-hand',
  split: 'stratified',
  tuningShare: 0.2,
  testShare: 0.25,
  seed: 5,
  epochs: 3000,
  learningRate: 0.01,
  classWeights: 'none',
  useOutlines: true,
};

async function untilOver(id: string): Promise<TrainingRow> {
  for (const end = Date.now() + 120_000; Date.now() < end; await wait(100)) {
    const run = await trainings.one(asker, id);
    if (isOver(run.status)) return run;
  }
  throw new Error('the training goes on and on');
}

async function until(id: string, holds: (run: TrainingRow) => boolean): Promise<TrainingRow> {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(10)) {
    const run = await trainings.one(asker, id);
    if (holds(run)) return run;
  }
  throw new Error('it never came to that');
}

async function withWorker<T>(work: () => Promise<T>): Promise<T> {
  const leaving = new AbortController();
  const ended = startWorker({ workerUrl: database.workerUrl, home: database.home, signal: leaving.signal });
  try {
    return await work();
  } finally {
    leaving.abort();
    await ended;
  }
}

const halfWritten = () =>
  ['models', 'bags'].flatMap((folder) =>
    readdirSync(join(database.home, folder)).filter((name) => name.includes('.part')),
  );

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

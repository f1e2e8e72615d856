import { type LoadedModel } from '@haim/ml';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { JobQueue, queueSchema } from '../../jobs/job-queue.ts';
import { type ModelService } from '../models/index.ts';
import { addMembership } from '../studies/declare-study.ts';
import { operatorOf, readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { type AttentionInput, type TrainingInput } from './training.input.ts';
import { TrainingService } from './training.service.ts';
import { thinned } from './training.type.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let db: StudyDb;
let queue: JobQueue;
let trainings: TrainingService;
let both: PortalContext;
let nfh: PortalContext;
let fahsyu: PortalContext;

const study = 'HAIC-DEMO';

async function member(userId: string, role: 'staff' | 'investigator', centre: string | null): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study, role, centre });
  const asker = { userId, name: `Name of ${userId}`, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

/** Files and models have their own tests: here one model is valid and exposes its embedding. */
const model = {
  features: { sha256: 'f'.repeat(64), spec: { externalFiles: [] } },
  manifest: { classes: ['CR/PR', 'SD/PD'], positiveClass: 'SD/PD', graphs: { features: { weights: 'synthetic' } } },
  head: { spec: { outputs: [{ meaning: 'embedding', name: 'embedding', width: 3 }] } },
} as unknown as LoadedModel;
const models = {
  runnable: (id: string) =>
    Promise.resolve({
      model: id === 'bare' ? { ...model, head: { spec: { outputs: [] } } } : model,
      version: { id: null },
    }),
} as unknown as ModelService;

const input = (change: Partial<TrainingInput> = {}): TrainingInput => ({
  modelId: 'haim',
  head: 'lastLayer',
  split: 'stratified',
  tuningShare: 0.2,
  testShare: 0.2,
  seed: 1,
  epochs: 100,
  learningRate: 0.01,
  classWeights: 'none',
  useOutlines: true,
  ...change,
});

const attention = (change: Partial<AttentionInput>) => ({
  head: 'attention' as const,
  attention: { hidden: 16, weightDecay: 0, patience: 5, folds: 3, repeats: 2, ...change },
});

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 5);
  await dataSource.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  db = new StudyDb(dataSource);
  queue = new JobQueue(database.appUrl, () => undefined);
  await queue.open();
  const studies = new StudyService(db);
  trainings = new TrainingService({ db, studies, models, queue, bagsDir: `${database.home}/bags` });
  nfh = await member('nfh', 'staff', 'NFH');
  fahsyu = await member('fahsyu', 'staff', 'FAHSYU');
  both = await member('both', 'investigator', null);
  // Every slide but ten has its own image; the hash identifies the slide.
  for (const ctx of [nfh, fahsyu]) {
    await db.write(ctx.asker, null, (tx) =>
      tx.rows(
        `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, vendor,
           synthetic, microns_per_pixel, updated_by)
         select id, centre_id, patient_id, hash || '.tiff', hash, 1, 1, 1, 'generic-tiff', true, 0.25, 'test'
         from (select *, encode(sha256(barcode::bytea), 'hex') as hash, row_number() over (order by barcode) as n
               from portal.slide where centre_id = any($1)) s where n > 5`,
        [ctx.asker.studies.flatMap(({ writeCentres }) => writeCentres)],
      ),
    );
  }
});

afterAll(async () => {
  await queue?.close();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

const jobs = async (): Promise<unknown[]> =>
  (await owner.query(`select data from ${queueSchema}.job order by created_on`)).rows.map(({ data }) => data);

describe('a preview', () => {
  it('counts as in the cohort file: 147 training slides, 19 internal, 28 external', async () => {
    const preview = await trainings.preview(both, study, input({ split: 'evaluationSet' }));
    const left = new Map(preview.left.map(({ reason, slides }) => [reason, slides]));
    expect(left.get('noImage')).toBe(10);
    const slides = preview.parts.reduce((sum, part) => sum + part.slides, 0);
    expect(slides + [...left.values()].reduce((a, b) => a + b, 0)).toBe(147 + 19 + 28);
    expect(preview.problems).toEqual([]);
    expect(preview.synthetic).toBe(slides);
  });

  it('covers only the readable centres', async () => {
    const preview = await trainings.preview(nfh, study, input());
    expect(new Set(preview.parts.flatMap(({ centres }) => centres))).toEqual(new Set(['NFH']));
    await expect(trainings.preview(nfh, study, input({ split: 'centre', testCentre: 'FAHSYU' }))).rejects.toMatchObject(
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('testCentre') },
    );
  });

  it('follows the cohort, and names the part that lacks a class', async () => {
    const preview = await trainings.preview(both, study, input({ cohort: { bestResponses: ['SD', 'PD'] } }));
    expect(preview.parts.every(({ negative }) => negative === 0)).toBe(true);
    expect(preview.problems.map(({ part, lacks }) => `${part} ${lacks}`)).toEqual([
      'training negative',
      'tuning negative',
      'test negative',
    ]);
    await expect(
      trainings.start(both, study, input({ cohort: { bestResponses: ['SD', 'PD'] } }), null),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: 'the training part has no negative slide' });
  });

  it.each([
    ['tuningShare', { tuningShare: 0.9 }],
    ['testShare', { testShare: 0 }],
    ['testCentre', { split: 'centre' }],
    ['epochs', { epochs: 3001 }],
    ['seed', { seed: -1 }],
    ['learningRate', { learningRate: 0 }],
    ['attention.hidden', attention({ hidden: 4 })],
    ['attention.weightDecay', attention({ weightDecay: -1 })],
    ['attention.patience', attention({ patience: 0 })],
    ['attention.folds', attention({ folds: 2 })],
    ['attention.repeats', attention({ repeats: 6 })],
    ['attention', { attention: attention({}).attention }],
  ] as const)('refuses %s out of range, by name', async (field, change) => {
    await expect(trainings.preview(both, study, input(change))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(field),
    });
  });

  it('confines a slide to its outlines on request', async () => {
    const whole = await trainings.preview(both, study, input());
    const { slideId } = whole.cases[0]!;
    const square = [
      { x: 0, y: 0 },
      { x: 9, y: 0 },
      { x: 9, y: 9 },
    ];
    const operator = (await operatorOf(dataSource, study, 'test'))!;
    await db.write(operator, null, (tx) =>
      tx.rows(
        `with added as (
           insert into portal.roi (slide_id, centre_id, patient_id, name, source, regions_sha256, created_by, updated_by)
           select id, centre_id, patient_id, 'Tumour', 'drawn', repeat('0', 64), 'test', 'test' from portal.slide where id = $1
           returning id, centre_id
         )
         insert into portal.roi_version (roi_id, version, centre_id, name, regions, saved_by)
         select id, 1, centre_id, 'Tumour', $2, 'test' from added`,
        [slideId, JSON.stringify([{ outline: square, holes: [] }])],
      ),
    );
    const outlined = await trainings.preview(both, study, input());
    expect([whole.outlined, outlined.outlined]).toEqual([0, 1]);
    expect(outlined.cases[0]!.regions.flat()[0]!.outline).toEqual(square);
    expect(outlined.snapshotId).not.toBe(whole.snapshotId);
    const without = await trainings.preview(both, study, input({ useOutlines: false }));
    expect([without.outlined, without.snapshotId]).toEqual([0, whole.snapshotId]);
    const run = await trainings.start(both, study, input(), null);
    expect(run).toMatchObject({ outlined: 1, useOutlines: true });
    await trainings.cancel(both, run.id);
  });

  it('refuses a model that exposes no embedding', async () => {
    await expect(trainings.preview(both, study, input({ modelId: 'bare' }))).rejects.toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining('graphs.head.outputs'),
    });
  });
});

describe('an attention head', () => {
  it('needs no embedding of its base model, and has its own usual steps', async () => {
    const { epochs: _, learningRate: __, ...unsaid } = input({ ...attention({}), modelId: 'bare' });
    const run = await trainings.start(both, study, unsaid, null);
    expect(run).toMatchObject({
      head: 'attention',
      epochs: 200,
      learningRate: 0.0005,
      hidden: 16,
      folds: 3,
      repeats: 2,
    });
    const cases = await trainings.cases(both, run.id);
    expect(cases.every(({ part, folds }) => (part === 'test' ? folds === null : folds?.length === 2))).toBe(true);
    expect(await trainings.heldOutCurves(both, run.id)).toBeNull();
    await trainings.cancel(both, run.id);
    const alone = await trainings.start(both, study, input(attention({ folds: null })), null);
    expect(alone).toMatchObject({ folds: null, repeats: null });
    expect((await trainings.cases(both, alone.id)).every(({ folds }) => folds === null)).toBe(true);
    await trainings.cancel(both, alone.id);
  });

  it('is refused where a label has fewer patients than there are folds, with their number', async () => {
    const few = { cohort: { bestResponses: ['CR', 'SD', 'PD'] }, testShare: 0.5 };
    const { mostFolds } = await trainings.preview(nfh, study, input(few));
    expect(mostFolds).toBeGreaterThan(0);
    expect(mostFolds).toBeLessThan(10);
    await expect(
      trainings.start(nfh, study, input({ ...few, ...attention({ folds: 10 }) }), null),
    ).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(`of one label there are ${mostFolds} outside the test part`),
    });
  });
});

describe('a run', () => {
  it('stores the previewed list, no patient in two parts, and its job with it', async () => {
    await owner.query(`delete from ${queueSchema}.job`);
    const preview = await trainings.preview(both, study, input());
    const run = await trainings.start(both, study, input(), preview.snapshotId);
    expect(run).toMatchObject({
      status: 'queued',
      attempts: 0,
      requestedBy: 'Name of both',
      snapshotId: preview.snapshotId,
    });
    expect(run.parts).toEqual(preview.parts);
    expect(await jobs()).toEqual([{ kind: 'training_run', id: run.id }]);
    const cases = await trainings.cases(both, run.id);
    expect(cases.map(({ part }) => part)).toEqual(preview.cases.map(({ part }) => part));
    const parts = Map.groupBy(cases, ({ patientId }) => patientId);
    for (const own of parts.values()) expect(new Set(own.map(({ part }) => part)).size).toBe(1);
    await expect(trainings.start(both, study, input(), 'f'.repeat(64))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('over two centres is hidden from a reader of only one of them', async () => {
    const [run] = await trainings.list(both, study);
    for (const ctx of [nfh, fahsyu]) {
      expect(await trainings.list(ctx, study)).toEqual([]);
      await expect(trainings.one(ctx, run!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(trainings.cancel(ctx, run!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await trainings.cases(ctx, run!.id)).toEqual([]);
      expect(await trainings.curve(ctx, run!.id)).toBeNull();
    }
    const own = await trainings.start(nfh, study, input(), null);
    expect((await trainings.list(nfh, study)).map(({ id }) => id)).toEqual([own.id]);
    expect((await trainings.list(both, study)).map(({ id }) => id)).toContain(own.id);
    expect(await trainings.list(fahsyu, study)).toEqual([]);
  });

  it('cannot be written by the application: no result, no case of another centre, no curve', async () => {
    const [run] = await trainings.list(nfh, study);
    const tries = [
      `update portal.training_run set result = '{}' where id = '${run!.id}'`,
      `update portal.training_run set status = 'done' where id = '${run!.id}'`,
      `update portal.training_case set positive = not positive where run_id = '${run!.id}'`,
      `delete from portal.training_case where run_id = '${run!.id}'`,
      `insert into portal.training_curve values ('${run!.id}', '{}', '{}', '{}', '{}', '{}')`,
    ];
    for (const sql of tries) {
      await expect(db.write(nfh.asker, null, (tx) => tx.rows(sql))).rejects.toThrow(/permission denied|row-level/);
    }
    const stolen = `insert into portal.training_run (study_id, centre_ids, model_id, provider_asked, cohort, label_rule,
      split_rule, tuning_share, test_share, seed, epochs, learning_rate, class_weights, use_outlines, snapshot_id, requested_by, updated_by)
      select study_id, (select array_agg(id) from portal.centre), 'haim', 'auto', '{}', 'x', 'stratified', 0.2, 0.2, 1, 1, 0.01,
        'none', true, repeat('0', 64), 'x', 'x' from portal.training_run where id = '${run!.id}'`;
    await expect(db.write(nfh.asker, null, (tx) => tx.rows(stolen))).rejects.toThrow(/row-level/);
  });

  it('can be cancelled while it is queued, and stays cancelled', async () => {
    const [run] = await trainings.list(nfh, study);
    expect((await trainings.cancel(nfh, run!.id)).status).toBe('cancelled');
    expect((await trainings.cancel(nfh, run!.id)).status).toBe('cancelled');
  });
});

it('a thinned curve keeps its ends and the epoch that was kept', () => {
  const epoch = Array.from({ length: 1000 }, (_, i) => i + 1);
  const curve = { epoch, trainingLoss: epoch, tuningLoss: epoch, trainingAuc: epoch, tuningAuc: epoch };
  const shown = thinned(curve, 10, 333);
  expect(shown.epoch).toEqual([1, 101, 201, 301, 333, 401, 501, 601, 701, 801, 901, 1000]);
  expect(shown.tuningLoss).toEqual(shown.epoch);
});

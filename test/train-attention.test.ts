// An attention head from stored slides to a candidate, by a real worker on a real database: one patch of a slide says to
// which class it belongs, among others whose colour has nothing to do with it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrainingPortal, study, type TrainingPortal } from './training-portal.fixture.ts';
import { type TrainingInput } from '../apps/api/src/modules/training/training.input.ts';
import { type TrainingRow } from '../apps/api/src/modules/training/training.query.ts';
import { writeHandMadeModel } from '@haim/ml/fixtures';
import { scoreSlide } from '../packages/ml/src/index.ts';

const nSlides = 40;
let portal: TrainingPortal;

beforeAll(async () => {
  portal = await openTrainingPortal({
    slides: nSlides,
    colourOf: (place, positive) => {
      const told = (place * 7) % 16;
      const ground = 120 + ((place * 53) % 90);
      return (x, y) => {
        if (x >= 32 || place === nSlides - 1) return [255, 255, 255];
        if (Math.floor(x / 8) + 4 * Math.floor(y / 8) === told) return positive ? [230, 20, 60] : [60, 20, 230];
        return [ground, 100, 330 - ground];
      };
    },
  });
  await writeHandMadeModel(join(portal.database.home, 'models', 'by-hand'));
}, 180_000);

afterAll(() => portal?.close());

const input: TrainingInput = {
  modelId: 'by-hand',
  head: 'attention',
  split: 'stratified',
  tuningShare: 0.2,
  testShare: 0.2,
  seed: 5,
  epochs: 60,
  learningRate: 0.01,
  classWeights: 'balanced',
  useOutlines: true,
  attention: { hidden: 8, weightDecay: 1e-4, patience: 15, folds: 3, repeats: 2 },
};

/** The share of rightly ordered pairs, counted one by one. */
function areaOf(cases: readonly { readonly score: number; readonly positive: boolean }[]): number {
  const [positive, negative] = [cases.filter((one) => one.positive), cases.filter((one) => !one.positive)];
  const right = positive.flatMap((one) =>
    negative.map((other) => {
      return one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
    }),
  );
  return right.reduce<number>((sum, pair) => sum + pair, 0) / right.length;
}

let first: TrainingRow;

describe('training with attention', () => {
  it('ends with a candidate that scores as the training did, and with what cross-validation held out', async () => {
    const { trainings, asker, withWorker, untilOver, models, database, db, halfWritten } = portal;
    const preview = await trainings.preview(asker, study, input);
    const { id } = await trainings.start(asker, study, input, preview.snapshotId);
    first = await withWorker(() => untilOver(id));
    expect(first).toMatchObject({
      status: 'done',
      errorMessage: null,
      head: 'attention',
      hidden: 8,
      folds: 3,
      repeats: 2,
    });

    const cases = await trainings.cases(asker, id);
    const held = cases.filter(({ part, leftOut }) => part !== 'test' && leftOut === null);
    expect(
      cases.filter(({ part }) => part === 'test').every(({ folds, heldOut }) => folds === null && heldOut === null),
    ).toBe(true);
    expect(held.every(({ folds }) => folds!.length === 2)).toBe(true);
    // The table's areas are those of the stored scores.
    const crossed = first.result!.crossValidation!;
    expect(crossed).toMatchObject({ folds: 3, repeats: 2, n: held.length });
    expect(crossed.attention.auc).toBeCloseTo(areaOf(held.map((one) => ({ ...one, score: one.heldOut! }))), 12);
    expect(crossed.mean.auc).toBeCloseTo(areaOf(held.map((one) => ({ ...one, score: one.heldOutMean! }))), 12);
    expect(crossed.difference).toBeCloseTo(crossed.attention.auc! - crossed.mean.auc!, 12);
    expect(crossed.trainings.map(({ repeat, fold }) => [repeat, fold])).toEqual([[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]]); // prettier-ignore
    // One patch in sixteen decides, and heads that never saw the patient find it.
    expect(crossed.attention.auc).toBeGreaterThan(0.9);
    expect(crossed.verdict.code).toMatch(/^attentionBesideMean/);
    const curves = (await trainings.heldOutCurves(asker, id))!;
    for (const { sensitivity, specificity } of [curves.attention, curves.mean]) {
      expect([sensitivity[0], specificity[0], sensitivity.at(-1), specificity.at(-1)]).toEqual([0, 1, 1, 0]);
    }

    const curve = (await trainings.curve(asker, id))!;
    expect(curve.epoch).toHaveLength(first.result!.lastEpoch!);
    expect(first.result!.best.tuningLoss).toBe(Math.min(...curve.tuningLoss));
    const version = await models.version(first.candidateVersionId!);
    expect(version).toMatchObject({ line: 'by-hand', status: 'candidate', origin: 'training', refusal: null });
    const model = await models.usable(first.candidateModelId!);
    for (const one of cases.filter(({ leftOut }) => leftOut === null).slice(0, 5)) {
      const [file] = await db.read(asker.asker, (tx) =>
        tx.rows<{ name: string }>('select file_name as name from portal.slide_file where slide_id = $1', [one.slideId]),
      );
      const slidePath = join(database.home, 'slides', file!.name);
      const score = await scoreSlide({ slidePath, model, bagDir: join(database.home, 'bags'), provider: 'cpu' });
      expect(Math.abs(score.prps - one.prps!)).toBeLessThan(1e-6);
      expect(score.attention).toHaveLength(16);
    }
    expect(cases.filter(({ leftOut }) => leftOut !== null)).toEqual([
      expect.objectContaining({ prps: null, leftOut: expect.stringContaining('No patch is left') }),
    ]);
    expect(halfWritten()).toEqual([]);
  }, 180_000);

  it('gives the same scores and the same candidate again, from bags that are made anew', async () => {
    const { trainings, asker, withWorker, untilOver, database } = portal;
    rmSync(join(database.home, 'bags'), { recursive: true });
    const { id } = await trainings.start(asker, study, input, null);
    const run = await withWorker(() => untilOver(id));
    expect(run.candidateVersionId).toBe(first.candidateVersionId);
    expect(run.result!.crossValidation).toEqual(first.result!.crossValidation);
    const scores = async (runId: string) =>
      (await trainings.cases(asker, runId)).map(({ prps, heldOut, heldOutMean }) => [prps, heldOut, heldOutMean]);
    expect(await scores(id)).toEqual(await scores(first.id));
  }, 180_000);

  it('stops within two seconds of a cancel while folds are trained', async () => {
    const { trainings, asker, withWorker, until, halfWritten } = portal;
    await withWorker(async () => {
      const long = { ...input, epochs: 3000, attention: { ...input.attention!, patience: 3000, repeats: 5 } };
      const { id } = await trainings.start(asker, study, long, null);
      const next = await trainings.start(asker, study, { ...input, seed: 6, epochs: 2 }, null);
      await until(id, ({ status, stage }) => status === 'running' && stage === 'folds');
      await trainings.cancel(asker, id);
      const cancelledAt = Date.now();
      const begun = await until(next.id, ({ startedAt }) => startedAt !== null);
      // Two seconds to stop, and as long for the queue to hand out the next run.
      expect(begun.startedAt!.getTime() - cancelledAt).toBeLessThan(4_000);
      expect(await trainings.one(asker, id)).toMatchObject({ status: 'cancelled', result: null });
      expect((await until(next.id, ({ status }) => status === 'done')).errorMessage).toBeNull();
    });
    expect(halfWritten()).toEqual([]);
  }, 180_000);

  it('fails by name where a stored feature is not a number, and registers nothing', async () => {
    const { trainings, asker, withWorker, untilOver, models, database } = portal;
    const bags = join(database.home, 'bags');
    const [name] = readdirSync(bags).filter((file) => file.endsWith('.f32')).sort(); // prettier-ignore
    const path = join(bags, name!);
    const before = readFileSync(path);
    const broken = Buffer.from(before);
    broken.writeFloatLE(Number.NaN, 16);
    writeFileSync(path, broken);
    // A bag whose hash is not its own would be made anew: somebody else's extractor wrote this one.
    const sidecar = path.replace(/f32$/, 'json');
    const said = readFileSync(sidecar, 'utf8');
    const hash = createHash('sha256').update(broken).digest('hex');
    writeFileSync(sidecar, JSON.stringify({ ...(JSON.parse(said) as object), dataSha256: hash }));
    const versions = (await models.list()).length;
    const { id } = await trainings.start(asker, study, input, null);
    const run = await withWorker(() => untilOver(id));
    expect(run).toMatchObject({ status: 'failed', errorCode: 'NOT_FINITE', candidateModelId: null });
    expect(run.errorMessage).toMatch(/^Slide \d+ has a feature that is not a finite number\.$/);
    const { slideSha256 } = JSON.parse(said) as { slideSha256: string };
    const { rows } = await portal.owner.query<{ position: number }>(
      'select position from portal.training_case where run_id = $1 and slide_sha256 = $2',
      [id, slideSha256],
    );
    expect(run.errorMessage).toContain(`Slide ${rows[0]!.position} `);
    expect((await models.list()).length).toBe(versions);
    writeFileSync(path, before);
    writeFileSync(sidecar, said);
  }, 120_000);
});

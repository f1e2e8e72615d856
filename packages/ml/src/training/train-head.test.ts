import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { AdamLayer, type LayerParameters, seededParameters } from './adam-layer.ts';
import { scoreEmbeddings } from './head-layer.ts';
import { rankArea } from './rank-area.ts';
import { seededRandom } from '../seeded-random.ts';
import { type EmbeddedPart, trainFrom, trainHead } from './train-head.ts';

interface Reference {
  readonly bestEpoch: number;
  readonly centre: number[];
  readonly weight: number[];
  readonly bias: number[];
  readonly trainingLoss: number[];
  readonly tuningLoss: number[];
  readonly trainingAuc: number[];
  readonly tuningAuc: number[];
  readonly trainingScores: number[];
  readonly tuningScores: number[];
}

interface ReferenceFile {
  readonly width: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly training: number[];
  readonly trainingPositive: number[];
  readonly tuning: number[];
  readonly tuningPositive: number[];
  readonly startWeight: number[];
  readonly startBias: number[];
  readonly cases: Record<'standardised' | 'balanced' | 'raw', Reference>;
}

const reference = JSON.parse(
  await readFile(new URL('../../reference/train-head.json', import.meta.url), 'utf8'),
) as ReferenceFile;

const part = (embeddings: number[], positive: number[]): EmbeddedPart => ({
  embeddings,
  positive: positive.map((one) => one === 1),
});
const training = part(reference.training, reference.trainingPositive);
const tuning = part(reference.tuning, reference.tuningPositive);
const start: LayerParameters = {
  weight: Float64Array.from(reference.startWeight),
  bias: Float64Array.from(reference.startBias),
};

function expectClose(actual: ArrayLike<number>, expected: readonly number[], within = 1e-9): void {
  expect(actual.length).toBe(expected.length);
  const furthest = expected.reduce((worst, value, i) => Math.max(worst, Math.abs((actual[i] ?? NaN) - value)), 0);
  expect(furthest).toBeLessThan(within);
}

test.each([
  ['standardised', { standardise: true }],
  ['balanced', { classWeights: 'balanced' }],
  ['raw', { standardise: false }],
] as const)('%s: every epoch, the kept layer and its scores equal those of R', async (name, options) => {
  const expected = reference.cases[name];
  const { width, epochs, learningRate } = reference;
  const head = await trainFrom(training, tuning, start, { width, epochs, learningRate, ...options });
  expect(head.best.epoch).toBe(expected.bestEpoch);
  for (const column of ['trainingLoss', 'tuningLoss', 'trainingAuc', 'tuningAuc'] as const) {
    expectClose(
      head.curve.map((point) => point[column]),
      expected[column],
    );
  }
  expectClose(head.layer.centre, expected.centre);
  expectClose(head.layer.weight, expected.weight);
  expectClose(head.layer.bias, expected.bias);
  expectClose(head.trainingScores, expected.trainingScores);
  expectClose(head.tuningScores, expected.tuningScores);
});

test('the gradient is the change of the loss', () => {
  const x = Float64Array.from([0.3, -1.2, 2, 0.1, -0.4, 0.9, 1.5, -0.7, 0.2]);
  const input = { x, positive: [true, false, true], weights: [0.75, 1.5] as const };
  const at = seededParameters(3, 5);
  const slope = new AdamLayer(3, at, 0.01).pass(input).gradient;
  const lossAt = (parameters: LayerParameters) => new AdamLayer(3, parameters, 0.01).look(input).loss;
  for (const key of ['weight', 'bias'] as const) {
    at[key].forEach((_, k) => {
      const moved = (by: number): LayerParameters => ({ ...at, [key]: at[key].map((w, i) => (i === k ? w + by : w)) });
      const measured = (lossAt(moved(1e-6)) - lossAt(moved(-1e-6))) / 2e-6;
      expect(slope[key][k]).toBeCloseTo(measured, 8);
    });
  }
});

/** Two clouds of slides; `apart` deviations between them on every feature. */
function clouds(n: number, width: number, apart: number, seed: number): EmbeddedPart {
  const random = seededRandom(seed);
  const positive = Array.from({ length: n }, (_, i) => i % 2 === 1);
  const embeddings = Float32Array.from({ length: n * width }, (_, i) => {
    return 5 + random.normal() + (positive[Math.floor(i / width)] ? apart : 0);
  });
  return { embeddings, positive };
}

test('clouds far apart are separated, also on slides that training never saw', async () => {
  const options = { width: 40, seed: 3, epochs: 400 };
  const head = await trainHead(clouds(12, 40, 3, 1), clouds(6, 40, 3, 2), options);
  const unseen = clouds(20, 40, 3, 9);
  expect(rankArea(scoreEmbeddings(head.layer, unseen.embeddings), unseen.positive)).toBe(1);
  expect(head.best.tuningAuc).toBe(1);
  expect(head.best.tuningLoss).toBe(Math.min(...head.curve.map(({ tuningLoss }) => tuningLoss)));
});

test('the same seed gives the same bits, another seed different ones; small cases train', async () => {
  const options = { width: 8, epochs: 50 };
  const run = (seed: number) => trainHead(clouds(2, 8, 1, 4), clouds(2, 8, 1, 5), { ...options, seed });
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(Buffer.from(again.layer.weight.buffer).equals(Buffer.from(first.layer.weight.buffer))).toBe(true);
  expect(again.curve).toEqual(first.curve);
  expect(other.layer.weight).not.toEqual(first.layer.weight);
});

test('a part with one class, a value that is not a number and a width that does not fit are refused', async () => {
  const good = clouds(6, 4, 1, 1);
  const options = { width: 4, seed: 1, epochs: 5 };
  const oneClass = { ...good, positive: good.positive.map(() => true) };
  await expect(trainHead(good, oneClass, options)).rejects.toMatchObject({
    code: 'ONE_CLASS',
    message: 'The tuning part needs slides of both classes; it has 6 positive and 0 negative.',
  });
  await expect(trainHead({ embeddings: [], positive: [] }, good, options)).rejects.toMatchObject({ code: 'ONE_CLASS' });
  const broken = { ...good, embeddings: Float64Array.from(good.embeddings, (value, i) => (i === 9 ? NaN : value)) };
  await expect(trainHead(broken, good, options)).rejects.toMatchObject({
    code: 'NOT_FINITE',
    message: expect.stringContaining('Slide 3 of the training part'),
  });
  await expect(trainHead(good, good, { ...options, width: 5 })).rejects.toThrow(RangeError);
  await expect(trainHead(good, good, { ...options, epochs: 0 })).rejects.toThrow(RangeError);
});

test('training stops soon after an abort, and yields to the event loop', async () => {
  const leaving = new AbortController();
  const big = clouds(200, 2048, 0.1, 1);
  const training = trainHead(big, clouds(20, 2048, 0.1, 2), { width: 2048, seed: 1, signal: leaving.signal });
  await new Promise((resolve) => setTimeout(resolve, 60));
  const abortedAt = performance.now();
  leaving.abort(new Error('cancelled'));
  await expect(training).rejects.toThrow('cancelled');
  // The whole takes minutes.
  expect(performance.now() - abortedAt).toBeLessThan(10_000);
});

test('the rank area counts pairs', () => {
  const scores = [3, 1, 2, 2, 5, 2, 0, 5];
  const positive = [true, false, true, false, true, true, false, false];
  let won = 0;
  let pairs = 0;
  positive.forEach((isPositive, i) => {
    if (!isPositive) return;
    positive.forEach((other, j) => {
      if (other) return;
      pairs++;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  expect(rankArea(scores, positive)).toBe(won / pairs);
  expect(rankArea([1, 2], [true, true])).toBeNull();
});

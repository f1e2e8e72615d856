import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scratchFolder } from '../../hand-made.fixture.ts';
import { seededRandom } from '../../seeded-random.ts';
import { gradientGraph, gradientOf } from './attention-graph.ts';
import { attentionModel } from './attention-model.ts';
import { type AttentionShape, parameterParts, seededAttention } from './attention-shape.ts';
import { type AttentionBags, AttentionTrainer, type TrainAttentionOptions } from './train-attention.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

interface Reference {
  readonly width: number;
  readonly hidden: number;
  readonly gate: number;
  readonly rate: number;
  readonly decay: number;
  readonly start: number[];
  readonly bags: number[][];
  readonly positive: number[];
  readonly weights: [number, number];
  readonly share: number;
  readonly of_bags: { probabilities: number[]; shares: number[]; loss: number; gradient: number[] }[];
  readonly losses: number[][];
  readonly end: number[];
}

const reference = JSON.parse(
  await readFile(new URL('../../../reference/gated-attention.json', import.meta.url), 'utf8'),
) as Reference;
const shape: AttentionShape = { width: reference.width, hidden: reference.hidden, gate: reference.gate };
const close = (values: readonly number[], digits = 6) => values.map((value) => expect.closeTo(value, digits));
const softmax = (logits: readonly number[]) => {
  const weights = logits.map(Math.exp);
  return weights.map((one) => one / weights.reduce((sum, other) => sum + other, 0));
};

const open: AttentionTrainer[] = [];
afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.close();
});

async function trainerOf(bags: AttentionBags): Promise<AttentionTrainer> {
  const trainer = await AttentionTrainer.open(bags);
  open.push(trainer);
  return trainer;
}

describe('the gradient of a bag', () => {
  it.each([0, 1, 2, 3])('%i equals PyTorch: reference/gated-attention.py', async (bag) => {
    const session = await ort.InferenceSession.create(gradientGraph(shape));
    const rows = Float32Array.from(reference.bags[bag]!);
    const target = reference.positive[bag] === 1 ? [0, 1] : [1, 0];
    const feeds: Record<string, ort.Tensor> = {
      rows: new ort.Tensor('float32', rows, [rows.length / shape.width, shape.width]),
      target: new ort.Tensor('float32', target, [1, 2]),
      share: new ort.Tensor('float32', [reference.share], [1]),
    };
    for (const { name, dims, from, to } of parameterParts(shape)) {
      feeds[name] = new ort.Tensor('float32', reference.start.slice(from, to), [...dims]);
    }
    const found = await session.run(feeds);
    const expected = reference.of_bags[bag]!;
    expect(softmax([...(found['logits']!.data as Float32Array)])).toEqual(close(expected.probabilities));
    const gradient = parameterParts(shape).flatMap(({ name }) => [...(found[gradientOf(name)]!.data as Float32Array)]);
    expect(gradient).toEqual(close(expected.gradient));
    expect(Math.max(...expected.gradient.map(Math.abs))).toBeGreaterThan(0.01);
  });
});

describe('the written head', () => {
  it('gives the probabilities and the attention of PyTorch, for classes in either order', async () => {
    const head = {
      shape,
      parameters: Float32Array.from(reference.start),
      centre: new Float32Array(shape.width),
      factor: new Float32Array(shape.width).fill(1),
    };
    for (const [bag, expected] of reference.of_bags.entries()) {
      for (const isFirst of [false, true]) {
        const session = await ort.InferenceSession.create(attentionModel(head, isFirst, 'by PyTorch'));
        const values = reference.bags[bag]!;
        const rows = new ort.Tensor('float32', values, [values.length / shape.width, shape.width]);
        const found = await session.run({ rows });
        const probabilities = [...(found['probabilities']!.data as Float32Array)];
        expect(isFirst ? probabilities.toReversed() : probabilities).toEqual(close(expected.probabilities));
        expect(softmax([...(found['attention']!.data as Float32Array)])).toEqual(close(expected.shares));
      }
    }
  });
});

describe('training', () => {
  it('takes the steps of PyTorch with class weights, decay and Adam', async () => {
    const start = Float32Array.from(reference.start);
    const trainer = await trainerOf({
      bags: reference.bags.map((bag) => ({ rows: bag.length / shape.width, source: Float32Array.from(bag) })),
      positive: reference.positive.map((one) => one === 1),
      shape,
      batch: 2,
      threads: 2,
    });
    const order = () => [0, 1, 2, 3];
    const options: TrainAttentionOptions = {
      ...{ seed: 1, epochs: 6, learningRate: reference.rate, weightDecay: reference.decay },
      standardise: false,
      classWeights: reference.weights,
    };
    const parts = { training: [0, 1, 2, 3], tuning: [0, 1, 2, 3] };
    const trained = await trainer.trainFrom(start, parts, options, order);
    expect(trained.best.epoch).toBe(6);
    expect([...trained.head.parameters]).toEqual(close(reference.end, 5));
    const moved = reference.end.map((value, k) => Math.abs(value - reference.start[k]!));
    expect(Math.max(...moved)).toBeGreaterThan(0.05);
    // The loss of an epoch is the mean over its slides as each step saw them; every step has one of each class.
    const losses = reference.losses.map((steps) => (steps[0]! + steps[1]!) / 2);
    expect(trained.curve.map(({ trainingLoss }) => trainingLoss)).toEqual(close(losses, 5));
  });
});

/** Slides in which one row in eight says which class it is, at a random place; the mean over the rows hardly does. */
async function needles(folder: string, slides: number): Promise<AttentionBags> {
  const random = seededRandom(11);
  const positive = Array.from({ length: slides }, (_, i) => i % 2 === 0);
  const bags = [];
  for (const [i, isPositive] of positive.entries()) {
    const rows = 16 + (i % 5) * 8;
    const values = Float32Array.from({ length: rows * 6 }, () => random.normal());
    for (let row = 0; row < rows; row += 8) {
      const at = Math.floor(random.uniform() * Math.min(8, rows - row)) + row;
      values[at * 6] = 4;
      values[at * 6 + 1] = isPositive ? 2 : -2;
    }
    const source = join(folder, `${i}.f32`);
    await writeFile(source, new Uint8Array(values.buffer));
    bags.push({ rows, source });
  }
  return { bags, positive, shape: { width: 6, hidden: 8, gate: 4 } };
}

const parts = { training: Array.from({ length: 32 }, (_, i) => i), tuning: [32, 33, 34, 35, 36, 37, 38, 39] };
const settings = { seed: 3, epochs: 80, learningRate: 0.01, patience: 20 };

describe('a trained head', () => {
  it('finds the rows that decide', async () => {
    const bags = await needles(await scratchFolder(), 60);
    const trainer = await trainerOf(bags);
    const { head, best, curve } = await trainer.train(parts, settings);
    expect(curve.at(-1)!.epoch - best.epoch).toBeLessThanOrEqual(20);
    expect(best.tuningLoss).toBe(Math.min(...curve.map(({ tuningLoss }) => tuningLoss)));
    const unseen = Array.from({ length: 20 }, (_, i) => 40 + i);
    const scores = await trainer.score(head, unseen);
    const right = unseen.filter((bag, place) => scores[place]! >= 0.5 === bags.positive[bag]);
    expect(right.length).toBeGreaterThanOrEqual(18);
    // The written head scores the same bag alike, and attends to the rows that were planted.
    const session = await ort.InferenceSession.create(attentionModel(head, false, 'needles'));
    const file = await readFile(bags.bags[40]!.source as string);
    const values = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
    const found = await session.run({ rows: new ort.Tensor('float32', values, [values.length / 6, 6]) });
    expect((found['probabilities']!.data as Float32Array)[1]).toBeCloseTo(scores[0]!, 6);
    const attention = [...(found['attention']!.data as Float32Array)];
    const planted = attention.filter((_, row) => values[row * 6] === 4);
    const others = attention.filter((_, row) => values[row * 6] !== 4);
    expect(Math.min(...planted)).toBeGreaterThan(others.toSorted((a, b) => a - b)[Math.floor(others.length / 2)]!);
  });

  it('is the same bit for bit with one thread and three, with all bags in memory and with none', async () => {
    const bags = await needles(await scratchFolder(), 40);
    const heads = [];
    for (const how of [{ threads: 1 }, { threads: 3 }, { threads: 2, memoryBytes: 0 }]) {
      const trainer = await trainerOf({ ...bags, ...how });
      heads.push(await trainer.train(parts, { ...settings, epochs: 12 }));
      // A second training in the same threads begins anew.
      if (how.threads === 3) heads.push(await trainer.train(parts, { ...settings, epochs: 12 }));
    }
    for (const other of heads.slice(1)) expect(other).toEqual(heads[0]);
    const trainer = await trainerOf(bags);
    const another = await trainer.train(parts, { ...settings, epochs: 12, seed: 4 });
    expect(another.head.parameters).not.toEqual(heads[0]!.head.parameters);
  });

  it('stops once the tuning loss has not fallen for as many epochs as asked, or at the last', async () => {
    const trainer = await trainerOf(await needles(await scratchFolder(), 40));
    const early = await trainer.train(parts, { ...settings, epochs: 400, patience: 5, learningRate: 0.05 });
    expect(early.stopped).toBe('patience');
    expect(early.curve.at(-1)!.epoch).toBe(early.best.epoch + 5);
    const late = await trainer.train(parts, { ...settings, epochs: 3, patience: 50 });
    expect([late.stopped, late.curve.length]).toEqual(['epochs', 3]);
  });

  it('ends at once when it is aborted', async () => {
    const abort = new AbortController();
    const trainer = await trainerOf({ ...(await needles(await scratchFolder(), 40)), signal: abort.signal });
    const training = trainer.train(parts, {
      ...settings,
      onEpoch: ({ epoch }) => epoch === 2 && abort.abort(new Error('enough')),
    });
    await expect(training).rejects.toThrow('enough');
  });
});

describe('what cannot be trained on is refused by name:', () => {
  it('one class only', async () => {
    const trainer = await trainerOf(await needles(await scratchFolder(), 8));
    await expect(trainer.train({ training: [0, 2, 4], tuning: [1, 6] }, settings)).rejects.toMatchObject({
      code: 'ONE_CLASS',
      message: 'The training part needs slides of both classes; it has 3 positive and 0 negative.',
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('a feature that is %s', async (value) => {
    const bags = await needles(await scratchFolder(), 8);
    const rows = new Float32Array(12).fill(1);
    rows[7] = value;
    const broken = bags.bags.map((bag, i) => (i === 4 ? { rows: 2, source: rows } : bag));
    const trainer = await trainerOf({ ...bags, bags: broken });
    await expect(trainer.train({ training: [0, 1, 2, 3], tuning: [4, 5] }, settings)).rejects.toMatchObject({
      code: 'NOT_FINITE',
      message: 'Slide 5 has a feature that is not a finite number.',
    });
  });

  it('a head whose parameters are not finite', async () => {
    const bags = await needles(await scratchFolder(), 8);
    const trainer = await trainerOf(bags);
    const start = seededAttention(bags.shape, 1);
    start[start.length - 1] = Number.NaN;
    await expect(trainer.trainFrom(start, { training: [0, 1, 2, 3], tuning: [4, 5] }, settings)).rejects.toMatchObject({
      code: 'DIVERGED',
      message: expect.stringContaining('not finite after epoch 1'),
    });
  });

  it('a bag that was cut off', async () => {
    const bags = await needles(await scratchFolder(), 8);
    await writeFile(bags.bags[2]!.source as string, new Uint8Array(10));
    const trainer = await trainerOf(bags);
    await expect(trainer.train({ training: [0, 1, 2, 3], tuning: [4, 5] }, settings)).rejects.toThrow(
      'Slide 3: its features cannot be read any more.',
    );
  });
});

import { statement } from '@haim/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { type Bag } from '../scoring/bag.ts';
import { scratchFolder, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { scoreBag } from '../scoring/score.ts';
import { sensitivity } from './sensitivity.ts';
import { seededRandom } from '../seeded-random.ts';
import { openSession } from '../sessions/session.ts';

const options = { provider: 'cpu', threads: 1 } as const;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A bag whose patches are laid out `columns` to a line. */
function bagOf(rows: readonly (readonly number[])[], columns = rows.length): Bag {
  const width = rows[0]!.length;
  const patches = rows.map((_, i) => ({
    x: (i % columns) * 8,
    y: Math.floor(i / columns) * 8,
    reason: null,
    quality: null,
  }));
  const hash = '0'.repeat(64);
  return {
    features: Float32Array.from(rows.flat()),
    sidecar: {
      bagVersion: 1,
      slideSha256: hash,
      featuresSha256: hash,
      parametersSha256: hash,
      dataSha256: hash,
      provider: 'cpu',
      rows: rows.length,
      width,
      micronsPerPixel: 0.25,
      sizePx: 8,
      reader: 'sharp',
      readerVersion: 'by hand',
      warnings: [],
      patches: [...patches, { x: 0, y: 4096, reason: 'blurred', quality: null }],
    },
  };
}

describe('a linear head, worked out by hand', () => {
  // Logits are 0 and 0.01 times the mean over the two rows of the image of (first - third feature).
  let model: LoadedModel;
  beforeAll(async () => {
    const folder = await scratchFolder();
    await writeHandMadeModel(folder);
    model = await loadModel(folder);
  });

  test('gives two rows their values', async () => {
    // First minus third: 20 and -100, mean -40. Without the first: (-40 - 100) / 2; without the second: (20 - 40) / 2.
    const found = await sensitivity(
      bagOf([
        [180, 100, 160],
        [100, 0, 200],
      ]),
      model,
      options,
    );
    expect(found.prps).toBeCloseTo(sigmoid(-0.4), 6);
    expect(found.values).toHaveLength(2);
    expect(found.values![0]).toBeCloseTo(sigmoid(-0.4) - sigmoid(-0.7), 6); // pushes toward SD/PD
    expect(found.values![1]).toBeCloseTo(sigmoid(-0.4) - sigmoid(-0.1), 6); // pushes toward CR/PR
    expect(found.scale).toBeCloseTo(sigmoid(-0.1) - sigmoid(-0.4), 6);
    expect(found).toMatchObject({ blocks: [0, 1], blockRows: 1, providerRan: 'cpu', warnings: [] });
  });

  test('gives the inner of four rows more weight, by the resizing', async () => {
    // 4 to 2: centres at 1 and 3, the triangle reaches 2 to each side, so the image's rows are (3 3 1 0) / 7 and
    // (0 1 3 3) / 7 of the bag, and the mean of both is (3 4 4 3) / 14.
    const d = [30, -50, 110, 10]; // first minus third; mean 25
    const weight = [3 / 14, 4 / 14, 4 / 14, 3 / 14];
    const rows = d.map((difference) => [difference, 7, 0]);
    const logit = 0.01 * d.reduce((sum, one, i) => sum + weight[i]! * one, 0);
    const found = await sensitivity(bagOf(rows), model, options);
    expect(found.prps).toBeCloseTo(sigmoid(logit), 6);
    d.forEach((one, i) => {
      const without = sigmoid(logit + 0.01 * weight[i]! * (25 - one));
      expect(found.values![i]).toBeCloseTo(sigmoid(logit) - without, 6);
    });
    expect([...found.values!].map(Math.sign)).toEqual([1, -1, 1, -1]);
  });

  test('inverts every sign for the other positive class', async () => {
    const folder = await scratchFolder();
    await writeHandMadeModel(folder, (manifest) => ({ ...manifest, positiveClass: 'CR/PR' }));
    const found = await sensitivity(
      bagOf([
        [180, 100, 160],
        [100, 0, 200],
      ]),
      await loadModel(folder),
      options,
    );
    expect(found.values![0]).toBeCloseTo(sigmoid(0.4) - sigmoid(0.7), 6);
  });

  test('gives null with a warning for one row, which is its own mean, never zero', async () => {
    const found = await sensitivity(bagOf([[180, 100, 160]]), model, options);
    expect(found.prps).toBeCloseTo(sigmoid(0.2), 6);
    expect(found).toMatchObject({ values: null, scale: null, blocks: [0] });
    expect(found.warnings).toEqual([statement('onePatchOnly')]);
  });

  test('gives zero for equal rows', async () => {
    const found = await sensitivity(
      bagOf([
        [9, 9, 1],
        [9, 9, 1],
        [9, 9, 1],
      ]),
      model,
      options,
    );
    expect([...found.values!]).toEqual([0, 0, 0]);
    expect(found.scale).toBe(0);
  });

  test('refuses a bag of another feature network', async () => {
    await expect(
      sensitivity(
        bagOf([
          [1, 2],
          [3, 4],
        ]),
        model,
        options,
      ),
    ).rejects.toBeInstanceOf(RangeError);
  });
});

/**
 * A head that is not linear and depends on the position of a row: two convolutions with random weights on an image of
 * 16 x 20.
 */
function convolutionHead(batch: 'batch' | 1): OnnxGraph {
  const random = seededRandom(11);
  const normal = (length: number, spread: number) =>
    Float32Array.from({ length }, () => (random.uniform() - 0.5) * spread);
  const graph = new OnnxGraph('convolutions');
  graph.input('input', 'float32', [batch, 3, 16, 20]);
  const first = graph.constant('first', [4, 3, 3, 3], normal(108, 1));
  const second = graph.constant('second', [5, 4, 3, 3], normal(180, 1));
  const hidden = graph.node('Relu', [graph.node('Conv', ['input', first], { strides: [2, 2] })]);
  const pooled = graph.node('GlobalAveragePool', [graph.node('Relu', [graph.node('Conv', [hidden, second])])]);
  const weight = graph.constant('weight', [2, 5], normal(10, 4));
  const bias = graph.constant('bias', [2], Float32Array.from([0, 0]));
  graph.node('Gemm', [graph.node('Flatten', [pooled]), weight, bias], { transB: 1 }, 'logits');
  graph.output('logits', 'float32', [batch, 2]);
  return graph;
}

async function convolutionModel(batch: 'batch' | 1 = 'batch', antialias = true): Promise<LoadedModel> {
  const folder = await scratchFolder();
  const features = new OnnxGraph('features');
  features.input('input', 'uint8', ['batch', 8, 8, 3]);
  const mean = features.node('ReduceMean', [features.node('Cast', ['input'], { to: 1 })], {
    axes: [1, 2],
    keepdims: 0,
  });
  features.node(
    'Concat',
    Array.from({ length: 16 }, () => mean),
    { axis: 1 },
    'features',
  );
  features.output('features', 'float32', ['batch', 48]);
  await writeHandMadeModel(
    folder,
    (manifest) => {
      manifest.graphs.features.outputs = [{ meaning: 'features', name: 'features', width: 48 }];
      Object.assign(manifest.graphs.head.input, { size: [16, 20], mean: [0.1, 0.2, 0.3], std: [1, 2, 3] });
      Object.assign(manifest.bag, { channels: 3, resize: { height: 16, width: 20, method: 'bilinear', antialias } });
      return manifest;
    },
    { features: features.toBytes(), head: convolutionHead(batch).toBytes() },
  );
  return loadModel(folder);
}

function randomBag(rows: number, columns?: number): Bag {
  const random = seededRandom(rows);
  return bagOf(
    Array.from({ length: rows }, () => Array.from({ length: 48 }, () => random.uniform() * 8 - 4)),
    columns,
  );
}

/** The direct way: the whole bag rewritten with the mean row in place of the others, resized and scored. */
async function byBruteForce({ features, sidecar }: Bag, blocks: readonly number[], model: LoadedModel) {
  const { rows, width } = sidecar;
  const mean = Array.from({ length: width }, (_, i) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += features[row * width + i]!;
    return sum / rows;
  });
  const session = await openSession(model.head, options);
  const { prps } = await scoreBag(features, width, model, session);
  const values: number[] = [];
  for (const block of blocks) {
    const changed = Float32Array.from(features);
    blocks.forEach((one, row) => one === block && changed.set(mean, row * width));
    values.push(prps - (await scoreBag(changed, width, model, session)).prps);
  }
  await session.close();
  return { prps, values };
}

describe('the incremental and the direct computation', () => {
  test.each([
    ['more rows than the image has', 37, true],
    ['fewer', 7, true],
    ['without antialiasing', 37, false],
  ])('%s', async (_, rows, antialias) => {
    const model = await convolutionModel('batch', antialias);
    const bag = randomBag(rows);
    const found = await sensitivity(bag, model, options);
    const expected = await byBruteForce(bag, found.blocks, model);
    expect(found.prps).toBe(expected.prps);
    expect(found.scale).toBeGreaterThan(1e-3); // otherwise the comparison below would be meaningless
    expected.values.forEach((value, row) => expect(Math.abs(found.values![row]! - value)).toBeLessThan(1e-6));
  });

  test('replace blocks together above the limit, and give every patch the value of its block', async () => {
    const model = await convolutionModel();
    const bag = randomBag(50, 10);
    const found = await sensitivity(bag, model, { ...options, rowByRowLimit: 49 });
    expect(new Set(found.blocks).size).toBe(7); // the square root of 50, rounded
    expect(found.blockRows).toBe(8);
    const expected = await byBruteForce(bag, found.blocks, model);
    expect(found.scale).toBeGreaterThan(1e-3);
    expected.values.forEach((value, row) => expect(Math.abs(found.values![row]! - value)).toBeLessThan(1e-6));
    const ofBlocks = new Map(found.blocks.map((block, row) => [block, found.values![row]]));
    found.blocks.forEach((block, row) => expect(found.values![row]).toBe(ofBlocks.get(block)));
  });

  test('replace every row separately up to the limit', async () => {
    const found = await sensitivity(randomBag(49), await convolutionModel(), { ...options, rowByRowLimit: 49 });
    expect(found.blockRows).toBe(1);
    expect(new Set(found.blocks).size).toBe(49);
  });

  test('agree for batches, single images and a head that takes one at a time', async () => {
    const bag = randomBag(20);
    const [free, single] = [await convolutionModel(), await convolutionModel(1)];
    const one = await sensitivity(bag, free, options);
    const eight = await sensitivity(bag, free, { ...options, batchSize: 8 }); // 21 images: 8, 8 and 5
    const never = await sensitivity(bag, single, { ...options, batchSize: 8 });
    one.values!.forEach((value, row) => {
      expect(Math.abs(eight.values![row]! - value)).toBeLessThan(1e-6);
      expect(never.values![row]).toBe(value);
    });
  });

  test('give the same result twice, bit for bit', async () => {
    const model = await convolutionModel();
    const first = await sensitivity(randomBag(12), model, options);
    const second = await sensitivity(randomBag(12), model, options);
    expect([...second.values!]).toEqual([...first.values!]);
  });
});

describe('progress and cancelling', () => {
  test('each run of the head is reported, including that of the bag itself', async () => {
    const told: string[] = [];
    const onProgress = (done: number, total: number) => told.push(`${done}/${total}`);
    const model = await convolutionModel();
    await sensitivity(randomBag(4), model, { ...options, onProgress });
    expect(told).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
    told.length = 0;
    await sensitivity(randomBag(4), model, { ...options, onProgress, batchSize: 3 });
    expect(told).toEqual(['3/5', '5/5']);
  });

  test('an abort rejects with its reason', async () => {
    const model = await convolutionModel();
    const controller = new AbortController();
    const onProgress = (done: number) => done === 2 && controller.abort(new Error('stopped'));
    const stopped = sensitivity(randomBag(30), model, { ...options, signal: controller.signal, onProgress });
    await expect(stopped).rejects.toThrow('stopped');
    const never = sensitivity(randomBag(30), model, { ...options, signal: AbortSignal.abort(new Error('too late')) });
    await expect(never).rejects.toThrow('too late');
  });
});

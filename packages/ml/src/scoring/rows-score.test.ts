import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder, sha256, writeHalfSlide } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { type Manifest } from '../models/manifest.ts';
import { slideSensitivity } from '../sensitivity/sensitivity-of-slide.ts';
import { colourMapGraph, type RowsHeadOptions, rowTokensGraph, writeRowsModel } from '../rows-model.fixture.ts';
import { scoreSlide } from './run.ts';

let folder: string;
let slidePath: string;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

beforeEach(async () => {
  folder = await scratchFolder();
  slidePath = join(folder, 'slide.tif');
  // Two patches of 8 pixels: green is 10 in the first and 20 in the second. Scores 0 and ln 2, shares 1/3 and 2/3.
  await writeHalfSlide(slidePath, { width: 16, height: 8, colour: (x) => [200, x < 8 ? 10 : 20, 30] });
});

interface Given {
  readonly head?: RowsHeadOptions;
  readonly change?: (manifest: Manifest) => unknown;
  readonly features?: Uint8Array;
}

async function modelOf({ head, change, features }: Given) {
  const path = join(folder, 'model');
  await writeRowsModel(path, head, change, features);
  return loadModel(path);
}

const score = async (given: Given = {}) =>
  scoreSlide({ slidePath, model: await modelOf(given), bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1 });

/** The attended green is 10/3 + 40/3; the last logit is 0.03 times that. */
const attended = 50 / 3;

describe('a head that takes rows', () => {
  test.each([{ layout: 'ND' }, { layout: '1ND' }] as RowsHeadOptions[])('scores a slide: %j', async (head) => {
    const result = await score({ head });
    expect(result.logits).toEqual([0, expect.closeTo(0.03 * attended, 5)]);
    expect(result.prps).toBeCloseTo(sigmoid(0.03 * attended), 6);
    expect(result.attention).toEqual([expect.closeTo(1 / 3, 6), expect.closeTo(2 / 3, 6)]);
  });

  test('a single logit is that of the positive class, whichever that is', async () => {
    const second = await score({ head: { logits: 1 } });
    expect(second.logits).toHaveLength(1);
    expect(second.prps).toBeCloseTo(sigmoid(0.03 * attended), 6);
    const first = await score({ head: { logits: 1 }, change: (m) => ({ ...m, positiveClass: 'CR/PR' }) });
    expect(first.prps).toBeCloseTo(second.prps, 12);
    expect(first.predictedClass).toBe('CR/PR');
  });

  test('of four classes the positive one is scored, and below the threshold the most probable of the others', async () => {
    const classes = ['CR', 'PR', 'SD', 'PD'];
    const e = Math.exp(0.03 * attended);
    const positive = await score({ head: { logits: 4 }, change: (m) => ({ ...m, classes, positiveClass: 'PD' }) });
    expect(positive.prps).toBeCloseTo(e / (e + 3), 6); // 0.355
    expect(positive).toMatchObject({ predictedClass: 'CR', positiveClass: 'PD', classes }); // 0.532 is not reached
    const other = await score({ head: { logits: 4 }, change: (m) => ({ ...m, classes, positiveClass: 'CR' }) });
    expect(other.prps).toBeCloseTo(1 / (e + 3), 6);
    expect(other.predictedClass).toBe('PD');
  });

  test('attention that comes as shares is the same', async () => {
    const { attention } = await score({ head: { values: 'shares' } });
    expect(attention).toEqual([expect.closeTo(1 / 3, 6), expect.closeTo(2 / 3, 6)]);
  });

  test('sensitivity replaces a row by the mean of the two', async () => {
    const model = await modelOf({});
    const options = { model, bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1 } as const;
    const { prps } = await scoreSlide({ ...options, slidePath });
    const slideSha256 = sha256(await readFile(slidePath));
    const found = await slideSensitivity({ ...options, slideSha256, slidePath: async () => slidePath });
    expect(found.prps).toBe(prps);
    // Green 15 and 20: scores ln 2 / 2 and ln 2; green 10 and 15: 0 and ln 2 / 2.
    const attend = (a: number, b: number) => (a * 2 ** ((a - 10) / 10) + b * 2 ** ((b - 10) / 10)) / (2 ** ((a - 10) / 10) + 2 ** ((b - 10) / 10)); // prettier-ignore
    const expected = [attend(15, 20), attend(10, 15)].map((green) => prps - sigmoid(0.03 * green));
    expected.forEach((value, row) => expect(found.values![row]).toBeCloseTo(value, 6));
  });
});

describe('what a run of a graph may give is checked', () => {
  test('a logit that is not a number', async () => {
    const change = (m: Manifest) => {
      Object.assign(m.graphs.head.outputs[0]!, { width: 1 });
      return m;
    };
    await expect(score({ head: { isBroken: true }, change })).rejects.toMatchObject({
      code: 'OUTPUT_REFUSED',
      field: 'graphs.head.outputs',
      message: expect.stringContaining('not finite'),
    });
  });

  test('scores that the manifest calls shares', async () => {
    const change = (m: Manifest) => {
      Object.assign(m.graphs.head.outputs[1]!, { values: 'shares' });
      return m;
    };
    await expect(score({ change })).rejects.toMatchObject({
      code: 'OUTPUT_REFUSED',
      message: expect.stringContaining('add up to 0.6931'),
    });
  });

  test('a bag larger than the head takes, with both numbers; its features are kept', async () => {
    const change = (m: Manifest) => {
      Object.assign(m.graphs.head.input, { maxRows: 1 });
      return m;
    };
    await expect(score({ change })).rejects.toMatchObject({
      code: 'BAG_TOO_LARGE',
      field: 'graphs.head.input.maxRows',
      message: 'graphs.head.input.maxRows: the slide has 2 patches; the head takes at most 1',
    });
    expect((await score()).bagReused).toBe(true);
  });
});

describe('what becomes a row of the bag', () => {
  /** Rows of a patch differ: green is 16 times the row below the eighth. */
  const striped = (y: number): readonly [number, number, number] => [200, 16 * (y % 8), 30];
  const rowOf = async (take: unknown, features: Uint8Array): Promise<number[]> => {
    await writeHalfSlide(slidePath, { width: 8, height: 8, colour: (_, y) => striped(y) });
    const model = await modelOf({
      features,
      change: (m) => {
        Object.assign(m.graphs.features.outputs[0]!, { take });
        return m;
      },
    });
    const bagDir = join(folder, 'bags');
    await scoreSlide({ slidePath, model, bagDir, provider: 'cpu', threads: 1 }).catch((error: unknown) => {
      // The head of three features refuses a row of six: only the bag is looked at.
      if (!String(error).includes('graphs.head')) throw error;
    });
    const { keptBag } = await import('./obtain-bag.ts');
    const bag = await keptBag({ model, bagDir, provider: 'cpu' }, sha256(await readFile(slidePath)));
    return [...bag!.features];
  };

  test.each([
    ['the token with a number', { what: 'token', token: 3 }, [200, 48, 30]],
    ['the mean of the tokens after some', { what: 'meanOfTokens', skip: 4 }, [200, (64 + 80 + 96 + 112) / 4, 30]],
  ])('%s', async (_, take, row) => expect(await rowOf(take, rowTokensGraph())).toEqual(row));

  test('the mean of a map', async () => {
    expect(await rowOf({ what: 'meanOfMap' }, colourMapGraph())).toEqual([200, 56, 30]);
  });
});

test('a patch of several crops gets the mean of their features', async () => {
  // Crops of 4 pixels in the corners of a patch of 8, each enlarged to the 8 of the input: of one colour each.
  const green = [10, 20, 40, 90];
  const colour = (x: number, y: number) => [200, green[(y < 4 ? 0 : 2) + (x < 4 ? 0 : 1)]!, 30] as const;
  await writeHalfSlide(slidePath, { width: 8, height: 8, colour });
  const crops = { perSide: 2, px: 4 };
  const { logits } = await score({ change: (m) => ({ ...m, patch: { ...m.patch, crops } }) });
  expect(logits[1]).toBeCloseTo(0.03 * 40, 5);
});

test('two models whose graphs are the same file and whose weights lie beside it do not share features', async () => {
  const { features } = await import('../external.fixture.ts');
  const scoreWith = async (scale: number) => {
    const { graph, weights } = features(scale);
    const path = join(folder, `model-${scale}`);
    await writeRowsModel(path, {}, (m) => {
      m.graphs.features.externalFiles = [{ file: 'features.onnx.data', sha256: sha256(weights) }];
      return m;
    }, graph); // prettier-ignore
    await writeFile(join(path, 'features.onnx.data'), weights);
    const model = await loadModel(path);
    return { model, result: await scoreSlide({ slidePath, model, bagDir: join(folder, 'bags'), provider: 'cpu' }) };
  };
  const [one, two] = [await scoreWith(1), await scoreWith(2)];
  expect(one.model.features.sha256).toBe(two.model.features.sha256);
  expect(two.result.bagReused).toBe(false);
  expect(one.result.logits[1]).toBeCloseTo(0.03 * attended, 5);
  expect(two.result.logits[1]).not.toBeCloseTo(0.03 * attended, 2);
});

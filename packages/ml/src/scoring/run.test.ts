import { statement } from '@haim/schema';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ModelError, NotScorable, SlideError } from '../errors.ts';
import { GLASS, scratchFolder, TISSUE, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { type Manifest } from '../models/manifest.ts';
import { type PatchGrid } from '../patches/patches.ts';
import { RoiError } from '../rois/roi-error.ts';
import { madeTiff } from '../slides/made-tiff.ts';
import { scoreSlide } from './run.ts';
import { type ScoreProgress, type ScoreSlideOptions } from './slide-score.ts';

let folder: string;
let slidePath: string;

beforeEach(async () => {
  folder = await scratchFolder();
  slidePath = join(folder, 'half.tif');
  await writeHalfSlide(slidePath);
});

async function score(options: Partial<ScoreSlideOptions> = {}, change?: (manifest: Manifest) => void) {
  await writeHandMadeModel(join(folder, 'model'), (manifest) => {
    change?.(manifest);
    return manifest;
  });
  const model = await loadModel(join(folder, 'model'));
  return scoreSlide({ slidePath, model, bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1, ...options });
}

test('a slide of two colours gets the score worked out by hand', async () => {
  const stages: ScoreProgress[] = [];
  const result = await score({ onProgress: (progress) => stages.push(progress) });
  // 64 x 32 pixels in patches of 8: 8 x 4, of which the left half is tissue.
  expect(result.patches).toEqual({ found: 32, kept: 16, dropped: [{ reason: 'background', count: 16 }] });
  expect(result.patchMap[0]).toEqual({ x: 0, y: 0, sizePx: 8, kept: true, reason: null });
  expect(result.patchMap[4]).toEqual({ x: 32, y: 0, sizePx: 8, kept: false, reason: 'background' });
  // Every row of the bag is 180, 100, 160; logits are 0 and 0.01 (180 - 160).
  expect(result.logits[0]).toBe(0);
  expect(result.logits[1]).toBeCloseTo(0.2, 6);
  expect(result.prps).toBeCloseTo(1 / (1 + Math.exp(-0.2)), 6); // 0.5498
  expect(result).toMatchObject({
    predictedClass: 'SD/PD',
    positiveClass: 'SD/PD',
    threshold: 0.532,
    weights: 'trained',
    providerAsked: 'cpu',
    providerRan: 'cpu',
    roi: 'whole tissue',
    reader: 'sharp',
    warnings: [],
    bagReused: false,
  });
  expect(result.micronsPerPixel).toBeCloseTo(0.25, 6);
  expect([...new Set(stages.map(({ stage }) => stage))]).toEqual(['hashing', 'tiling', 'features', 'score']);
  expect(stages.filter(({ stage }) => stage === 'features').at(-1)).toEqual({ stage: 'features', done: 16, total: 16 });
});

test('patches are heard of one by one, each once, and end as the map of the score', async () => {
  const grids: PatchGrid[] = [];
  const heard = new Map<number, string | null>();
  const doneAt: number[] = [];
  const patchWatch = {
    onGrid: (grid: PatchGrid) => void grids.push(grid),
    onJudged: (place: number, reason: string | null) => {
      expect(heard.has(place)).toBe(false);
      heard.set(place, reason);
    },
  };
  const onProgress = ({ stage, done }: ScoreProgress) => {
    // What is counted as done has been heard of.
    if (stage === 'features') doneAt.push(done - heard.size);
  };
  const result = await score({ patchWatch, onProgress });
  expect(grids).toHaveLength(1);
  expect(new Set(doneAt)).toEqual(new Set([0]));
  const inTheEnd = grids[0]!.patches.map(({ x, y, reason }, place) => ({ x, y, reason: heard.get(place) ?? reason }));
  expect(inTheEnd).toEqual(result.patchMap.map(({ x, y, reason }) => ({ x, y, reason })));
  // The left half, 16 of 32, was read; the right half was never a candidate.
  expect([heard.size, grids[0]!.patches.filter(({ reason }) => reason !== null).length]).toEqual([16, 16]);
  // A bag that is reused has no patches to wait for.
  heard.clear();
  await score({ patchWatch });
  expect([grids.length, heard.size]).toEqual([1, 0]);
});

test('the bag is kept, reused, and gives the same score', async () => {
  const first = await score();
  const files = await readdir(join(folder, 'bags'));
  const second = await score();
  expect(second.bagReused).toBe(true);
  expect(second.prps).toBe(first.prps);
  expect(second.patchMap).toEqual(first.patchMap);
  expect(await readdir(join(folder, 'bags'))).toEqual(files);
  // Bytes: 16 rows of three little-endian floats.
  const raw = await readFile(
    join(
      folder,
      'bags',
      files.find((name) => name.endsWith('.f32'))!,
    ),
  );
  expect([raw.length, raw.readFloatLE(0), raw.readFloatLE(4), raw.readFloatLE(8)]).toEqual([192, 180, 100, 160]);
});

test('the other positive class inverts the score', async () => {
  const result = await score({}, (manifest) => (manifest.positiveClass = 'CR/PR'));
  expect(result.prps).toBeCloseTo(1 / (1 + Math.exp(0.2)), 6);
  expect(result.predictedClass).toBe('SD/PD'); // 0.45 is below the threshold of the positive class
});

test('another region or another quality rule makes another bag', async () => {
  await score();
  const outline = [
    { x: 0, y: 0 },
    { x: 16, y: 0 },
    { x: 16, y: 8 },
    { x: 0, y: 8 },
  ];
  const roi = [{ outline, holes: [] }];
  const inRegion = await score({ roi });
  expect(inRegion).toMatchObject({ bagReused: false, roi, patches: { found: 32, kept: 2 } });
  expect(inRegion.patches.dropped).toEqual([{ reason: 'outsideRoi', count: 30 }]);
  const stricter = await score({}, (manifest) => (manifest.quality.whiteSaturation = 4));
  expect(stricter.bagReused).toBe(false);
});

test('rows of the bag are in the order y, then x', async () => {
  await writeHalfSlide(slidePath, { width: 16, height: 16, colour: (x, y) => [200, x < 8 ? 10 : 20, y < 8 ? 30 : 40] });
  await score();
  const files = await readdir(join(folder, 'bags'));
  const raw = await readFile(
    join(
      folder,
      'bags',
      files.find((name) => name.endsWith('.f32'))!,
    ),
  );
  const rows = Array.from({ length: 4 }, (_, row) => [raw.readFloatLE(row * 12 + 4), raw.readFloatLE(row * 12 + 8)]);
  expect(rows).toEqual([
    [10, 30],
    [20, 30],
    [10, 40],
    [20, 40],
  ]);
});

test('each quality fault is counted under its name', async () => {
  const patches = [TISSUE, [49, 40, 49], [210, 200, 210], GLASS] as const;
  await writeHalfSlide(slidePath, { width: 32, height: 8, colour: (x) => patches[x >> 3] ?? GLASS });
  // Saturations 113, 47, 12 and 0; means 147, 46 and 207.
  const result = await score({}, (manifest) => (manifest.quality.whiteSaturation = 20));
  expect(result.patchMap.map(({ reason }) => reason)).toEqual([null, 'black', 'white', 'background']);
});

test('a slide without any patch left gets no score', async () => {
  await expect(score({}, (manifest) => (manifest.quality.minLaplacianVariance = 1))).rejects.toMatchObject({
    reasons: [
      { reason: 'blurred', count: 16 },
      { reason: 'background', count: 16 },
    ],
  });
  await writeHalfSlide(slidePath, { colour: () => GLASS });
  const white = score();
  await expect(white).rejects.toBeInstanceOf(NotScorable);
  await expect(white).rejects.toMatchObject({ reasons: [{ reason: 'background', count: 32 }] });
  await writeHalfSlide(slidePath, { width: 7, height: 7 });
  await expect(score()).rejects.toMatchObject({ reasons: [] });
});

test('a slide without scale needs one from the caller', async () => {
  await writeHalfSlide(slidePath, { micronsPerPixel: null });
  await expect(score()).rejects.toMatchObject({ code: 'NO_RESOLUTION' });
  expect((await score({ micronsPerPixel: 0.25 })).patches.kept).toBe(16);
});

test('pixels that are not square are refused, whatever scale is stated for them', async () => {
  const colour = (x: number) => (x < 32 ? TISSUE : GLASS);
  await writeFile(
    slidePath,
    madeTiff([{ width: 64, height: 32, tile: 16, colour, resolution: { x: 40_000, y: 20_000, unit: 3 } }]),
  );
  const refusal = { code: 'NO_RESOLUTION', message: expect.stringMatching(/0\.25 microns.*across and 0\.5 down/) };
  await expect(score()).rejects.toMatchObject(refusal);
  await expect(score({ micronsPerPixel: 0.25 })).rejects.toMatchObject(refusal);
});

test('a 20x slide is enlarged, with a warning that names both scales', async () => {
  await writeHalfSlide(slidePath, { micronsPerPixel: 0.5 });
  const result = await score();
  expect(result.patchMap[0]?.sizePx).toBe(4);
  expect(result.patches).toMatchObject({ found: 128, kept: 64 });
  expect(result.warnings).toEqual([statement('patchesResampled', { slide: 0.5, model: 0.25 })]);
  expect(result.prps).toBeCloseTo(1 / (1 + Math.exp(-0.2)), 6); // one colour stays one colour
});

test('synthetic weights are stated on the result', async () => {
  const result = await score({}, (manifest) => (manifest.graphs.head.weights = 'synthetic'));
  expect(result.weights).toBe('synthetic');
  expect(result.warnings).toEqual([statement('syntheticWeights')]);
});

test('faults of slide, region and model keep their own errors', async () => {
  await writeFile(join(folder, 'text.svs'), 'no slide');
  await expect(score({ slidePath: join(folder, 'text.svs') })).rejects.toBeInstanceOf(SlideError);
  await expect(score({ roi: [] })).rejects.toBeInstanceOf(RoiError);
  const model = await loadModel(join(folder, 'model'));
  await writeFile(model.head.path, 'changed');
  await expect(scoreSlide({ slidePath, model, bagDir: join(folder, 'bags'), provider: 'cpu' })).rejects.toBeInstanceOf(
    ModelError,
  );
});

test('an abort before or during the work rejects with its reason', async () => {
  await expect(score({ signal: AbortSignal.abort(new Error('never started')) })).rejects.toThrow('never started');
  const controller = new AbortController();
  const onProgress = ({ stage, done }: ScoreProgress) => {
    if (stage === 'features' && done === 2) controller.abort(new Error('stopped'));
  };
  await expect(score({ signal: controller.signal, onProgress })).rejects.toThrow('stopped');
  await expect(readdir(join(folder, 'bags'))).rejects.toThrow(); // no half bag
});

test('a PyTorch-style input is supported: float32, planes first, normalised here, BGR', async () => {
  const { OnnxGraph } = await import('../architectures/onnx-graph.ts');
  const graph = new OnnxGraph('planes');
  graph.input('input', 'float32', ['batch', 3, 4, 4]);
  graph.node('ReduceMean', ['input'], { axes: [2, 3], keepdims: 0 }, 'features');
  graph.output('features', 'float32', ['batch', 3]);
  await writeHandMadeModel(
    join(folder, 'model'),
    (manifest) => {
      Object.assign(manifest.graphs.features.input, {
        layout: 'NCHW',
        dtype: 'float32',
        size: [4, 4],
        channelOrder: 'BGR',
        mean: [0.5, 0.25, 0],
        std: [0.5, 1, 2],
      });
      return manifest;
    },
    { features: graph.toBytes() },
  );
  const model = await loadModel(join(folder, 'model'));
  await scoreSlide({ slidePath, model, bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1 });
  const files = await readdir(join(folder, 'bags'));
  const raw = await readFile(
    join(
      folder,
      'bags',
      files.find((name) => name.endsWith('.f32'))!,
    ),
  );
  // Blue 160, green 100, red 180, each over 255, then (value - mean) / std.
  expect(raw.readFloatLE(0)).toBeCloseTo((160 / 255 - 0.5) / 0.5, 6);
  expect(raw.readFloatLE(4)).toBeCloseTo(100 / 255 - 0.25, 6);
  expect(raw.readFloatLE(8)).toBeCloseTo(180 / 255 / 2, 6);
});

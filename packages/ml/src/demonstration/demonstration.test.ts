import { statement } from '@haim/schema';
// The demonstration model on drawn slides and on a real one: the whole path with networks of full size, few patches.
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { drawDemoSlide } from './demo-slide.ts';
import { REAL_SLIDE, scratchFolder, sha256 } from '../hand-made.fixture.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { openSlideHere } from '../slides/open-slide.ts';
import { type Polygon } from '../rois/roi.ts';
import { scoreSlide } from '../scoring/run.ts';
import { type ScoreProgress } from '../scoring/slide-score.ts';
import { readTiffHeader } from '../slides/tiff-header.ts';
import { DEMO_MODEL_ID, writeDemoModels } from './write-demo-models.ts';

const timeout = 120_000;
let folder: string;
let model: LoadedModel;

const rectangle = (x: number, y: number, width: number, height: number): Polygon => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

beforeAll(async () => {
  folder = await scratchFolder();
  await writeDemoModels(join(folder, 'models'));
  model = await loadModel(join(folder, 'models', DEMO_MODEL_ID));
}, timeout);

test('the model is marked synthetic, and is not written twice', { timeout }, async () => {
  expect(model).toMatchObject({ id: 'haim', weights: 'synthetic', featureWidth: 2048 });
  expect(model.features.spec.provenance).toMatch(/seeded He-normal weights .*not trained; not a prediction/);
  const before = await stat(model.head.path);
  await writeDemoModels(join(folder, 'models'));
  expect((await stat(model.head.path)).mtimeMs).toBe(before.mtimeMs);
});

test('a drawn slide states that it is synthetic, and is the same for the same seed', { timeout }, async () => {
  const draw = (name: string, seed: number) =>
    drawDemoSlide({ path: join(folder, name), seed, texture: 'sheet', widthPx: 640, heightPx: 480 });
  await Promise.all([draw('a.tif', 1), draw('b.tif', 1), draw('c.tif', 2)]);
  const [a, b, c] = await Promise.all(['a.tif', 'b.tif', 'c.tif'].map((name) => readFile(join(folder, name))));
  expect(sha256(a!)).toBe(sha256(b!));
  expect(sha256(a!)).not.toBe(sha256(c!));
  const { directories } = await readTiffHeader(join(folder, 'a.tif'), 64);
  expect(directories[0]?.description).toMatch(/^SYNTHETIC/);
  const slide = await openSlideHere(join(folder, 'a.tif'));
  expect(slide.micronsPerPixel).toBeCloseTo(0.25, 6);
});

test('two drawn slides have different scores inside (0.05, 0.95), which are reproducible', { timeout }, async () => {
  const score = async (seed: number, texture: 'sheet' | 'trabecular', bags: string) => {
    const slidePath = join(folder, `${texture}.tif`);
    await mkdir(join(folder, bags), { recursive: true });
    if (!existsSync(slidePath)) await drawDemoSlide({ path: slidePath, seed, texture, widthPx: 1100, heightPx: 800 });
    return scoreSlide({ slidePath, model, bagDir: join(folder, bags), provider: 'cpu' });
  };
  const sheet = await score(1, 'sheet', 'bags');
  const trabecular = await score(2, 'trabecular', 'bags');
  const again = await score(1, 'sheet', 'other-bags');
  expect(again.bagReused).toBe(false);
  expect(again.prps).toBe(sheet.prps);
  expect(Math.abs(sheet.prps - trabecular.prps)).toBeGreaterThan(0.001);
  for (const { prps, weights, warnings } of [sheet, trabecular]) {
    expect(prps).toBeGreaterThan(0.05);
    expect(prps).toBeLessThan(0.95);
    expect(weights).toBe('synthetic');
    expect(warnings).toContainEqual(statement('syntheticWeights'));
  }
});

test.skipIf(!existsSync(REAL_SLIDE))(
  'a real slide end to end; cancelled within two seconds (skipped without the file)',
  { timeout },
  async () => {
    const options = { slidePath: REAL_SLIDE, model, bagDir: join(folder, 'bags'), provider: 'cpu' as const };
    const roi = [{ outline: rectangle(771, 1542, 514, 257), holes: [] }];
    const first = await scoreSlide({ ...options, roi });
    expect(first.patches.kept).toBe(2);
    expect(first.patches.found).toBe(88); // 2220 x 2967 in squares of 257: 8 x 11
    expect(first.warnings[0]).toMatchObject({
      code: 'patchesResampled',
      values: { slide: expect.closeTo(0.499, 3) as number, model: 0.25 },
    });
    const second = await scoreSlide({ ...options, roi });
    expect(second).toMatchObject({ bagReused: true, prps: first.prps });

    const controller = new AbortController();
    let abortedAt = 0;
    const onProgress = ({ stage, done }: ScoreProgress) => {
      if (stage !== 'features' || done !== 1) return;
      abortedAt = performance.now();
      controller.abort(new Error('cancelled'));
    };
    await expect(scoreSlide({ ...options, signal: controller.signal, onProgress })).rejects.toThrow('cancelled');
    expect(performance.now() - abortedAt).toBeLessThan(20_000);
  },
);

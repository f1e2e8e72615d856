import { statement } from '@haim/schema';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { scratchFolder, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { type Manifest } from '../models/manifest.ts';
import { scoreSlide } from '../scoring/run.ts';
import { type SensitivityProgress, slideSensitivity, type SlideSensitivityOptions } from './sensitivity-of-slide.ts';

let folder: string;
let slidePath: string;

// Two patches beside each other: 200 100 100 and 100 100 160. First minus third: 100 and -60, mean 20.
beforeEach(async () => {
  folder = await scratchFolder();
  slidePath = join(folder, 'two.tif');
  await writeHalfSlide(slidePath, { width: 16, height: 8, colour: (x) => (x < 8 ? [200, 100, 100] : [100, 100, 160]) });
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

async function scored(change?: (manifest: Manifest) => void, roi?: SlideSensitivityOptions['roi']) {
  await writeHandMadeModel(join(folder, 'model'), (manifest) => {
    change?.(manifest);
    return manifest;
  });
  const model = await loadModel(join(folder, 'model'));
  const how = { model, bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1, roi } as const;
  const score = await scoreSlide({ slidePath, ...how });
  const explain = (options: Partial<SlideSensitivityOptions> = {}) =>
    slideSensitivity({
      slideSha256: score.slideSha256,
      slidePath: () => Promise.reject(new Error('the file must not be asked for')),
      ...how,
      ...options,
    });
  return { score, explain };
}

test('a slide of two patches gets the values worked out by hand, from the stored bag alone', async () => {
  const { score, explain } = await scored();
  const stages: SensitivityProgress[] = [];
  const found = await explain({ onProgress: (progress) => stages.push(progress) });
  expect(found.prps).toBe(score.prps);
  expect(found.prps).toBeCloseTo(sigmoid(0.2), 6);
  // Without the first patch: (20 - 60) / 2; without the second: (100 + 20) / 2, each over 100.
  expect(found.values![0]).toBeCloseTo(sigmoid(0.2) - sigmoid(-0.2), 6);
  expect(found.values![1]).toBeCloseTo(sigmoid(0.2) - sigmoid(0.6), 6);
  expect(found.corners).toEqual([
    { x: 0, y: 0 },
    { x: 8, y: 0 },
  ]);
  expect(found).toMatchObject({ bagReused: true, weights: 'trained', modelSha256: score.modelSha256, warnings: [] });
  expect(found.method).toEqual(statement('sensitivityPerPatch', { positive: 'SD/PD' }));
  expect(stages).toEqual([1, 2, 3].map((done) => ({ stage: 'sensitivity', done, total: 3 })));
});

test('a missing bag is made again, only from the file that was scored', async () => {
  const { explain } = await scored();
  const before = await explain();
  const files = await readdir(join(folder, 'bags'));
  await rm(join(folder, 'bags'), { recursive: true });
  const stages = new Set<string>();
  const again = await explain({ slidePath: async () => slidePath, onProgress: ({ stage }) => stages.add(stage) });
  expect([...again.values!]).toEqual([...before.values!]);
  expect(again.bagReused).toBe(false);
  expect([...stages]).toEqual(['hashing', 'tiling', 'features', 'sensitivity']);
  expect(await readdir(join(folder, 'bags'))).toEqual(files);

  await rm(join(folder, 'bags'), { recursive: true });
  await writeFile(slidePath, 'another file');
  await expect(explain({ slidePath: async () => slidePath })).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test('a region that was stored and read back identifies the same bag', async () => {
  const outline = [
    { x: 0, y: 0 },
    { x: 16, y: 0 },
    { x: 16, y: 8 },
    { x: 0, y: 8 },
  ];
  const { explain } = await scored(undefined, [{ outline, holes: [] }]);
  // As a database may return it: with fields in another order.
  const stored = [{ holes: [], outline: outline.map(({ x, y }) => ({ y, x })) }];
  expect((await explain({ roi: stored })).bagReused).toBe(true);
  await expect(explain({ roi: undefined })).rejects.toThrow('must not be asked for');
});

test('blocks and synthetic weights are stated in warnings', async () => {
  const { explain } = await scored((manifest) => (manifest.graphs.head.weights = 'synthetic'));
  const found = await explain({ rowByRowLimit: 1 });
  expect(found.method).toMatchObject({ code: 'sensitivityPerBlock', values: { blocks: 1, size: 2 } });
  // Both rows are the mean: the score is that of the mean bag, which for a linear head is the score itself.
  expect([...found.values!]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  expect(found).toMatchObject({ weights: 'synthetic', warnings: [statement('syntheticWeights')] });
});

test('an abort while the bag is made again rejects with its reason', async () => {
  const { explain } = await scored();
  await rm(join(folder, 'bags'), { recursive: true });
  const controller = new AbortController();
  const onProgress = ({ stage }: SensitivityProgress) => {
    if (stage === 'features') controller.abort(new Error('stopped'));
  };
  const stopped = explain({ slidePath: async () => slidePath, signal: controller.signal, onProgress });
  await expect(stopped).rejects.toThrow('stopped');
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { scratchFolder, sha256, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { scoreSlide } from '../scoring/run.ts';
import { hasExactInt8 } from '../sessions/exact-int8.ts';
import { int8OnSlides, type StudySlide } from './int8-on-slides.ts';
import { residualGraph } from './residual.fixture.ts';

vi.setConfig({ testTimeout: 120_000 }); // the machine may be busy

let folder: string;
let base: LoadedModel;
let slides: StudySlide[];
beforeAll(async () => {
  folder = await scratchFolder();
  await writeHandMadeModel(
    join(folder, 'base'),
    (manifest) => {
      manifest.graphs.features.outputs = [{ meaning: 'features', name: 'features', width: 16 }];
      return manifest;
    },
    { features: residualGraph() },
  );
  base = await loadModel(join(folder, 'base'));
  slides = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const path = join(folder, `slide-${n}.tif`);
      const colour = (x: number, y: number) => [180 + ((x * n) % 60), 60 + ((y * 7 + n * 5) % 90), 150] as const;
      await writeHalfSlide(path, { width: 16, height: 16, colour });
      return { path, sha256: sha256(await readFile(path)) };
    }),
  );
});

describe.skipIf(!hasExactInt8())('an int8 form that is measured on slides', () => {
  test('states how far it is from its original: what both give on these slides, run again', async () => {
    const bagDir = join(folder, 'bags');
    const made = await int8OnSlides({ parentFolder: folder, base, slides, bagDir, threads: 1 });
    expect(made.model.manifest.convertedFrom?.agreement).toEqual(made.agreement);
    const differences: number[] = [];
    for (const { path } of slides.slice(0, 4)) {
      const options = { slidePath: path, bagDir: join(folder, 'again'), provider: 'cpu', threads: 1 } as const;
      const [one, other] = [await scoreSlide({ ...options, model: base }), await scoreSlide({ ...options, model: made.model })];
      differences.push(Math.abs(one.prps - other.prps));
    } // prettier-ignore
    expect(made.agreement).toMatchObject({ slides: 20, patches: 80, provider: 'cpu' });
    expect(made.agreement.largestScoreDifference).toBeGreaterThanOrEqual(Math.max(...differences));
    expect(made.agreement.featureError).toBeGreaterThan(0);
    expect(made.agreement.featureError).toBeLessThan(0.03);
    expect(made.patchesPerSecond.int8).toBeGreaterThan(0);
  });

  test('is refused with fewer than 20 slides, and leaves nothing behind', async () => {
    const before = await readdir(folder);
    const few = int8OnSlides({ parentFolder: folder, base, slides: slides.slice(0, 19), bagDir: join(folder, 'bags') });
    await expect(few).rejects.toThrow('19 of 19 slides can be scored; 20 are needed');
    expect(await readdir(folder)).toEqual(before);
  });
});

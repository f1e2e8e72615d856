import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareProviders } from '../agreement/compare-providers.ts';
import { scratchFolder, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { scoreSlide } from '../scoring/run.ts';
import { writeFloat16Model } from './write-float16-model.ts';

it('a float16 model is a version of the same line, agrees with its original and has its own bags', async () => {
  const folder = await scratchFolder();
  await writeHandMadeModel(join(folder, 'by-hand'));
  const base = await loadModel(join(folder, 'by-hand'));
  const written = await writeFloat16Model(folder, base);
  await rename(written.folder, join(folder, written.model.id));
  const half = await loadModel(join(folder, `${base.id}-float16`));
  expect(half.manifest).toMatchObject({
    line: base.id,
    convertedFrom: { id: base.id, modelSha256: base.modelSha256 },
    graphs: { features: { precision: 'float16', externalFiles: [] }, head: base.manifest.graphs.head },
  });
  expect(half.modelSha256).not.toBe(base.modelSha256);

  const found = await compareProviders({ model: half, reference: base, provider: 'cpu', patches: 8 });
  // Means of bytes up to 255 are within half a step of float16, 1/16 there.
  expect(found.largestDifference).toBeLessThanOrEqual(1 / 16);
  expect(found.agrees).toBe(true);

  const slidePath = join(folder, 'slide.tif');
  await writeHalfSlide(slidePath);
  const bagDir = join(folder, 'bags');
  for (const model of [base, half]) {
    const score = await scoreSlide({ slidePath, model, bagDir, provider: 'cpu' });
    expect(score.bagReused).toBe(false);
    expect(score.modelSha256).toBe(model.modelSha256);
  }
  await expect(writeFloat16Model(folder, half)).rejects.toMatchObject({ field: 'graphs.features.precision' });
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

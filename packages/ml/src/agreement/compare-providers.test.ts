import { expect, it } from 'vitest';
import { compareProviders, presentProviders } from './compare-providers.ts';
import { scratchFolder, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';

it('finds the cpu, and reports for every other device that it takes a graph or why not', async () => {
  const found = await presentProviders();
  expect(found.map(({ provider }) => provider)).toEqual(['cuda', 'webgpu', 'cpu']);
  expect(found.at(-1)?.refusal).toBeNull();
  for (const { refusal } of found) expect(refusal === null || refusal.length > 0).toBe(true);
});

it('finds the cpu equal to itself, and names a device that is missing', async () => {
  const folder = await scratchFolder();
  await writeHandMadeModel(folder);
  const model = await loadModel(folder);
  const done: number[] = [];
  const same = await compareProviders({ model, provider: 'cpu', patches: 5, onProgress: (n) => done.push(n) });
  expect(same).toMatchObject({ patches: 5, largestDifference: 0, agrees: true });
  // Mean colours of drawn tissue are between black and white.
  expect(same.featureScale).toBeGreaterThan(50);
  expect(same.featureScale).toBeLessThan(255);
  expect(done.at(-1)).toBe(10);
  if ((await presentProviders())[0]?.refusal !== null) {
    await expect(compareProviders({ model, provider: 'cuda', patches: 2 })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
  }
});

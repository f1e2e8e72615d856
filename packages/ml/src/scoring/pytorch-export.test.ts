import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { scratchFolder } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { pyTorchFacts, writePyTorchModel } from '../pytorch-model.fixture.ts';
import { openSession } from '../sessions/session.ts';
import { runBatch } from './features.ts';
import { scoreBag } from './score.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

/** The made-up input of reference/small-vit-clam.py: three patches. */
const madeUp = Array.from({ length: 3 }, (_, patch) => ({
  rgb: Uint8Array.from({ length: 224 * 224 * 3 }, (_, i) => ((patch * 224 * 224 * 3 + i) * 37) % 251),
  quality: { meanSaturation: 0, meanRgb: 0, laplacianVariance: 0 },
  reason: null,
}));

test('a ViT and a CLAM head, exported by PyTorch with weights beside them, give what PyTorch gives', async () => {
  const folder = join(await scratchFolder(), 'small-vit-clam');
  await writePyTorchModel(folder);
  const model = await loadModel(folder);
  const expected = await pyTorchFacts();
  const network = await openSession(model.features, { provider: 'cpu', threads: 1 });
  const { values } = await runBatch(madeUp, model, network);
  await network.close();
  const wanted = expected.features.flat();
  expect(values).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(Math.abs(values[i]! - value)).toBeLessThan(1e-5));

  const head = await openSession(model.head, { provider: 'cpu', threads: 1 });
  const { logits, attention } = await scoreBag(values, model.featureWidth, model, head);
  await head.close();
  expected.logits.forEach((value, i) => expect(logits[i]).toBeCloseTo(value, 4));
  expected.attention.forEach((value, i) => expect(attention![i]).toBeCloseTo(value, 6));
});

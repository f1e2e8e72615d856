import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { scratchFolder, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { pyTorchFacts, writePyTorchModel } from '../pytorch-model.fixture.ts';
import { runBatch } from '../scoring/features.ts';
import { seededRandom } from '../seeded-random.ts';
import { hasExactInt8 } from '../sessions/exact-int8.ts';
import { openSession } from '../sessions/session.ts';
import { residualGraph } from './residual.fixture.ts';
import { int8Weight, roundingOf } from './int8-tensor.ts';
import { writeInt8Model } from './write-int8-model.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

const quality = { meanSaturation: 0, meanRgb: 0, laplacianVariance: 0 };
const patch = (side: number, value: (i: number) => number) => ({
  rgb: Uint8Array.from({ length: side * side * 3 }, (_, i) => value(i)),
  quality,
  reason: null,
});

let folder: string;
let base: LoadedModel;
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
});

const random = seededRandom(5);
const patches = Array.from({ length: 12 }, () => patch(8, () => Math.floor(random.uniform() * 256)));

async function featuresOf(model: LoadedModel, batches: readonly (typeof patches)[]): Promise<Float32Array[]> {
  const session = await openSession(model.features, { provider: 'cpu', threads: 1 });
  try {
    const all: Float32Array[] = [];
    for (const batch of batches) all.push((await runBatch(batch, model, session)).values);
    return all;
  } finally {
    await session.close();
  }
}

/** Root mean square of the difference over that of the values. */
function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, square] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (found[i]! - expected[i]!) ** 2;
    square += expected[i]! ** 2;
  }
  return Math.sqrt(difference / square);
}

describe.skipIf(!hasExactInt8())('the int8 form of a network', () => {
  test('gives nearly the same features, in a folder that verifies and names its original', async () => {
    const { model } = await writeInt8Model({ parentFolder: folder, base, patches, threads: 1 });
    expect(model.manifest).toMatchObject({
      id: 'by-hand-int8',
      line: 'by-hand',
      convertedFrom: { id: 'by-hand', modelSha256: base.modelSha256 },
      graphs: { features: { precision: 'int8' }, head: { file: 'head.onnx' } },
    });
    const [[expected], [found]] = [await featuresOf(base, [patches]), await featuresOf(model, [patches])];
    expect(relativeError(found!, expected!)).toBeLessThan(0.02);
    expect(relativeError(found!, expected!)).toBeGreaterThan(0); // it is another network
  });

  test('gives a patch the same features whatever else is in its batch', async () => {
    const { model } = await writeInt8Model({ parentFolder: folder, base, patches, threads: 1 });
    const [dark, bright] = [patch(8, (i) => i % 5), patch(8, () => 255)];
    const [alone, beside] = await featuresOf(model, [[dark], [dark, bright]]);
    expect([...beside!.subarray(0, 16)]).toEqual([...alone!]);
  });

  test('is made of a ViT whose weights are stored beside its graph', async () => {
    await writePyTorchModel(join(folder, 'vit'));
    const vit = await loadModel(join(folder, 'vit'));
    const madeUp = Array.from({ length: 3 }, (_, n) => patch(224, (i) => ((n * 224 * 224 * 3 + i) * 37) % 251));
    const { model } = await writeInt8Model({ parentFolder: folder, base: vit, patches: madeUp, threads: 1 });
    const [found] = await featuresOf(model, [madeUp]);
    expect(relativeError(found!, (await pyTorchFacts()).features.flat())).toBeLessThan(0.05);
    expect(model.features.spec.externalFiles).toEqual([]);
  });

  test('is not made of a form, and leaves nothing behind', async () => {
    const { model } = await writeInt8Model({ parentFolder: folder, base, patches, threads: 1 });
    const before = await readdir(folder);
    await expect(writeInt8Model({ parentFolder: folder, base: model, patches })).rejects.toMatchObject({
      code: 'GRAPH_REFUSED',
      message: 'graphs.features.precision: by-hand-int8 is int8 already',
    });
    expect(await readdir(folder)).toEqual(before);
  });
});

test('a network without convolutions and products has no int8 form', async () => {
  const plain = await scratchFolder();
  await writeHandMadeModel(join(plain, 'base'));
  const model = await loadModel(join(plain, 'base'));
  await expect(writeInt8Model({ parentFolder: plain, base: model, patches })).rejects.toMatchObject({
    code: 'GRAPH_REFUSED',
    field: 'graphs.features.file',
  });
  expect(await readdir(plain)).toEqual(['base']);
});

test('bytes cover the range and zero; weights have a scale for each output', () => {
  expect(roundingOf({ min: -1, max: 4.1 })).toEqual({ scale: Math.fround(5.1 / 255), zero: 50 });
  expect(roundingOf({ min: 2, max: 5.1 })).toEqual({ scale: Math.fround(5.1 / 255), zero: 0 });
  expect(roundingOf({ min: 0, max: 0 })).toEqual({ scale: 1, zero: 0 });
  // Outputs along the first axis: largest 127 and 0.5.
  const { values, scales } = int8Weight(Float32Array.of(127, -63.6, 0.5, -0.2), [2, 2], 0);
  expect([...values]).toEqual([127, -64, 127, -51]);
  expect([...scales]).toEqual([1, Math.fround(0.5 / 127)]);
  // Along the last: 1 and 2.
  const last = int8Weight(Float32Array.of(1, 2, -0.2, 1.2), [2, 2], -1);
  expect([...last.values]).toEqual([127, 127, -25, 76]);
});

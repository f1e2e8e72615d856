// From small slides to a trained model and back: the written model scores a slide as training did.
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddingWidth, SlideEmbedder } from '../scoring/embed-slide.ts';
import {
  headWithEmbedding,
  scratchFolder,
  withEmbedding,
  writeHalfSlide,
  writeHandMadeModel,
} from '../hand-made.fixture.ts';
import { scoreEmbeddings } from './head-layer.ts';
import { loadModel } from '../models/load-model.ts';
import { lineOf } from '../models/manifest.ts';
import { scoreSlide } from '../scoring/run.ts';
import { trainHead } from './train-head.ts';
import { writeTrainedModel } from './write-trained-model.ts';

/** Slides whose tissue is redder (positive) or bluer, each a little different. */
async function slidesIn(folder: string, n: number, from: number) {
  await mkdir(folder, { recursive: true });
  const paths = Array.from({ length: n }, (_, i) => join(folder, `${from + i}.tif`));
  const positive = paths.map((_, i) => i % 2 === 0);
  for (const [i, path] of paths.entries()) {
    const shade = 7 * ((from + i) % 5);
    const tissue = positive[i] ? ([200 - shade, 90, 130] as const) : ([130, 90, 200 - shade] as const);
    await writeHalfSlide(path, { colour: (x) => (x < 32 ? tissue : [255, 255, 255]) });
  }
  return { paths, positive };
}

test.each([['CR/PR', 'SD/PD'] as const, ['SD/PD', 'CR/PR'] as const])(
  'classes %s, %s: embeddings, training and the written model agree',
  { timeout: 60_000 },
  async (first, second) => {
    const folder = await scratchFolder();
    const models = join(folder, 'models');
    await writeHandMadeModel(
      join(models, 'by-hand'),
      (manifest) => ({
        ...withEmbedding(manifest),
        classes: [first, second] as [string, string],
        graphs: {
          head: withEmbedding(manifest).graphs.head,
          features: { ...manifest.graphs.features, weights: 'synthetic' as const },
        },
      }),
      { head: headWithEmbedding() },
    );
    const base = await loadModel(join(models, 'by-hand'));
    expect(embeddingWidth(base)).toBe(3);
    const training = await slidesIn(join(folder, 'slides'), 6, 0);
    const tuning = await slidesIn(join(folder, 'slides'), 4, 10);

    const bagDir = join(folder, 'bags');
    const embedder = new SlideEmbedder({ model: base, bagDir, provider: 'cpu' });
    const embed = async ({ paths, positive }: typeof training) => {
      const values: number[] = [];
      for (const slidePath of paths) values.push(...(await embedder.embed({ slidePath })).values);
      return { embeddings: values, positive };
    };
    const parts = { training: await embed(training), tuning: await embed(tuning) };
    // The features are the mean colour; the embedding is their hundredth.
    expect(parts.training.embeddings.slice(0, 3)).toEqual([2, 0.9, 1.3].map((value) => expect.closeTo(value, 5)));
    expect((await embedder.embed({ slidePath: training.paths[0]! })).bagReused).toBe(true);
    embedder.close();

    const head = await trainHead(parts.training, parts.tuning, { width: 3, seed: 1, epochs: 200 });
    const facts = {
      base,
      layer: head.layer,
      threshold: { value: 0.4, rule: 'Youden', chosenOn: 'the tuning part' },
      trainedOn: { snapshotId: 'abc', n: 6, centres: ['NFH'] },
      training: 'seed 1',
    };
    const { folder: written, model } = await writeTrainedModel(models, facts);
    expect(model).toMatchObject({ weights: 'synthetic', manifest: { trainedOn: facts.trainedOn } });
    expect(model.head.spec.weights).toBe('trained');
    expect(model.id).toMatch(/^by-hand-[0-9a-f]{12}$/);
    expect(lineOf(model.manifest)).toBe('by-hand');
    const inode = async (at: string) => (await stat(at)).ino;
    expect(await inode(model.features.path)).toBe(await inode(base.features.path));

    await rename(written, join(models, model.id));
    const placed = await loadModel(join(models, model.id));
    for (const [i, slidePath] of tuning.paths.entries()) {
      const score = await scoreSlide({ slidePath, model: placed, bagDir, provider: 'cpu' });
      expect(score.bagReused).toBe(true);
      expect(Math.abs(score.prps - head.tuningScores[i]!)).toBeLessThan(1e-5);
      expect(score.predictedClass).toBe(score.prps >= 0.4 ? 'SD/PD' : 'CR/PR');
    }

    // A head that was trained here is a base like any other: the old layer is removed and the name does not grow.
    const twice = await writeTrainedModel(models, { ...facts, base: placed });
    expect(twice.model.id).toMatch(/^by-hand-[0-9a-f]{12}$/);
    const slidePath = tuning.paths[0]!;
    const again = await scoreSlide({ slidePath, model: twice.model, bagDir, provider: 'cpu' });
    expect(Math.abs(again.prps - head.tuningScores[0]!)).toBeLessThan(1e-5);
    // The same layer gives the same files and name, whatever was there before; another training set another name.
    expect((await writeTrainedModel(models, facts)).model).toMatchObject({
      id: model.id,
      modelSha256: model.modelSha256,
    });
    const others = { ...facts, trainedOn: { ...facts.trainedOn, snapshotId: 'abd' } };
    expect((await writeTrainedModel(models, others)).model.id).not.toBe(model.id);
  },
);

test('a head without an embedding and a layer of another width are refused, and nothing is written', async () => {
  const folder = await scratchFolder();
  await writeHandMadeModel(join(folder, 'by-hand'));
  const base = await loadModel(join(folder, 'by-hand'));
  const layer = { width: 2, centre: new Float64Array(2), weight: new Float64Array(4), bias: new Float64Array(2) };
  const facts = {
    base,
    layer,
    threshold: base.manifest.threshold,
    trainedOn: { snapshotId: 'abc', n: 6, centres: ['NFH'] },
    training: 'never',
  };
  await expect(writeTrainedModel(folder, facts)).rejects.toMatchObject({
    code: 'SHAPE_MISMATCH',
    field: 'graphs.head.outputs',
  });
  expect(() => new SlideEmbedder({ model: base, bagDir: folder })).toThrow(/no output that means embedding/);
  expect(await readdir(folder)).toEqual(['by-hand']);
});

test('a layer scores as worked out by hand', () => {
  const layer = {
    width: 2,
    centre: Float64Array.from([1, 2]),
    weight: Float64Array.from([0, 0, 3, -1]),
    bias: Float64Array.from([0, 0.5]),
  };
  // 3 (2 - 1) - (4 - 2) + 0.5 = 1.5 against 0.
  expect([...scoreEmbeddings(layer, [2, 4])]).toEqual([expect.closeTo(1 / (1 + Math.exp(-1.5)), 12)]);
});

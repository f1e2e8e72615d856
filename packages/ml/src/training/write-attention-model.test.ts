// From small slides to an attention head and back: the written model scores a slide as training did.
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { scoreSlide } from '../scoring/run.ts';
import { SlideBags } from '../scoring/slide-bags.ts';
import { AttentionTrainer } from './attention/train-attention.ts';
import { writeAttentionModel } from './write-trained-model.ts';

/** Slides of four patches, of which one is red in the positive ones and blue in the others. */
async function slidesIn(folder: string, n: number) {
  await mkdir(folder, { recursive: true });
  const paths = Array.from({ length: n }, (_, i) => join(folder, `${i}.tif`));
  const positive = paths.map((_, i) => i % 2 === 0);
  for (const [i, path] of paths.entries()) {
    const told = positive[i] ? ([230 - (i % 7), 60, 60] as const) : ([60, 60, 230 - (i % 7)] as const);
    const place = i % 4;
    const colour = (x: number) => (Math.floor(x / 8) === place ? told : ([150, 110 + ((x * 7) % 5), 140] as const));
    await writeHalfSlide(path, { width: 32, height: 8, colour });
  }
  return { paths, positive };
}

test.each([['CR/PR', 'SD/PD'] as const, ['SD/PD', 'CR/PR'] as const])(
  'classes %s, %s: bags, training and the written model agree',
  { timeout: 60_000 },
  async (first, second) => {
    const folder = await scratchFolder();
    const models = join(folder, 'models');
    // The base model has no embedding, and its head takes an image: the new head replaces it as a whole.
    await writeHandMadeModel(join(models, 'by-hand'), (manifest) => ({ ...manifest, classes: [first, second] }));
    const base = await loadModel(join(models, 'by-hand'));
    const { paths, positive } = await slidesIn(join(folder, 'slides'), 20);
    const bagDir = join(folder, 'bags');
    const kept = new SlideBags({ model: base, bagDir, provider: 'cpu' });
    const bags = [];
    for (const slidePath of paths) {
      const { bag, path } = await kept.obtain({ slidePath });
      bags.push({ rows: bag.sidecar.rows, source: path });
    }
    kept.close();
    expect(bags[0]!.rows).toBe(4);
    const trainer = await AttentionTrainer.open({
      bags,
      positive,
      shape: { width: 3, hidden: 8, gate: 4 },
      threads: 2,
    });
    const all = paths.map((_, i) => i);
    const parts = { training: all.slice(0, 14), tuning: all.slice(14) };
    const { head } = await trainer.train(parts, { seed: 1, epochs: 60, learningRate: 0.02 });
    const scores = await trainer.score(head, all);
    await trainer.close();
    expect(scores.every((score, i) => score >= 0.5 === positive[i])).toBe(true);

    const facts = {
      ...{ base, head, training: 'seed 1', maxRows: 4 },
      threshold: { value: 0.4, rule: 'Youden', chosenOn: 'the tuning part' },
      trainedOn: { snapshotId: 'abc', n: 14, centres: ['NFH'] },
    };
    const { folder: written, model } = await writeAttentionModel(models, facts);
    expect((await writeAttentionModel(models, facts)).model.id).toBe(model.id);
    expect(model.head.spec).toMatchObject({ weights: 'trained', input: { layout: 'ND', maxRows: 4 } });
    expect(model.manifest.bag).toEqual({ rows: 'patches', order: 'y,x' });
    await rename(written, join(models, model.id));
    const placed = await loadModel(join(models, model.id));
    for (const i of [0, 1, 17]) {
      const score = await scoreSlide({ slidePath: paths[i]!, model: placed, bagDir, provider: 'cpu' });
      expect(score.bagReused).toBe(true);
      expect(Math.abs(score.prps - scores[i]!)).toBeLessThan(1e-6);
      expect(score.attention).toHaveLength(4);
    }
    const narrow = await writeAttentionModel(models, { ...facts, maxRows: 3 });
    await expect(
      scoreSlide({ slidePath: paths[0]!, model: narrow.model, bagDir, provider: 'cpu' }),
    ).rejects.toMatchObject({ code: 'BAG_TOO_LARGE' });
  },
);

test('a head of another width is refused, and nothing is written', async () => {
  const folder = await scratchFolder();
  await writeHandMadeModel(join(folder, 'by-hand'));
  const base = await loadModel(join(folder, 'by-hand'));
  const shape = { width: 2, hidden: 2, gate: 1 };
  const none = new Float32Array(2);
  await expect(
    writeAttentionModel(folder, {
      ...{ base, training: 'never', maxRows: 4, threshold: base.manifest.threshold },
      head: { shape, parameters: new Float32Array(22), centre: none, factor: none },
      trainedOn: { snapshotId: 'abc', n: 6, centres: ['NFH'] },
    }),
  ).rejects.toThrow('the head takes rows of 2, not of 3');
  expect(await readdir(folder)).toEqual(['by-hand']);
});

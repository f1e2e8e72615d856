// A process of its own: its peak memory is that of one worker that trains. Prints what it measured as one line of JSON.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttentionTrainer, type BagRows, seededRandom } from '../../packages/ml/src/index.ts';
import { type AttentionBench } from './attention.ts';

const WIDTH = 2048;
const [slides = 200, rows = 500, epochs = 100, hidden = 128, threads = 2] = process.argv.slice(2).map(Number);
const tuningSlides = Math.max(2, Math.round(slides / 5));

/** Rows of noise of which one in twenty says to which class the slide belongs. */
async function writeBag(path: string, positive: boolean, seed: number): Promise<BagRows> {
  const random = seededRandom(seed);
  const values = new Float32Array(rows * WIDTH);
  for (let at = 0; at < values.length; at++) values[at] = random.uniform();
  for (let row = 0; row < rows; row += 20) {
    for (let j = 0; j < 32; j++) {
      const at = row * WIDTH + j * 2 + Number(positive);
      values[at] = (values[at] ?? 0) + 0.7;
    }
  }
  await writeFile(path, new Uint8Array(values.buffer));
  return { rows, source: path };
}

const folder = await mkdtemp(join(tmpdir(), 'attention-bench-'));
try {
  const positive = Array.from({ length: slides + tuningSlides }, (_, i) => i % 2 === 0);
  const bags: BagRows[] = [];
  for (const [i, one] of positive.entries()) bags.push(await writeBag(join(folder, `${i}.f32`), one, i));
  const began = performance.now();
  const cpu = process.cpuUsage();
  const trainer = await AttentionTrainer.open({
    ...{ bags, positive, threads },
    shape: { width: WIDTH, hidden, gate: hidden / 2 },
  });
  const all = positive.map((_, i) => i);
  const parts = { training: all.slice(0, slides), tuning: all.slice(slides) };
  const { best, curve } = await trainer.train(parts, { seed: 1, epochs, patience: epochs });
  await trainer.close();
  const used = process.cpuUsage(cpu);
  const result: AttentionBench = {
    epochs: curve.length,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    tuningAuc: best.tuningAuc,
  };
  console.log(JSON.stringify(result));
} finally {
  await rm(folder, { recursive: true });
}

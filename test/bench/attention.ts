import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptLoader } from '../../apps/api/src/typescript-loader.ts';

export interface AttentionBench {
  readonly epochs: number;
  readonly seconds: number;
  /** Of all threads: on a busy machine it says more than the time that passed. */
  readonly cpuSeconds: number;
  /** Peak memory of the process, its threads included. */
  readonly peakMb: number;
  readonly tuningAuc: number;
}

export interface AttentionRow extends AttentionBench {
  readonly slides: number;
  readonly rows: number;
  readonly hidden: number;
  readonly aimSeconds: number | null;
}

const run = promisify(execFile);

/** Slides to train on, patches of each, epochs, hidden units; a fifth more slides is the tuning part. */
const cases = [
  { slides: 200, rows: 500, epochs: 100, hidden: 64, aimSeconds: 60 },
  { slides: 8, rows: 10_000, epochs: 2, hidden: 64, aimSeconds: null },
] as const;

/** Time and memory of training heads with attention, each in a process of its own. */
export async function benchAttention(): Promise<AttentionRow[]> {
  const root = join(import.meta.dirname, '../..');
  const found: AttentionRow[] = [];
  for (const one of cases) {
    const { slides, rows, epochs, hidden } = one;
    const given = [slides, rows, epochs, hidden].map(String);
    const script = join(import.meta.dirname, 'attention-child.ts');
    const { stdout } = await run(process.execPath, ['--import', typescriptLoader, script, ...given], { cwd: root });
    found.push({ ...(JSON.parse(stdout) as AttentionBench), ...one });
  }
  return found;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Call, runCall } from '../run-calls.ts';
import { toR } from '../to-r.ts';

const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;

it.skipIf(!canRun)('a script with Firth’s penalty agrees, and stops at another number', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'firth-'));
  try {
    // Nobody with b = 1 has the outcome, so that maximum likelihood has no answer.
    const rows = [[1, 0, 5], [1, 0, 9], [0, 0, 6], [1, 0, 3], [0, 1, 7], [0, 1, 5], [0, 1, 8], [0, 0, 9], [1, 0, 8], [0, 1, 2]]; // prettier-ignore
    const column = (k: number) => rows.map((row) => String(row[k]));
    const table = { y: column(0), b: column(1), x: column(2) };
    writeFileSync(join(folder, 'data.csv'), ['y,b,x', ...rows.map((row) => row.join(','))].join('\n'));
    const terms = [
      { column: 'b', type: 'factor', levels: ['0', '1'] },
      { column: 'x', type: 'numeric' },
    ];
    const call: Call = { fn: 'firth', args: { outcome: 'y', terms } };
    const result = runCall(call, table) as { coefficients: { upper: number | null }[] };
    const run = (answer: object) => {
      writeFileSync(join(folder, 'check.R'), toR(call, answer));
      return spawnSync('Rscript', ['check.R'], { cwd: folder, encoding: 'utf8' });
    };
    expect(run(result)).toMatchObject({ status: 0, stdout: expect.stringContaining('upper agrees') as string });
    const [first, ...others] = result.coefficients;
    const wrong = { ...result, coefficients: [{ ...first, upper: (first?.upper ?? 0) * 1.0001 + 0.001 }, ...others] };
    expect(run(wrong).stderr).toContain('upper[1]');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Call, runCall } from '../run-calls.ts';
import { toRTogether } from '../to-r.ts';

/*
 * Groups a and b: means 2 and 4, variances 1 and 4, so 2 / sqrt(2.5). Of yes a has 1 of 3, b 2 of 3:
 * (1/3) / sqrt(2/9) = 1/sqrt(2). Group c is b again but for its mean 7: from a 5 / sqrt(2.5).
 */
const table = {
  value: ['1', '2', '3', '2', '4', '6', '5', '7', '9', null],
  answer: ['yes', 'no', 'no', 'yes', 'yes', 'no', 'yes', 'yes', 'no', 'yes'],
  same: Array.from({ length: 10 }, () => 'one'),
  group: ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'c'],
};
const levels = ['a', 'b'];
const calls: readonly (Call & { readonly expected: number | null })[] = [
  { fn: 'standardizeddifference', args: { value: 'value', group: 'group', levels }, expected: 2 / Math.sqrt(2.5) },
  { fn: 'standardizeddifference', args: { row: 'answer', group: 'group', levels }, expected: Math.SQRT1_2 },
  {
    fn: 'standardizeddifference',
    args: { value: 'value', group: 'group', levels: ['a', 'b', 'c'] },
    expected: 5 / Math.sqrt(2.5),
  },
  { fn: 'standardizeddifference', args: { row: 'same', group: 'group', levels }, expected: null },
];
const run = ({ fn, args }: Call) => runCall({ fn, args }, table);

describe('the standardised difference as a call', () => {
  it('is that of two groups, and of more the largest', () => {
    for (const { expected, ...call } of calls) {
      const { difference } = run(call) as { difference: number | null };
      if (expected === null) expect(difference).toBeNull();
      else expect(difference).toBeCloseTo(expected, 12);
    }
  });

  it('describes all groups together where that is wanted', () => {
    const all = run({ fn: 'describe', args: { value: 'value', group: 'group', levels, total: true } });
    expect(all).toMatchObject({ n: [3, 3, 6], mean: [2, 4, 3], median: [2, 4, 2.5] });
  });

  it.skipIf(spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status !== 0)(
    'is R’s',
    { timeout: 60_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'standardised-'));
      try {
        const described = { fn: 'describe', args: { value: 'value', group: 'group', levels, total: true } };
        const named = [...calls.map(({ fn, args }) => ({ fn, args })), described].map((call, i) => ({
          name: String(i),
          call,
          result: run(call),
        }));
        const rows = table.group.map((_, i) => Object.values(table).map((cells) => cells[i] ?? ''));
        writeFileSync(
          join(folder, 'd.csv'),
          [Object.keys(table), ...rows].map((row) => row.join(',')).join('\n') + '\n',
        );
        writeFileSync(join(folder, 'd.R'), toRTogether(named, ['differences'], 'd.csv'));
        const { stdout, stderr, status } = spawnSync('Rscript', ['d.R'], { cwd: folder, encoding: 'utf8' });
        expect([status, stderr]).toEqual([0, '']);
        expect(stdout.match(/difference agrees/g)).toHaveLength(4);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

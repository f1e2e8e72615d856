import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { rankSums } from '../numerics/ranks.ts';
import { checkSample, type Sample } from '../numerics/samples.ts';

export interface KruskalWallisResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly groups: string[];
  readonly n: number[];
  /** null, with df and p, when all values are equal. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Kruskal-Wallis rank test of two or more samples, corrected for ties.
 *
 * @param samples - at least two, each with at least one finite value, listed or counted.
 * @returns chi-square on samples - 1 degrees of freedom; null when all values are equal.
 * @throws StatsInputError on fewer samples, an empty one, or a non-finite value.
 *
 * Source: Kruskal & Wallis 1952.
 * Checked against: reference/goldens/tests_birthwt.json (kruskal.test).
 */
export function kruskalWallis(samples: readonly Sample[]): KruskalWallisResult {
  if (samples.length < 2) throw new StatsInputError('samples', 'needs at least two samples');
  samples.forEach(checkSample);
  const { sizes, sums, tied } = rankSums(samples);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const between = sums.reduce((sum, total, s) => sum + total ** 2 / (sizes[s] as number), 0);
  const correction = 1 - tied / (n ** 3 - n);
  const named = {
    method: statement('kruskalWallis'),
    groups: samples.map(({ label }) => label),
    n: sizes,
  };
  if (!(correction > 0)) {
    return { ...named, warnings: [statement('allValuesEqual')], statistic: null, df: null, pValue: null };
  }
  const statistic = ((12 * between) / (n * (n + 1)) - 3 * (n + 1)) / correction;
  const df = samples.length - 1;
  return { ...named, warnings: [], statistic, df, pValue: chiSquareUpperTail(statistic, df) };
}

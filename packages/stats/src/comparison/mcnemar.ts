import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { logFactorials } from '../numerics/log-factorial.ts';

export interface McNemarResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** null, with p, when no pair disagrees. */
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** Two-sided binomial test of the disagreeing pairs; preferred when they are few. */
  readonly exactPValue: number | null;
}

/**
 * McNemar's test of paired yes/no answers, such as two readers or two visits of one patient.
 *
 * @param onlyFirst - pairs in which the first says yes and the second no.
 * @param onlySecond - the reverse.
 * @param options - `correct`: continuity correction, default true.
 * @returns statistic with its p, and the exact p; null when no pair disagrees.
 * @throws StatsInputError on counts that are not whole.
 *
 * Source: McNemar 1947.
 * Checked against: reference/two-by-two.R (mcnemar.test, binom.test).
 */
export function mcNemar(
  onlyFirst: number,
  onlySecond: number,
  { correct = true }: { correct?: boolean } = {},
): McNemarResult {
  for (const [name, count] of Object.entries({ onlyFirst, onlySecond })) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new StatsInputError(name, `must be a whole number, not ${count}`);
  }
  const method = statement('mcNemarTest', { corrected: correct });
  const n = onlyFirst + onlySecond;
  if (n === 0) {
    return { method, warnings: [statement('noPairDisagrees')], statistic: null, pValue: null, exactPValue: null };
  }
  const distance = Math.abs(onlyFirst - onlySecond);
  const statistic = (correct ? Math.max(0, distance - 1) : distance) ** 2 / n;
  const warnings = n < 25 ? [statement('fewDisagreeingPairs')] : [];
  const exactPValue = fairCoin(Math.min(onlyFirst, onlySecond), n);
  return { method, warnings, statistic, pValue: chiSquareUpperTail(statistic, 1), exactPValue };
}

/** P(as few as `k` or as many as n - k heads in n throws). */
function fairCoin(k: number, n: number): number {
  const log = logFactorials(n);
  let tail = 0;
  for (let i = 0; i <= k; i++) {
    tail += Math.exp((log[n] as number) - (log[i] as number) - (log[n - i] as number) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

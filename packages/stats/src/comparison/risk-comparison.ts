import { statement, type Statement } from '@haim/schema';
import { binomialInterval } from './binomial-interval.ts';
import { criticalValue } from '../numerics/distributions.ts';
import type { EstimateWithLimits } from '../survival/survival-quantile.ts';

export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

export interface RiskComparison {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** comparison minus reference; Newcombe's limits from two Wilson intervals. */
  readonly riskDifference: EstimateWithLimits;
  /** comparison over reference; Katz's limits on the log scale. Null where a count is 0. */
  readonly riskRatio: EstimateWithLimits;
  /** Woolf's limits on the log scale. Null where a cell is 0. */
  readonly oddsRatio: EstimateWithLimits;
}

const UNKNOWN: EstimateWithLimits = { estimate: null, lower: null, upper: null };

/**
 * Risk difference, risk ratio and odds ratio of two proportions, comparison against reference.
 *
 * @param reference - successes of n.
 * @param comparison - successes of n.
 * @param options - `confidence`, default 0.95.
 * @returns each comparison with its limits; null where a count of 0 leaves it undefined.
 * @throws StatsInputError on counts that are not whole, or successes outside 0 to n.
 *
 * Source: Newcombe 1998 (method 10); Katz et al. 1978; Woolf 1955.
 * Checked against: reference/two-by-two.R.
 * Common wrong use: calling the odds ratio a risk ratio where the event is common.
 */
export function compareRisks(
  reference: Proportion,
  comparison: Proportion,
  { confidence = 0.95 }: { confidence?: number } = {},
): RiskComparison {
  const z = criticalValue(confidence);
  const a = binomialInterval(comparison.successes, comparison.n, { confidence });
  const b = binomialInterval(reference.successes, reference.n, { confidence });
  const method = statement('riskComparison');
  if (
    a.estimate === null ||
    b.estimate === null ||
    a.lower === null ||
    b.lower === null ||
    a.upper === null ||
    b.upper === null
  ) {
    return {
      method,
      warnings: [statement('groupEmpty')],
      riskDifference: UNKNOWN,
      riskRatio: UNKNOWN,
      oddsRatio: UNKNOWN,
    };
  }
  const difference = a.estimate - b.estimate;
  const riskDifference = {
    estimate: difference,
    lower: difference - Math.hypot(a.estimate - a.lower, b.upper - b.estimate),
    upper: difference + Math.hypot(a.upper - a.estimate, b.estimate - b.lower),
  };
  const [x1, n1, x0, n0] = [comparison.successes, comparison.n, reference.successes, reference.n];
  const riskRatio = onLogScale((x1 * n0) / (n1 * x0), 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0, z);
  const oddsRatio = onLogScale((x1 * (n0 - x0)) / ((n1 - x1) * x0), 1 / x1 + 1 / (n1 - x1) + 1 / x0 + 1 / (n0 - x0), z);
  const warnings = riskRatio.estimate === null || oddsRatio.estimate === null ? [statement('countIsZero')] : [];
  return { method, warnings, riskDifference, riskRatio, oddsRatio };
}

function onLogScale(ratio: number, variance: number, z: number): EstimateWithLimits {
  if (!(ratio > 0 && ratio < Infinity && variance < Infinity)) return UNKNOWN;
  const factor = Math.exp(z * Math.sqrt(Math.max(0, variance)));
  return { estimate: ratio, lower: ratio / factor, upper: ratio * factor };
}

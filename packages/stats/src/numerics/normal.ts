import erfcinv from '@stdlib/math-base-special-erfcinv';
import { StatsInputError } from './errors.ts';

// What limits of shares need of distributions, apart from the rest: pages load it.

/** Standard normal quantile of `p` in (0, 1), by the nearer tail: the library's own quantile has no digits below 1e-15. */
export function normalQuantile(p: number): number {
  return p > 0.5 ? Math.SQRT2 * erfcinv(2 * (1 - p)) : 0 - Math.SQRT2 * erfcinv(2 * p);
}

/** Normal multiplier of a two-sided interval with this coverage: 1.96 for 0.95. */
export function criticalValue(confidence: number): number {
  return normalQuantile(1 - (1 - checkConfidence(confidence)) / 2);
}

/** @throws StatsInputError unless `confidence` is in (0, 1). */
export function checkConfidence(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new StatsInputError('confidence', `must lie between 0 and 1, not ${confidence}`);
  }
  return confidence;
}

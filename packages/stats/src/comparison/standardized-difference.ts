import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import { invertSymmetric, multiply } from '../numerics/linear-algebra.ts';
import { checkSample, moments, type Sample } from '../numerics/samples.ts';

export interface StandardizedDifference {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** In standard deviations, from 0 on; null where nothing varies or a group is empty. */
  readonly difference: number | null;
}

/**
 * How far the means of two groups are apart, in standard deviations.
 *
 * @param first - finite values, listed or counted.
 * @param second - finite values, listed or counted.
 * @returns |mean - mean| / sqrt((s1² + s2²) / 2); null where neither varies or one has a single value.
 * @throws StatsInputError on an empty sample or a non-finite value.
 *
 * Source: Austin 2009.
 * Checked against: reference/planning.R.
 * Common wrong use: reading it as a test; it does not depend on the size of the sample.
 */
export function meanDifference(first: Sample, second: Sample): StandardizedDifference {
  [first, second].forEach(checkSample);
  const [a, b] = [moments(first.values, first.counts), moments(second.values, second.counts)];
  const scale = Math.sqrt(((a.standardDeviation ?? NaN) ** 2 + (b.standardDeviation ?? NaN) ** 2) / 2);
  return answer(scale > 0 ? Math.abs(a.mean - b.mean) / scale : null);
}

/**
 * How far the shares of two groups are apart over all values of a category, in standard deviations.
 *
 * @param first - [levels] patients of the first group by level.
 * @param second - [levels] patients of the second group, by the same levels.
 * @returns the Mahalanobis distance of the shares without one level; with two levels it is
 * |p1 - p2| / sqrt((p1(1 - p1) + p2(1 - p2)) / 2). Null where a group is empty or nothing varies.
 * @throws StatsInputError on groups of different levels or counts that are not whole.
 *
 * Source: Yang & Dalton 2012; for two levels Austin 2009.
 * Checked against: hand calculation; reference/planning.R for two levels.
 */
export function categoryDifference(first: readonly number[], second: readonly number[]): StandardizedDifference {
  if (first.length !== second.length) throw new StatsInputError('second', 'must have the levels of the first');
  const bad = [...first, ...second].find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw new StatsInputError('counts', `must be whole, not ${bad}`);
  const used = first.flatMap((count, k) => (count + (second[k] as number) > 0 ? [k] : []));
  // The shares add up to 1, so that one of them follows from the others.
  const levels = used.slice(1);
  const [a, b] = [sharesOf(first), sharesOf(second)];
  if (a === null || b === null || levels.length === 0) return answer(null);
  const apart = levels.map((k) => (a[k] as number) - (b[k] as number));
  const spread = levels.map((k) => levels.map((l) => (covariance(a, k, l) + covariance(b, k, l)) / 2));
  const inverse = invertSymmetric(spread);
  if (inverse === null) return answer(null);
  const squared = multiply(inverse, apart).reduce((sum, value, i) => sum + value * (apart[i] as number), 0);
  return answer(squared >= 0 && Number.isFinite(squared) ? Math.sqrt(squared) : null);
}

function sharesOf(counts: readonly number[]): number[] | null {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return n === 0 ? null : counts.map((count) => count / n);
}

function covariance(shares: readonly number[], k: number, l: number): number {
  const [p, q] = [shares[k] as number, shares[l] as number];
  return k === l ? p * (1 - p) : -p * q;
}

function answer(difference: number | null): StandardizedDifference {
  const warnings = difference === null ? [statement('noDifference')] : [];
  return { method: statement('standardisedDifferences'), warnings, difference };
}

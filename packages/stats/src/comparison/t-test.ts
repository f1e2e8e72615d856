import { statement, type Statement } from '@haim/schema';
import { checkConfidence, studentTwoSided, studentUpperQuantile } from '../numerics/distributions.ts';
import { checkSample, type Moments, moments, type Sample } from '../numerics/samples.ts';

export interface TTestResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Labels, and per sample n, mean and standard deviation. */
  readonly groups: [string, string];
  readonly samples: [Moments, Moments];
  /** Mean of the first sample minus mean of the second, with limits. */
  readonly difference: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** null when the samples do not vary or are too small. */
  readonly t: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Two-sample t test: Welch's by default, Student's with `equalVariances`.
 *
 * @param first - finite values, listed or counted.
 * @param second - finite values.
 * @param options - `equalVariances`, default false; `confidence`, default 0.95.
 * @returns mean of the first minus mean of the second, with limits, t and p; null where the values do not vary or are
 * too few.
 * @throws StatsInputError on an empty sample or a non-finite value.
 *
 * Source: Student 1908; Welch 1947.
 * Checked against: reference/goldens/tests_birthwt.json (t.test).
 */
export function tTest(
  first: Sample,
  second: Sample,
  { equalVariances = false, confidence = 0.95 }: { equalVariances?: boolean; confidence?: number } = {},
): TTestResult {
  checkConfidence(confidence);
  [first, second].forEach(checkSample);
  const [a, b] = [moments(first.values, first.counts), moments(second.values, second.counts)];
  const method = statement(equalVariances ? 'studentTest' : 'welchTest');
  const groups: [string, string] = [first.label, second.label];
  const samples: [Moments, Moments] = [a, b];
  const difference = a.mean - b.mean;
  const { stdErr, df } = equalVariances ? pooled(a, b) : welch(a, b);
  if (!(stdErr > 10 * Number.EPSILON * Math.max(Math.abs(a.mean), Math.abs(b.mean))) || !(df > 0)) {
    const nothing = { lower: null, upper: null, t: null, df: null, pValue: null };
    return { method, warnings: [statement('valuesDoNotVary')], groups, samples, difference, ...nothing };
  }
  const spread = studentUpperQuantile((1 - confidence) / 2, df) * stdErr;
  const t = difference / stdErr;
  const limits = { lower: difference - spread, upper: difference + spread };
  return { method, warnings: [], groups, samples, difference, ...limits, t, df, pValue: studentTwoSided(t, df) };
}

function pooled(a: Moments, b: Moments): { stdErr: number; df: number } {
  const df = a.n + b.n - 2;
  const squares = (a.n - 1) * (a.standardDeviation ?? 0) ** 2 + (b.n - 1) * (b.standardDeviation ?? 0) ** 2;
  return { stdErr: Math.sqrt((squares / df) * (1 / a.n + 1 / b.n)), df };
}

function welch(a: Moments, b: Moments): { stdErr: number; df: number } {
  if (a.standardDeviation === null || b.standardDeviation === null) return { stdErr: NaN, df: NaN };
  const [va, vb] = [a.standardDeviation ** 2 / a.n, b.standardDeviation ** 2 / b.n];
  return { stdErr: Math.sqrt(va + vb), df: (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1)) };
}

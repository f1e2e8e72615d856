import { statement, type Statement } from '@haim/schema';
import { normalTwoSided } from '../numerics/distributions.ts';
import { rankSums } from '../numerics/ranks.ts';
import { checkSample, type Sample } from '../numerics/samples.ts';
import { describe } from './describe.ts';

export interface WilcoxonOptions {
  /** Exact distribution of W; only without ties. Default: below 50 values per sample and no ties. */
  readonly exact?: boolean;
  /** Continuity correction of the normal approximation; default true. */
  readonly correct?: boolean;
}

export interface WilcoxonResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly groups: [string, string];
  readonly n: [number, number];
  readonly medians: [number, number];
  /** Mann-Whitney count of the first sample: pairs in which it is larger, ties counted as one half. */
  readonly w: number;
  readonly hasTies: boolean;
  /** null when all values are equal. */
  readonly pValue: number | null;
}

/**
 * Wilcoxon rank sum (Mann-Whitney) test of two samples.
 *
 * @param first - finite values, listed or counted.
 * @param second - finite values.
 * @param options - `exact`, default below 50 values each without ties; `correct`, default true.
 * @returns W of the first sample and two-sided p; p is null when all values are equal.
 * @throws StatsInputError on an empty sample or a non-finite value.
 *
 * Source: Wilcoxon 1945; Mann & Whitney 1947; tie-corrected variance Lehmann 1975.
 * Checked against: reference/goldens/tests_birthwt.json and surv_ovarian.json (wilcox.test).
 * Common wrong use: reporting it as a test of medians; it compares whole distributions.
 */
export function wilcoxonRankSum(first: Sample, second: Sample, options: WilcoxonOptions = {}): WilcoxonResult {
  [first, second].forEach(checkSample);
  const { sizes, sums, tied } = rankSums([first, second]);
  const [n1, n2] = sizes as [number, number];
  const w = (sums[0] as number) - (n1 * (n1 + 1)) / 2;
  const hasTies = tied > 0;
  const wantsExact = options.exact ?? (n1 < 50 && n2 < 50);
  const isExact = wantsExact && !hasTies;
  const isCorrected = options.correct ?? true;
  const warnings: Statement[] = options.exact === true && hasTies ? [statement('tiesRuleOutExact')] : [];
  const pValue = isExact ? exactTwoSided(w, n1, n2) : approximate(w, n1, n2, tied, isCorrected);
  if (pValue === null) warnings.push(statement('allValuesEqual'));
  return {
    method: isExact ? statement('wilcoxonExact') : statement('wilcoxonNormal', { corrected: isCorrected }),
    warnings,
    groups: [first.label, second.label],
    n: [n1, n2],
    medians: [describe(first).median, describe(second).median],
    w,
    hasTies,
    pValue,
  };
}

function approximate(w: number, n1: number, n2: number, tied: number, isCorrected: boolean): number | null {
  const n = n1 + n2;
  const variance = ((n1 * n2) / 12) * (n + 1 - tied / (n * (n - 1)));
  if (!(variance > 0)) return null;
  const distance = w - (n1 * n2) / 2;
  const shift = isCorrected ? Math.sign(distance) * 0.5 : 0;
  return Math.min(1, normalTwoSided((distance - shift) / Math.sqrt(variance)));
}

function exactTwoSided(w: number, n1: number, n2: number): number {
  const law = mannWhitneyLaw(n1, n2);
  const lower = Math.min(w, n1 * n2 - w);
  return Math.min(1, 2 * law.subarray(0, lower + 1).reduce((sum, p) => sum + p, 0));
}

/**
 * P(W = 0 ... n1 n2) when all orders are equally likely. The coefficients of the Gaussian binomial: the product over
 * i = 1 ... n1 of (1 - q^(n2 + i)) / (1 - q^i), one factor at a time and scaled to stay a probability.
 */
function mannWhitneyLaw(n1: number, n2: number): Float64Array {
  const size = n1 * n2 + 1;
  const law = new Float64Array(size);
  law[0] = 1;
  for (let i = 1; i <= n1; i++) {
    for (let k = size - 1; k >= n2 + i; k--) law[k] = (law[k] as number) - (law[k - n2 - i] as number);
    for (let k = i; k < size; k++) law[k] = (law[k] as number) + (law[k - i] as number);
    const scale = i / (n2 + i);
    for (let k = 0; k < size; k++) law[k] = (law[k] as number) * scale;
  }
  return law;
}

import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail, criticalValue } from '../numerics/distributions.ts';
import { checkTable } from './chi-square.ts';
import { StatsInputError } from '../numerics/errors.ts';

/** One stratum: [[a, b], [c, d]], rows exposed and unexposed, columns event and none. */
export type TwoByTwo = readonly [readonly [number, number], readonly [number, number]];

export interface MantelHaenszelResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Pooled odds ratio; null, with the limits, when no stratum carries information. */
  readonly oddsRatio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Cochran-Mantel-Haenszel chi-square, 1 degree of freedom. */
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** Peto's one-step pooled odds ratio, exp((O - E) / V). */
  readonly petoOddsRatio: number | null;
}

/**
 * Odds ratio of 2 by 2 tables pooled over strata (centres, for instance).
 *
 * @param strata - at least one table of whole counts.
 * @param options - `correct`: continuity correction of the test, default true; `confidence`, default 0.95.
 * @returns pooled odds ratio, limits and test; each null where no stratum carries information on it.
 * @throws StatsInputError on no stratum or counts that are not whole.
 *
 * Source: Mantel & Haenszel 1959; limits Robins, Breslow & Greenland 1986; Yusuf et al. 1985 for Peto's.
 * Checked against: reference/two-by-two.R (mantelhaen.test).
 */
export function mantelHaenszel(
  strata: readonly TwoByTwo[],
  { correct = true, confidence = 0.95 }: { correct?: boolean; confidence?: number } = {},
): MantelHaenszelResult {
  if (strata.length === 0) throw new StatsInputError('strata', 'needs at least one table');
  strata.forEach(checkTable);
  const z = criticalValue(confidence);
  let [r, s, pr, psQr, qs, excess, variance] = [0, 0, 0, 0, 0, 0, 0];
  for (const [[a, b], [c, d]] of strata) {
    const n = a + b + c + d;
    if (n < 2) continue;
    const [p, q] = [(a + d) / n, (b + c) / n];
    const [ad, bc] = [(a * d) / n, (b * c) / n];
    r += ad;
    s += bc;
    pr += p * ad;
    psQr += p * bc + q * ad;
    qs += q * bc;
    excess += a - ((a + b) * (a + c)) / n;
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
  }
  const method = statement('pooledOddsRatio', { strata: strata.length });
  const isTestable = variance > 0;
  const shift = correct ? Math.min(0.5, Math.abs(excess)) : 0;
  const statistic = isTestable ? (Math.abs(excess) - shift) ** 2 / variance : null;
  const test = {
    statistic,
    pValue: statistic === null ? null : chiSquareUpperTail(statistic, 1),
    petoOddsRatio: isTestable ? Math.exp(excess / variance) : null,
  };
  if (!(r > 0 && s > 0)) {
    return {
      method,
      warnings: [statement('pooledOddsRatioNotEstimable')],
      oddsRatio: null,
      lower: null,
      upper: null,
      ...test,
    };
  }
  const spread = z * Math.sqrt(pr / (2 * r * r) + psQr / (2 * r * s) + qs / (2 * s * s));
  const oddsRatio = r / s;
  const limits = { lower: oddsRatio * Math.exp(-spread), upper: oddsRatio * Math.exp(spread) };
  return { method, warnings: [], oddsRatio, ...limits, ...test };
}

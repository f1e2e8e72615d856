import { statement, type Statement } from '@haim/schema';
import { quantileOf } from '../numerics/samples.ts';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome, readScored } from '../numerics/scored.ts';

export interface CalibrationGroup {
  readonly n: number;
  readonly observed: number;
  readonly expected: number;
  readonly meanPredicted: number;
}

export interface HosmerLemeshowResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Groups of rising probability; also what a calibration plot draws. */
  readonly groups: CalibrationGroup[];
  /** null, with df and p, when fewer than three groups can be distinguished. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Hosmer-Lemeshow goodness-of-fit test over groups of equal size.
 *
 * @param probabilities - [n] in [0, 1]. @param positive - [n] truth. @param groupCount - default 10.
 * @returns degrees of freedom are groups - 2, which holds on the data of the fit only.
 * @throws StatsInputError on unequal lengths, no subject, values outside [0, 1], or fewer than three groups requested.
 *
 * Source: Hosmer & Lemeshow 1980; cut at R's default quantiles. Checked against: reference/two-by-two.R.
 * Common wrong use: taking a large p in a small cohort for proof of calibration.
 */
export function hosmerLemeshow(
  probabilities: ArrayLike<number>,
  positive: Outcome,
  groupCount = 10,
): HosmerLemeshowResult {
  const { scores, positive: y } = readScored(probabilities, positive, 'probabilities');
  if (scores.some((p) => p < 0 || p > 1)) throw new StatsInputError('probabilities', 'must lie between 0 and 1');
  if (!Number.isSafeInteger(groupCount) || groupCount < 3)
    throw new StatsInputError('groupCount', 'must be at least 3');
  const filled = groupByRisk(scores, y, groupCount);
  const method = statement('hosmerLemeshow', { groups: filled.length });
  const isTestable = filled.length > 2 && filled.every(({ n, expected }) => expected > 0 && expected < n);
  if (!isTestable) {
    return {
      method,
      warnings: [statement('tooFewGroups')],
      groups: filled,
      statistic: null,
      df: null,
      pValue: null,
    };
  }
  const statistic = filled.reduce((sum, { n, observed, expected }) => {
    return sum + (observed - expected) ** 2 / expected + (expected - observed) ** 2 / (n - expected);
  }, 0);
  const df = filled.length - 2;
  const warnings = filled.length < groupCount ? [statement('tiesLeftFewerGroups')] : [];
  return { method, warnings, groups: filled, statistic, df, pValue: chiSquareUpperTail(statistic, df) };
}

/** Groups of equal size by rising probability, cut at R's default quantiles; ties leave fewer. */
export function groupByRisk(scores: Float64Array, y: Uint8Array, groupCount: number): CalibrationGroup[] {
  const sorted = scores.slice().sort();
  const cuts = Array.from({ length: groupCount }, (_, g) => quantileOf(sorted, (g + 1) / groupCount));
  const limits = [...new Set(cuts)];
  const groups = limits.map((upper, g): CalibrationGroup => {
    const lower = g === 0 ? -Infinity : (limits[g - 1] as number);
    let [n, observed, expected] = [0, 0, 0];
    scores.forEach((p, i) => {
      if (p <= lower || p > upper) return;
      n++;
      observed += y[i] as number;
      expected += p;
    });
    return { n, observed, expected, meanPredicted: expected / n };
  });
  return groups.filter(({ n }) => n > 0);
}

import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome, readScored } from '../numerics/scored.ts';

export interface NetBenefitPoint {
  /** Probability at which one would act. */
  readonly threshold: number;
  /** True positives per subject, minus false positives weighted by the odds of the threshold. */
  readonly model: number;
  readonly treatAll: number;
  readonly treatNone: number;
}

export interface NetBenefitResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly points: NetBenefitPoint[];
}

/**
 * Decision curve of predicted probabilities.
 *
 * @param probabilities - [n] in [0, 1].
 * @param positive - [n] truth.
 * @param thresholds - in (0, 1).
 * @returns one point per threshold, in their order; benefit per subject, at most the share with the outcome.
 * @throws StatsInputError on unequal lengths, no subject, or values outside those ranges.
 *
 * Source: Vickers & Elkin 2006.
 * Checked against: the netbenefit calls of reference/goldens/roc_asah.json.
 */
export function netBenefit(
  probabilities: ArrayLike<number>,
  positive: Outcome,
  thresholds: readonly number[],
): NetBenefitResult {
  const { scores, positive: y, nPositive, nNegative } = readScored(probabilities, positive, 'probabilities');
  if (scores.some((p) => p < 0 || p > 1)) throw new StatsInputError('probabilities', 'must lie between 0 and 1');
  const n = scores.length;
  const points = thresholds.map((threshold) => {
    if (!(threshold > 0 && threshold < 1))
      throw new StatsInputError('thresholds', `must lie between 0 and 1, not ${threshold}`);
    const odds = threshold / (1 - threshold);
    let benefit = 0;
    scores.forEach((p, i) => {
      if (p >= threshold) benefit += y[i] === 1 ? 1 : -odds;
    });
    return { threshold, model: benefit / n, treatAll: (nPositive - nNegative * odds) / n, treatNone: 0 };
  });
  const warnings = nPositive === 0 || nNegative === 0 ? [statement('outcomeDoesNotVary')] : [];
  return { method: statement('netBenefit'), warnings, n, points };
}

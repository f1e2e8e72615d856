import { statement, type Statement } from '@haim/schema';
import { binomialInterval } from '../comparison/binomial-interval.ts';
import { checkConfidence } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type CalibrationGroup, groupByRisk } from './hosmer-lemeshow.ts';
import { lowess } from '../numerics/lowess.ts';
import { ascendingOrder } from '../numerics/ascending-order.ts';
import { type Outcome, readScored } from '../numerics/scored.ts';

export interface CalibrationPoint extends CalibrationGroup {
  /** Share with the outcome, with Wilson limits. */
  readonly observedRate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface CalibrationCurve {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  /** Groups of rising probability. */
  readonly points: CalibrationPoint[];
  /** The smooth curve: distinct probabilities, ascending, and the share expected there, cut to [0, 1]. */
  readonly predicted: number[];
  readonly observed: number[];
}

/**
 * Calibration curve: observed against predicted, in groups of equal size and smoothed.
 *
 * @param probabilities - [n] in [0, 1].
 * @param positive - [n] truth.
 * @param options - `groupCount`, default 10; `confidence` of the groups' limits, default 0.95.
 * @returns `points` in groups of rising probability; `predicted` ascending with `observed` of the smooth curve.
 * @throws StatsInputError on unequal lengths, no subject, values outside [0, 1], or fewer than two groups requested.
 *
 * Source: Cleveland 1979 (local lines, span 2/3); Harrell 2015; Wilson 1927 for the limits.
 * Checked against: reference/roc-more.R (lowess(iter = 0), prop.test).
 * Common wrong use: reading the ends of the smooth curve, where few subjects support it.
 */
export function calibrationCurve(
  probabilities: ArrayLike<number>,
  positive: Outcome,
  { groupCount = 10, confidence = 0.95 }: { groupCount?: number; confidence?: number } = {},
): CalibrationCurve {
  checkConfidence(confidence);
  const { scores, positive: y } = readScored(probabilities, positive, 'probabilities');
  if (scores.some((p) => p < 0 || p > 1)) throw new StatsInputError('probabilities', 'must lie between 0 and 1');
  if (!Number.isSafeInteger(groupCount) || groupCount < 2) {
    throw new StatsInputError('groupCount', 'must be at least 2');
  }
  const points = groupByRisk(scores, y, groupCount).map((group): CalibrationPoint => {
    const { estimate, lower, upper } = binomialInterval(group.observed, group.n, { confidence });
    return { ...group, observedRate: estimate ?? 0, lower: lower ?? 0, upper: upper ?? 1 };
  });
  const order = ascendingOrder(scores);
  const x = Float64Array.from(order, (i) => scores[i] as number);
  const smooth = lowess(
    x,
    Float64Array.from(order, (i) => y[i] as number),
  );
  const first = Array.from(x.keys()).filter((i) => i === 0 || x[i] !== x[i - 1]);
  return {
    method: statement('calibrationCurve', { groups: points.length }),
    warnings: points.length < groupCount ? [statement('tiesLeftFewerGroups')] : [],
    n: scores.length,
    points,
    predicted: first.map((i) => x[i] as number),
    observed: first.map((i) => Math.min(1, Math.max(0, smooth[i] as number))),
  };
}

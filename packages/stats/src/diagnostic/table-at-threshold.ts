import { ascendingOrder } from '../numerics/ascending-order.ts';
import { type Outcome, readScored } from '../numerics/scored.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { attainableShare } from './attainable-share.ts';
import { type ConfusionCounts, type ConfusionMetric, confusionFromCounts, type ConfusionResult } from './confusion.ts';
import { type ConfusionMeasure, confusionMeasures } from './confusion-measures.ts';

/** Scores of the two classes, each ascending: what any threshold is counted on without looking at every case again. */
export interface ClassedScores {
  /** Of the class that high scores predict. */
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** The values next to a share that so many cases can have; null beyond 0 and 1, and of what is no share of cases. */
export interface Neighbours {
  readonly below: number | null;
  readonly above: number | null;
}

/** The four counts with everything that follows from them. */
export interface MeasuredTable {
  readonly counts: ConfusionCounts;
  readonly method: ConfusionResult['method'];
  readonly warnings: ConfusionResult['warnings'];
  readonly metrics: readonly (ConfusionMetric & Neighbours)[];
  readonly measures: readonly (ConfusionMeasure & Neighbours)[];
}

/**
 * Scores sorted by class, once for many thresholds.
 *
 * @param scores - [n] finite.
 * @param isHigh - [n] whether a case is of the class that high scores predict.
 * @returns the scores of either class, ascending.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score.
 *
 * Source: none, a sort.
 * Checked against: pROC through countsAt, reference/goldens/roc_asah.json.
 */
export function classedScores(scores: ArrayLike<number>, isHigh: Outcome): ClassedScores {
  const { scores: values, positive } = readScored(scores, isHigh);
  const order = ascendingOrder(values);
  const of = (kind: 0 | 1) =>
    Float64Array.from(
      Array.from(order).filter((i) => positive[i] === kind),
      (i) => values[i] as number,
    );
  return { high: of(1), low: of(0) };
}

/**
 * The confusion table at a threshold, in steps of the logarithm of the number of cases.
 *
 * @param scores - by class.
 * @param threshold - a score that reaches it is called the class of high scores.
 * @param isFlipped - whether the class that low scores predict is the positive one: the calls stay, their names change.
 * @returns the four counts, of the positive class.
 * @throws StatsInputError on a NaN threshold.
 *
 * Source: none, counts.
 * Checked against: pROC's sensitivity and specificity at every threshold of reference/goldens/roc_asah.json.
 */
export function countsAt({ high, low }: ClassedScores, threshold: number, isFlipped = false): ConfusionCounts {
  if (Number.isNaN(threshold)) throw new StatsInputError('threshold', 'must be a number');
  const [missed, rejected] = [below(high, threshold), below(low, threshold)];
  const [reached, called] = [high.length - missed, low.length - rejected];
  return isFlipped
    ? { tp: rejected, fp: missed, fn: called, tn: reached }
    : { tp: reached, fp: called, fn: missed, tn: rejected };
}

/**
 * Metrics and measures of a confusion table, each share with those next to it.
 *
 * @param counts - whole numbers >= 0, not all 0.
 * @returns metrics, measures and warnings, as confusionFromCounts and confusionMeasures have them.
 * @throws StatsInputError on other counts.
 *
 * Source: as confusionFromCounts, confusionMeasures and attainableShare, of which it is made.
 * Checked against: reference/evaluation.R, through them; counts by hand in table-at-threshold.test.ts.
 */
export function measuredTable(counts: ConfusionCounts): MeasuredTable {
  const { method, warnings, metrics } = confusionFromCounts(counts);
  return {
    ...{ counts, method, warnings },
    metrics: metrics.map((metric) => ({ ...metric, ...neighbours(metric) })),
    measures: confusionMeasures(counts).map((measure) => ({ ...measure, ...neighbours(measure) })),
  };
}

interface Share {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

function neighbours({ value, numerator, denominator }: Share): Neighbours {
  if (value === null || numerator === null || !denominator) return { below: null, above: null };
  const found = attainableShare(value, 10, denominator);
  const share = (count: number | null) => (count === null ? null : count / denominator);
  return { below: share(found.below), above: share(found.above) };
}

/** How many of ascending values are below a limit. */
function below(ascending: Float64Array, limit: number): number {
  let [from, until] = [0, ascending.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((ascending[middle] as number) < limit) from = middle + 1;
    else until = middle;
  }
  return from;
}

import { statement, type Statement } from '@haim/schema';
import { ascendingOrder } from '../numerics/ascending-order.ts';
import { criticalValue } from '../numerics/distributions.ts';
import { checkDirection, type Outcome, readScored, type ScoreDirection } from '../numerics/scored.ts';

export interface PrecisionRecall {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly nPositive: number;
  /** Share of positives: the precision of calling everybody positive. */
  readonly prevalence: number;
  /** Sum over the thresholds of precision times the recall gained there; null, with its limits, if a class is empty. */
  readonly averagePrecision: number | null;
  /** Boyd's limits on the logit scale; null where the average precision is 0 or 1. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Columns of equal length, from the strictest threshold to the one that calls everybody positive. */
  readonly thresholds: number[];
  readonly recall: number[];
  readonly precision: number[];
}

/**
 * Precision-recall curve of a score.
 *
 * @param scores - [n] finite.
 * @param positive - [n] truth.
 * @param options - `direction`, never guessed; `confidence`, default 0.95.
 * @returns a point for each distinct score, called positive together with all beyond it; empty if a class is.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score or an unknown direction.
 *
 * Source: Davis & Goadrich 2006; Boyd, Eng & Page 2013 for the limits.
 * Checked against: reference/evaluation.R (the definitions on aSAH).
 * Common wrong use: comparing areas of cohorts with different prevalence; the baseline is the prevalence.
 */
export function precisionRecall(
  scores: ArrayLike<number>,
  positive: Outcome,
  options: { readonly direction: ScoreDirection; readonly confidence?: number },
): PrecisionRecall {
  const isHigher = checkDirection(options.direction) === 'higher-is-positive';
  const z = criticalValue(options.confidence ?? 0.95);
  const { scores: values, positive: truth, nPositive, nNegative } = readScored(scores, positive);
  const n = nPositive + nNegative;
  const head = { method: statement('precisionRecall'), n, nPositive, prevalence: nPositive / n };
  if (nPositive === 0 || nNegative === 0) {
    const warnings = [statement('oneClassOnly', { missing: nPositive === 0 ? 'positive' : 'negative' })];
    return {
      ...head,
      warnings,
      averagePrecision: null,
      lower: null,
      upper: null,
      thresholds: [],
      recall: [],
      precision: [],
    };
  }
  const ascending = ascendingOrder(values);
  const order = isHigher ? ascending.reverse() : ascending;
  const [thresholds, recall, precision]: [number[], number[], number[]] = [[], [], []];
  let [tp, called, area] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const here = order[i] as number;
    tp += truth[here] as number;
    called++;
    if (i + 1 < n && values[order[i + 1] as number] === values[here]) continue;
    const reached = tp / nPositive;
    area += (reached - (recall.at(-1) ?? 0)) * (tp / called);
    thresholds.push(values[here] as number);
    recall.push(reached);
    precision.push(tp / called);
  }
  const isInside = area > 0 && area < 1;
  const spread = isInside ? z / Math.sqrt(nPositive * area * (1 - area)) : 0;
  const limit = (side: number) => 1 / (1 + (1 - area) / area / Math.exp(side * spread));
  return {
    ...head,
    warnings: isInside ? [] : [statement('averagePrecisionWithoutLimits')],
    averagePrecision: area,
    lower: isInside ? limit(-1) : null,
    upper: isInside ? limit(1) : null,
    thresholds,
    recall,
    precision,
  };
}

import { statement, type Statement } from '@haim/schema';
import { wilsonShare } from '../comparison/score-limits.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { checkDirection, type Outcome, readScored, type ScoreDirection } from '../numerics/scored.ts';

export interface ConfusionCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

export type ConfusionMetricName = 'accuracy' | 'sensitivity' | 'specificity' | 'ppv' | 'npv' | 'f1';

export interface ConfusionMetric {
  readonly name: ConfusionMetricName;
  /** numerator / denominator; null when the denominator is 0. */
  readonly value: number | null;
  /** Wilson limits; null for f1, which is not a binomial proportion. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

export interface ConfusionResult extends ConfusionCounts {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly metrics: ConfusionMetric[];
  /** Measures of the whole table; null where undefined (0/0), Infinity where a likelihood ratio divides by 0. */
  readonly balancedAccuracy: number | null;
  readonly youdenJ: number | null;
  readonly mcc: number | null;
  readonly kappa: number | null;
  readonly likelihoodRatioPositive: number | null;
  readonly likelihoodRatioNegative: number | null;
}

/**
 * Confusion table of a score cut at a threshold.
 *
 * @param scores - [n] finite.
 * @param positive - [n] truth.
 * @param threshold - called positive when score >= threshold (<= for 'lower-is-positive').
 * @param options - `direction`; `confidence`, default 0.95.
 * @returns counts and metrics with numerator, denominator and limits; null where a denominator is 0.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score, a NaN threshold.
 *
 * Source: Wilson 1927 for the limits.
 * Checked against: reference/goldens/confusion_inline.json and roc_asah.json.
 */
export function confusion(
  scores: ArrayLike<number>,
  positive: Outcome,
  threshold: number,
  options: { direction: ScoreDirection; confidence?: number },
): ConfusionResult {
  const isHigher = checkDirection(options.direction) === 'higher-is-positive';
  if (Number.isNaN(threshold)) throw new StatsInputError('threshold', 'must be a number');
  const cohort = readScored(scores, positive);
  let tp = 0;
  let fp = 0;
  cohort.scores.forEach((score, i) => {
    if (isHigher ? score < threshold : score > threshold) return;
    if (cohort.positive[i] === 1) tp++;
    else fp++;
  });
  return confusionFromCounts({ tp, fp, fn: cohort.nPositive - tp, tn: cohort.nNegative - fp }, options.confidence);
}

/**
 * The same measures from the four counts.
 *
 * @param counts - whole numbers >= 0, not all 0.
 * @param confidence - two-sided coverage of the limits, default 0.95.
 * @returns as confusion.
 * @throws StatsInputError on other counts.
 *
 * Source: Wilson 1927 for the limits; Matthews 1975; Cohen 1960; Youden 1950.
 * Checked against: reference/goldens/confusion_inline.json (prop.test).
 */
export function confusionFromCounts(counts: ConfusionCounts, confidence = 0.95): ConfusionResult {
  const { tp, fp, fn, tn } = counts;
  for (const [name, count] of Object.entries({ tp, fp, fn, tn })) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new StatsInputError(name, `must be a whole number, not ${count}`);
  }
  const n = tp + fp + fn + tn;
  if (n === 0) throw new StatsInputError('counts', 'needs at least one subject');
  const metrics = [
    proportion('accuracy', tp + tn, n, confidence),
    proportion('sensitivity', tp, tp + fn, confidence),
    proportion('specificity', tn, tn + fp, confidence),
    proportion('ppv', tp, tp + fp, confidence),
    proportion('npv', tn, tn + fn, confidence),
    { ...proportion('f1', 2 * tp, 2 * tp + fp + fn, confidence), lower: null, upper: null },
  ];
  const undefinedMetrics = metrics.filter((metric) => metric.value === null).map((metric) => metric.name);
  const warnings = undefinedMetrics.map((metric) =>
    statement('metricWithoutValue', { metric, why: WHY_EMPTY[metric] }),
  );
  return { method: statement('confusionWilson'), warnings, tp, fp, fn, tn, metrics, ...wholeTable(counts, n) };
}

/** Why a denominator is 0. */
const WHY_EMPTY = {
  accuracy: 'noCase',
  sensitivity: 'noPositive',
  specificity: 'noNegative',
  ppv: 'noneCalledPositive',
  npv: 'noneCalledNegative',
  f1: 'neither',
} as const satisfies Record<ConfusionMetricName, string>;

function proportion(name: ConfusionMetricName, numerator: number, denominator: number, confidence: number) {
  const { estimate, lower, upper } = wilsonShare(numerator, denominator, confidence);
  return { name, value: estimate, lower, upper, numerator, denominator };
}

function wholeTable({ tp, fp, fn, tn }: ConfusionCounts, n: number) {
  const sensitivity = ratio(tp, tp + fn);
  const specificity = ratio(tn, tn + fp);
  const both = sensitivity === null || specificity === null ? null : sensitivity + specificity;
  const agreement = (tp + tn) / n;
  const byChance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / n ** 2;
  return {
    balancedAccuracy: both === null ? null : both / 2,
    youdenJ: both === null ? null : both - 1,
    mcc: ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
    kappa: ratio(agreement - byChance, 1 - byChance),
    likelihoodRatioPositive: both === null ? null : likelihoodRatio(sensitivity ?? 0, fp / (tn + fp)),
    likelihoodRatioNegative: both === null ? null : likelihoodRatio(fn / (tp + fn), specificity ?? 0),
  };
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** x / 0 is a test that never errs on one side, which is known; 0 / 0 is unknown. */
function likelihoodRatio(numerator: number, denominator: number): number | null {
  if (denominator === 0) return numerator === 0 ? null : Infinity;
  return numerator / denominator;
}

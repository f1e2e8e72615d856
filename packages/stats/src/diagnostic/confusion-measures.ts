import { statement, type Statement } from '@haim/schema';
import { type WilsonShare, wilsonShare } from '../comparison/score-limits.ts';
import { criticalValue } from '../numerics/normal.ts';
import { type ConfusionCounts, confusionFromCounts } from './confusion.ts';

export type ConfusionMeasureName =
  | 'prevalence'
  | 'f1'
  | 'balancedAccuracy'
  | 'youdenJ'
  | 'likelihoodRatioPositive'
  | 'likelihoodRatioNegative'
  | 'mcc'
  | 'kappa';

export interface ConfusionMeasure {
  readonly name: ConfusionMeasureName;
  /** Null where it is 0/0, and for a likelihood ratio that divides by 0. */
  readonly value: number | null;
  /** Null where it has no value, or no variance that can be estimated. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of the measures that are a share of cases. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly method: Statement;
}

/**
 * The measures of a confusion table beside its simple proportions, each with limits by a named method.
 *
 * @param counts - whole numbers >= 0, not all 0.
 * @param confidence - two-sided coverage, default 0.95.
 * @returns prevalence and F1 by Wilson (F1 through tp / (tp + fp + fn), of which it is a function); balanced accuracy and
 *   Youden's J by Newcombe from two Wilson intervals; likelihood ratios on the log scale; kappa by its large-sample
 *   variance; MCC by the delta method on Fisher's z.
 * @throws StatsInputError on other counts.
 *
 * Source: Wilson 1927; Newcombe 1998; Simel et al. 1991; Fleiss, Cohen & Everitt 1969; Bishop, Fienberg & Holland 1975.
 * Checked against: reference/evaluation.R (prop.test; the delta method by numerical derivatives of each measure).
 * Common wrong use: reading F1 without saying of which class it is.
 */
export function confusionMeasures(counts: ConfusionCounts, confidence = 0.95): ConfusionMeasure[] {
  const { tp, fp, fn, tn } = counts;
  const z = criticalValue(confidence);
  const table = confusionFromCounts(counts, confidence);
  const share = (successes: number, of: number) => wilsonShare(successes, of, confidence);
  const prevalence = share(tp + fn, tp + fp + fn + tn);
  const overlap = share(tp, tp + fp + fn);
  const [sensitivity, specificity] = [share(tp, tp + fn), share(tn, tn + fp)];
  const f1Of = (jaccard: number | null) => (jaccard === null ? null : (2 * jaccard) / (1 + jaccard));
  const j = sumOfShares(sensitivity, specificity);
  const halved = (value: number | null) => (value === null ? null : (value + 1) / 2);
  const none = { numerator: null, denominator: null };
  return [
    {
      name: 'prevalence',
      value: prevalence.estimate,
      lower: prevalence.lower,
      upper: prevalence.upper,
      numerator: tp + fn,
      denominator: tp + fp + fn + tn,
      method: statement('confusionWilson'),
    },
    {
      name: 'f1',
      value: f1Of(overlap.estimate),
      lower: f1Of(overlap.lower),
      upper: f1Of(overlap.upper),
      numerator: 2 * tp,
      denominator: 2 * tp + fp + fn,
      method: statement('f1Wilson'),
    },
    {
      name: 'balancedAccuracy',
      value: halved(j.value),
      lower: halved(j.lower),
      upper: halved(j.upper),
      ...none,
      method: statement('youdenNewcombe'),
    },
    { name: 'youdenJ', ...j, ...none, method: statement('youdenNewcombe') },
    {
      name: 'likelihoodRatioPositive',
      ...ratio({ part: tp, of: tp + fn }, { part: fp, of: fp + tn }, z),
      ...none,
      method: statement('likelihoodRatioLog'),
    },
    {
      name: 'likelihoodRatioNegative',
      ...ratio({ part: fn, of: tp + fn }, { part: tn, of: fp + tn }, z),
      ...none,
      method: statement('likelihoodRatioLog'),
    },
    { name: 'mcc', ...correlation(counts, table.mcc, z), ...none, method: statement('mccFisher') },
    { name: 'kappa', ...agreement(counts, table.kappa, z), ...none, method: statement('kappaLargeSample') },
  ];
}

interface Limited {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

const unknown: Limited = { value: null, lower: null, upper: null };

/** a + b - 1 of two independent shares. */
function sumOfShares(a: WilsonShare, b: WilsonShare): Limited {
  if (a.estimate === null || a.lower === null || a.upper === null) return unknown;
  if (b.estimate === null || b.lower === null || b.upper === null) return unknown;
  const value = a.estimate + b.estimate - 1;
  return {
    value,
    lower: value - Math.hypot(a.estimate - a.lower, b.estimate - b.lower),
    upper: value + Math.hypot(a.upper - a.estimate, b.upper - b.estimate),
  };
}

function ratio(a: { part: number; of: number }, b: { part: number; of: number }, z: number): Limited {
  const value = a.part / a.of / (b.part / b.of);
  if (!Number.isFinite(value)) return unknown;
  const variance = 1 / a.part - 1 / a.of + 1 / b.part - 1 / b.of;
  if (!Number.isFinite(variance)) return { ...unknown, value };
  const factor = Math.exp(z * Math.sqrt(Math.max(0, variance)));
  return { value, lower: value / factor, upper: value * factor };
}

function correlation({ tp, fp, fn, tn }: ConfusionCounts, mcc: number | null, z: number): Limited {
  if (mcc === null) return unknown;
  const n = tp + fp + fn + tn;
  const [row1, row0, column1, column0] = [tp + fn, fp + tn, tp + fp, fn + tn].map((sum) => sum / n) as [
    number,
    number,
    number,
    number,
  ];
  const [rows, columns] = [row1 * row0, column1 * column0];
  const variance =
    (1 -
      mcc ** 2 +
      (mcc * (1 + mcc ** 2 / 2) * (row1 - row0) * (column1 - column0)) / Math.sqrt(rows * columns) -
      0.75 * mcc ** 2 * ((row1 - row0) ** 2 / rows + (column1 - column0) ** 2 / columns)) /
    n;
  if (!(variance > 1e-15) || Math.abs(mcc) >= 1) return { ...unknown, value: mcc };
  const spread = (z * Math.sqrt(variance)) / (1 - mcc ** 2);
  return { value: mcc, lower: Math.tanh(Math.atanh(mcc) - spread), upper: Math.tanh(Math.atanh(mcc) + spread) };
}

function agreement({ tp, fp, fn, tn }: ConfusionCounts, kappa: number | null, z: number): Limited {
  if (kappa === null) return unknown;
  const n = tp + fp + fn + tn;
  const [a, b, c, d] = [tp / n, fn / n, fp / n, tn / n];
  const [row1, row0, column1, column0] = [a + b, c + d, a + c, b + d];
  const observed = a + d;
  const expected = row1 * column1 + row0 * column0;
  const onDiagonal = a * (1 - (row1 + column1) * (1 - kappa)) ** 2 + d * (1 - (row0 + column0) * (1 - kappa)) ** 2;
  const beside = (1 - kappa) ** 2 * (b * (column1 + row0) ** 2 + c * (column0 + row1) ** 2);
  const variance = (onDiagonal + beside - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  if (!(variance > 1e-15) || observed === 1) return { ...unknown, value: kappa };
  const spread = z * Math.sqrt(variance);
  return { value: kappa, lower: Math.max(-1, kappa - spread), upper: Math.min(1, kappa + spread) };
}

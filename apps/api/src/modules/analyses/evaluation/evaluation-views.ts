import { type Statement, statement } from '@haim/schema';
import {
  type BootstrapRoc,
  bootstrapRoc,
  calibration,
  calibrationCurve,
  type CalibrationCurve,
  type CalibrationResult,
  netBenefit,
  precisionRecall,
  type PrecisionRecall,
} from '@haim/stats';
import { type EvaluatedCase } from './evaluation-figures.ts';

/** The cases of an evaluation, and whether the class that low scores predict is the positive one. */
export interface Evaluated {
  readonly cases: readonly Pick<EvaluatedCase, 'score' | 'positive'>[];
  readonly isFlipped: boolean;
}

/** Groups of a calibration curve: ten where each has twenty cases, otherwise five. */
const groupsFor = (n: number): number => (n >= 200 ? 10 : 5);
/** Decisions are looked at up to this probability: beyond it nobody would wait for more certainty. */
const thresholds = Array.from({ length: 80 }, (_, i) => (i + 1) / 100);

export function bootstrapOf({ cases, isFlipped }: Evaluated): BootstrapRoc | null {
  return cases.length === 0
    ? null
    : bootstrapRoc(
        cases.map(({ score }) => score),
        cases.map(({ positive }) => positive),
        { direction: isFlipped ? 'lower-is-positive' : 'higher-is-positive' },
      );
}

export function precisionRecallOf({ cases, isFlipped }: Evaluated): PrecisionRecall | null {
  return cases.length === 0
    ? null
    : precisionRecall(
        cases.map(({ score }) => score),
        cases.map(({ positive }) => positive),
        { direction: isFlipped ? 'lower-is-positive' : 'higher-is-positive' },
      );
}

/** Cases by score in bins of equal width; the last one contains 1. */
export interface ScoreHistogram {
  /** Of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

export function histogramOf({ cases }: Evaluated, bins: number): ScoreHistogram {
  const counts = { positive: new Array<number>(bins).fill(0), negative: new Array<number>(bins).fill(0) };
  for (const { score, positive } of cases) {
    const at = Math.min(bins - 1, Math.max(0, Math.floor(score * bins)));
    const column = positive ? counts.positive : counts.negative;
    column[at] = (column[at] ?? 0) + 1;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => i / bins), ...counts };
}

export interface CalibrationView {
  /** Null where scores of exactly 0 or 1 leave no logit. */
  readonly measures: CalibrationResult | null;
  readonly curve: CalibrationCurve;
  /** As many as were asked for: ties leave fewer. */
  readonly groupCount: number;
  readonly warnings: readonly Statement[];
}

/** The score as the probability of the positive class. */
export function calibrationOf(evaluated: Evaluated): CalibrationView | null {
  const { probabilities, positives } = asProbabilities(evaluated);
  if (probabilities.length === 0) return null;
  const extreme = probabilities.filter((p) => p <= 0 || p >= 1).length;
  const measures = extreme === 0 ? calibration(probabilities, positives) : null;
  const groupCount = groupsFor(probabilities.length);
  const curve = calibrationCurve(probabilities, positives, { groupCount });
  return {
    measures,
    curve,
    groupCount,
    warnings: [
      statement('scoreAsProbability'),
      ...(extreme > 0 ? [statement('scoresWithoutLogit', { n: extreme })] : []),
      ...(measures?.warnings ?? []),
      ...curve.warnings,
    ],
  };
}

export function decisionCurveOf(evaluated: Evaluated) {
  const { probabilities, positives } = asProbabilities(evaluated);
  if (probabilities.length === 0) return null;
  const { method, warnings, points } = netBenefit(probabilities, positives, thresholds);
  return {
    method,
    warnings: [statement('scoreAsProbability'), ...warnings],
    thresholds: points.map(({ threshold }) => threshold),
    model: points.map(({ model }) => model),
    treatAll: points.map(({ treatAll }) => treatAll),
  };
}

function asProbabilities({ cases, isFlipped }: Evaluated) {
  return {
    probabilities: cases.map(({ score }) => (isFlipped ? 1 - score : score)),
    positives: cases.map(({ positive }) => positive),
  };
}

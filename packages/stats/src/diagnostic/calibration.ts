import { statement, type Statement } from '@haim/schema';
import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { fitLogistic, logisticDesign, withoutColumns } from '../regression/logistic-fit.ts';
import { type Outcome, readScored, type Scored } from '../numerics/scored.ts';

export interface CalibrationResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  /** Mean squared error of the probabilities. */
  readonly brier: number;
  /** 1 - brier / that of the overall rate; null when the outcome does not vary. */
  readonly brierScaled: number | null;
  readonly logLoss: number;
  /** Of the logit of the probability; 1 is ideal, below 1 the predictions are too extreme. */
  readonly slope: number | null;
  readonly slopeStdErr: number | null;
  /** Wald limits. */
  readonly slopeLower: number | null;
  readonly slopeUpper: number | null;
  readonly interceptWithSlope: number | null;
  /** Intercept with the slope held at 1; 0 is ideal. */
  readonly inTheLarge: number | null;
  readonly inTheLargeStdErr: number | null;
  readonly inTheLargeLower: number | null;
  readonly inTheLargeUpper: number | null;
  readonly meanPredicted: number;
  readonly observedRate: number;
  readonly observedToExpected: number;
}

/**
 * Calibration of predicted probabilities.
 *
 * @param probabilities - [n] strictly between 0 and 1.
 * @param positive - [n] truth.
 * @param options - `confidence` of the limits, default 0.95.
 * @returns the measures below; slope and intercepts are null where the outcome does not vary or is separated.
 * @throws StatsInputError on unequal lengths, no subject, or a probability outside (0, 1).
 *
 * Source: Cox 1958; Brier 1950; Steyerberg 2009.
 * Checked against: the calibration calls of reference/goldens/roc_asah.json.
 * Common wrong use: on the data the model was fitted to, where slope and intercept are 1 and 0 by construction.
 */
export function calibration(
  probabilities: ArrayLike<number>,
  positive: Outcome,
  { confidence = 0.95 }: { confidence?: number } = {},
): CalibrationResult {
  const z = criticalValue(confidence);
  const { scores, positive: y } = readProbabilities(probabilities, positive);
  const n = scores.length;
  const logits = scores.map((p) => Math.log(p / (1 - p)));
  const design = logisticDesign(y, [logits]);
  const fit = fitLogistic(design);
  const level = fitLogistic({ ...withoutColumns(design, [1]), offset: logits });
  const isUsable = fit.covariance !== null && !fit.isSeparated;
  const isLevelUsable = level.covariance !== null && !level.isSeparated;
  const mean = (value: (p: number, i: number) => number) => scores.reduce((sum, p, i) => sum + value(p, i), 0) / n;
  const observedRate = mean((_, i) => y[i] as number);
  const meanPredicted = mean((p) => p);
  const brier = mean((p, i) => ((y[i] as number) - p) ** 2);
  const hasBoth = observedRate > 0 && observedRate < 1;
  const slope = isUsable ? (fit.beta[1] as number) : null;
  const slopeStdErr = isUsable ? Math.sqrt(fit.covariance?.[1]?.[1] as number) : null;
  const inTheLarge = isLevelUsable && hasBoth ? (level.beta[0] as number) : null;
  const inTheLargeStdErr = isLevelUsable && hasBoth ? Math.sqrt(level.covariance?.[0]?.[0] as number) : null;
  const limit = (estimate: number | null, stdErr: number | null, side: number) =>
    estimate === null || stdErr === null ? null : estimate + side * z * stdErr;
  return {
    method: statement('calibration'),
    warnings: isUsable && hasBoth ? [] : [statement('recalibrationNotEstimable')],
    n,
    brier,
    brierScaled: hasBoth ? 1 - brier / (observedRate * (1 - observedRate)) : null,
    logLoss: -mean((p, i) => (y[i] === 1 ? Math.log(p) : Math.log1p(-p))),
    slope,
    slopeStdErr,
    slopeLower: limit(slope, slopeStdErr, -1),
    slopeUpper: limit(slope, slopeStdErr, 1),
    interceptWithSlope: isUsable ? (fit.beta[0] as number) : null,
    inTheLarge,
    inTheLargeStdErr,
    inTheLargeLower: limit(inTheLarge, inTheLargeStdErr, -1),
    inTheLargeUpper: limit(inTheLarge, inTheLargeStdErr, 1),
    meanPredicted,
    observedRate,
    observedToExpected: observedRate / meanPredicted,
  };
}

/** @throws StatsInputError unless every entry is strictly between 0 and 1. */
export function readProbabilities(probabilities: ArrayLike<number>, positive: Outcome): Scored {
  const cohort = readScored(probabilities, positive, 'probabilities');
  const bad = cohort.scores.findIndex((p) => p <= 0 || p >= 1);
  if (bad >= 0)
    throw new StatsInputError('probabilities', `entry ${bad}: must lie between 0 and 1, not ${cohort.scores[bad]}`);
  return cohort;
}

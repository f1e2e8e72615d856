import { statement, type Statement } from '@haim/schema';
import type { CoxModel } from './cox.ts';
import { type CoxDesign, linearPredictor } from './cox-design.ts';
import { NotYetAtRisk } from './cox-entry.ts';
import { hazardSteps } from './cox-residuals.ts';
import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { quadraticForm } from '../numerics/linear-algebra.ts';
import { type ConfType, type CurveOptions, survivalLimits } from '../survival/survival-curve.ts';
import { type EstimateWithLimits, firstCrossing } from '../survival/survival-quantile.ts';

/** A curve as columns over the days of one stratum, ascending; `quantile` and `atRiskAt` accept it like any curve. */
export interface PredictedCurve {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly confidence: number;
  readonly confType: ConfType;
  readonly days: number[];
  /** Subjects of the stratum (or sum of weights) at risk: the data behind the curve, not the subject. */
  readonly atRisk: number[];
  /** S(day) of a subject with these covariates. */
  readonly survival: number[];
  readonly stdErr: (number | null)[];
  readonly cumulativeHazard: number[];
  readonly lower: (number | null)[];
  readonly upper: (number | null)[];
  readonly median: EstimateWithLimits;
}

export interface PredictionOptions extends CurveOptions {
  /** Which stratum's baseline; needed if the model has several. */
  readonly stratum?: string | number;
}

/**
 * Survival curve that a Cox model predicts for a subject with given covariates.
 *
 * @param model - `model` of a fit.
 * @param subject - a value for every covariate of the model, by name (factor columns as 0 and 1).
 * @param options - `confidence`, default 0.95; `confType`, default 'log-log'; `stratum`.
 * @returns S = exp(-H exp(x beta)) over the days of the stratum; limits allow for the error of the coefficients.
 * @throws StatsInputError on a covariate without a finite value, an unknown stratum, or a model with a coefficient that
 * is not estimable.
 *
 * Source: Breslow 1972; Tsiatis 1981 for the variance; Efron's hazard with Efron ties.
 * Checked against: reference/predicted-survival.R (survfit(coxph, newdata)).
 * Common wrong use: reading it as an adjusted curve of a group; it is that of one covariate pattern.
 */
export function predictedSurvival(
  model: CoxModel,
  subject: Readonly<Record<string, number>>,
  options: PredictionOptions = {},
): PredictedCurve {
  const { design, beta, covariance } = model;
  const { confidence = 0.95, confType = 'log-log' } = options;
  const limits = survivalLimits(confType, criticalValue(confidence));
  if (covariance === null) throw new StatsInputError('model', 'has a coefficient that is not estimable');
  const x = design.names.map((name, k) => valueOf(subject, name) - (design.centre[k] as number));
  const code = stratumOf(design, options.stratum);
  const ties = model.ties === 'exact' ? 'breslow' : model.ties;
  const steps = hazardSteps(design, linearPredictor(design, beta), ties);
  const risk = Math.exp(x.reduce((sum, value, k) => sum + value * (beta[k] as number), 0));
  const atRisk = numbersAtRisk(design);
  const blocks = Array.from(design.blockStratum.keys()).filter((block) => design.blockStratum[block] === code);
  const gathered = new Array<number>(design.p).fill(0);
  let [hazard, variance] = [0, 0];
  const points = blocks.map((block) => {
    hazard += steps.hazard[block] as number;
    variance += steps.variance[block] as number;
    // Distance of the subject from those who failed, weighted by the hazard at their failure.
    for (let k = 0; k < design.p; k++) {
      const mean = steps.mean[block * design.p + k] as number;
      gathered[k] = (gathered[k] as number) + (x[k] as number) * (steps.hazard[block] as number) - mean;
    }
    const survival = Math.exp(-hazard * risk);
    const logStdErr = risk * Math.sqrt(variance + quadraticForm(covariance as number[][], gathered));
    return { survival, logStdErr, cumulativeHazard: hazard * risk, limits: limits(survival, logStdErr) };
  });
  const days = blocks.map((block) => design.blockDay[block] as number);
  const survival = points.map((point) => point.survival);
  const lower = points.map((point) => point.limits[0]);
  const upper = points.map((point) => point.limits[1]);
  return {
    method: statement('coxPrediction', { hazard: ties, limits: confType }),
    warnings: model.ties === 'exact' ? [statement('exactTiesBreslowHazard')] : [],
    confidence,
    confType,
    days,
    atRisk: blocks.map((block) => atRisk[block] as number),
    survival,
    stdErr: points.map((point) => point.survival * point.logStdErr),
    cumulativeHazard: points.map((point) => point.cumulativeHazard),
    lower,
    upper,
    median: {
      estimate: firstCrossing(days, survival, 0.5),
      lower: firstCrossing(days, lower, 0.5),
      upper: firstCrossing(days, upper, 0.5),
    },
  };
}

function valueOf(subject: Readonly<Record<string, number>>, name: string): number {
  const value = Object.hasOwn(subject, name) ? subject[name] : undefined;
  if (value === undefined) throw new StatsInputError(`subject.${name}`, 'is missing: the model has this covariate');
  if (!Number.isFinite(value)) throw new StatsInputError(`subject.${name}`, `must be finite, not ${value}`);
  return value;
}

function stratumOf({ strata }: CoxDesign, wanted: string | number | undefined): number {
  if (wanted === undefined && strata.length === 1) return 0;
  const code = strata.indexOf(String(wanted));
  if (code < 0) throw new StatsInputError('stratum', `must be one of ${strata.join(', ')}`);
  return code;
}

/** Sum of weights at risk just before each block's day. */
function numbersAtRisk(design: CoxDesign): Float64Array {
  const { blockStratum, blockStart, weight } = design;
  const atRisk = new Float64Array(blockStratum.length);
  const notYet = new NotYetAtRisk(design);
  let sum = 0;
  for (let block = blockStratum.length - 1; block >= 0; block--) {
    if (blockStratum[block] !== blockStratum[block + 1]) sum = 0;
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      sum += weight[row] as number;
    }
    notYet.before(block, (row) => (sum -= weight[row] as number));
    atRisk[block] = sum;
  }
  return atRisk;
}

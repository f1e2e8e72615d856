import { statement, type Statement } from '@haim/schema';
import { coxDesign, type CoxData, type CoxDesign, keepColumns, type Likelihood } from './cox-design.ts';
import { type Fit, maximise, rowsOf } from './cox-fit.ts';
import { coxLikelihood, type Ties } from './cox-likelihood.ts';
import { clusterProducts, scoreResiduals } from './cox-residuals.ts';
import { fitTwoGroups, type TwoGroupFit } from './cox-two-groups.ts';
import { chiSquareUpperTail, criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { independentColumns, invertSymmetric, multiply, quadraticForm, submatrix } from '../numerics/linear-algebra.ts';

export interface CoxOptions {
  /** Default 'efron'. */
  readonly ties?: Ties;
  /** Two-sided coverage, default 0.95. */
  readonly confidence?: number;
  /** Sandwich variance; on by default if the data name clusters. Use it with weights. */
  readonly robust?: boolean;
}

export interface CoxCoefficient {
  readonly name: string;
  /** Log hazard ratio per unit; null, like the fields below, when not estimable. */
  readonly coefficient: number | null;
  /** From the information matrix. */
  readonly stdErr: number | null;
  /** Sandwich; null unless requested. If present, limits, z and p use it. */
  readonly robustStdErr: number | null;
  readonly hazardRatio: number | null;
  /** Limits of the hazard ratio; Infinity if one exceeds the largest double. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly z: number | null;
  readonly pValue: number | null;
}

export interface ChiSquareTest {
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/** What the checks of a fit are computed from: pass it to proportionalHazards, coxConcordance, predictedSurvival, … */
export interface CoxModel {
  readonly design: CoxDesign;
  readonly beta: readonly number[];
  readonly ties: Ties;
  /** [p, p] of `beta`, the sandwich if it was requested; null where a coefficient is not estimable. */
  readonly covariance: readonly (readonly number[])[] | null;
}

export interface CoxResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly events: number;
  readonly ties: Ties;
  readonly confidence: number;
  readonly coefficients: CoxCoefficient[];
  /** [p, p] of the estimable coefficients, in order; the sandwich if requested. */
  readonly covariance: number[][];
  /** Log partial likelihood with all coefficients 0, and at the estimate. */
  readonly logLikelihood: readonly [null_: number, fitted: number];
  readonly likelihoodRatio: ChiSquareTest;
  readonly wald: ChiSquareTest;
  readonly score: ChiSquareTest;
  readonly robustScore: ChiSquareTest | null;
  /** null when nothing could be fitted. */
  readonly model: CoxModel | null;
}

/**
 * Cox proportional hazards regression.
 *
 * @param data - columns of n >= 1 subjects; see CoxData.
 * @param options - `ties`, default 'efron'; `confidence`, default 0.95; `robust`, default false.
 * @returns hazard ratios per unit of each covariate; a column that repeats others, or whose estimate runs to infinity,
 * has null and a warning.
 * @throws StatsInputError on unequal lengths, non-finite values, no covariate, or weights with exact ties.
 *
 * Source: Cox 1972; Efron 1977; Lin & Wei 1989 (robust variance).
 * Checked against: the cox calls of reference/goldens (survival::coxph).
 * Common wrong use: reading a hazard ratio without its proportionality check; see proportionalHazards.
 */
export function coxRegression(data: CoxData, options: CoxOptions = {}): CoxResult {
  const { ties = 'efron', confidence = 0.95 } = options;
  const z = criticalValue(confidence);
  if (data.covariates.length === 0) throw new StatsInputError('covariates', 'needs at least one column');
  const isRobust = options.robust === true || data.cluster !== undefined;
  if (ties === 'exact' && (isRobust || data.weights !== undefined)) {
    throw new StatsInputError('ties', 'exact ties allow neither weights nor a robust variance');
  }
  if (ties === 'exact' && data.start !== undefined) {
    throw new StatsInputError('ties', 'exact ties allow no start times');
  }
  const fast = ties === 'exact' || isRobust ? null : fitTwoGroups(data, ties);
  if (fast !== null) return ofTwoGroups(data, fast, ties, confidence);
  const full = coxDesign(data);
  const atZero = coxLikelihood(full, new Float64Array(full.p), ties);
  const kept = independentColumns(rowsOf(atZero.information, full.p));
  const design = kept.length === full.p ? full : keepColumns(full, kept);
  const start = kept.length === full.p ? atZero : coxLikelihood(design, new Float64Array(design.p), ties);
  const fit = maximise(design, start, ties);
  const naive = invertSymmetric(rowsOf(fit.likelihood.information, design.p));
  const variance = naive !== null && isRobust ? finite(sandwich(design, fit.beta, ties, naive)) : naive;
  const warnings = fitWarnings(full, design, fit, naive === null);
  const coefficients = full.names.map((name, column): CoxCoefficient => {
    const k = kept.indexOf(column);
    const isEstimable = k >= 0 && naive !== null && variance !== null && fit.hasConverged && !fit.isInfinite[k];
    if (!isEstimable) return { name, ...NOTHING };
    const coefficient = fit.beta[k] as number;
    const used = Math.sqrt(Math.max(0, variance[k]?.[k] as number));
    const estimate = {
      name,
      coefficient,
      stdErr: Math.sqrt(naive[k]?.[k] as number),
      robustStdErr: isRobust ? used : null,
      hazardRatio: Math.exp(coefficient),
    };
    if (used === 0) {
      warnings.push(statement('robustVarianceZero', { column: name }));
      return { ...estimate, lower: null, upper: null, z: null, pValue: null };
    }
    return {
      ...estimate,
      lower: Math.exp(coefficient - z * used),
      upper: Math.exp(coefficient + z * used),
      z: coefficient / used,
      pValue: normalTwoSided(coefficient / used),
    };
  });
  const hasInfinite = fit.isInfinite.includes(true);
  return {
    method: statement('cox', { ties, robust: isRobust, strata: full.strata.length }),
    warnings,
    n: full.n,
    events: full.eventTotal,
    ties,
    confidence,
    coefficients,
    covariance: covarianceOf(fit, variance),
    logLikelihood: [start.logLikelihood, fit.likelihood.logLikelihood],
    likelihoodRatio: chiSquareTest(2 * (fit.likelihood.logLikelihood - start.logLikelihood), design.p),
    wald: chiSquareTest(hasInfinite || !fit.hasConverged ? null : waldStatistic(variance, fit.beta), design.p),
    score: chiSquareTest(scoreStatistic(start, design.p), design.p),
    robustScore: isRobust ? robustScore(design, ties) : null,
    model:
      design.p === 0
        ? null
        : { design, beta: fit.beta, ties, covariance: hasInfinite || !fit.hasConverged ? null : variance },
  };
}

/** The result of a fit that did not build a design: the checks build it on first use. */
function ofTwoGroups(data: CoxData, fit: TwoGroupFit, ties: Ties, confidence: number): CoxResult {
  const { name, coefficient, start, fitted } = fit;
  const variance = 1 / fitted.information;
  const stdErr = Math.sqrt(variance);
  const spread = criticalValue(confidence) * stdErr;
  let model: CoxModel | null = null;
  return {
    method: statement('cox', { ties, robust: false, strata: 1 }),
    warnings: [],
    n: fit.n,
    events: fit.events,
    ties,
    confidence,
    coefficients: [
      {
        name,
        coefficient,
        stdErr,
        robustStdErr: null,
        hazardRatio: Math.exp(coefficient),
        lower: Math.exp(coefficient - spread),
        upper: Math.exp(coefficient + spread),
        z: coefficient / stdErr,
        pValue: normalTwoSided(coefficient / stdErr),
      },
    ],
    covariance: [[variance]],
    logLikelihood: [start.logLikelihood, fitted.logLikelihood],
    likelihoodRatio: chiSquareTest(2 * (fitted.logLikelihood - start.logLikelihood), 1),
    wald: chiSquareTest(coefficient ** 2 / variance, 1),
    score: chiSquareTest(start.score ** 2 / start.information, 1),
    robustScore: null,
    get model() {
      model ??= { design: coxDesign(data), beta: [coefficient], ties, covariance: [[variance]] };
      return model;
    },
  };
}

const NOTHING = {
  coefficient: null,
  stdErr: null,
  robustStdErr: null,
  hazardRatio: null,
  lower: null,
  upper: null,
  z: null,
  pValue: null,
} as const;

function covarianceOf(fit: Fit, variance: number[][] | null): number[][] {
  if (variance === null || !fit.hasConverged) return [];
  return submatrix(
    variance,
    fit.isInfinite.flatMap((isInfinite, k) => (isInfinite ? [] : [k])),
  );
}

function finite(matrix: number[][]): number[][] | null {
  return matrix.every((row) => row.every(Number.isFinite)) ? matrix : null;
}

function sandwich(design: CoxDesign, beta: number[], ties: Ties, naive: number[][]): number[][] {
  const products = clusterProducts(scoreResiduals(design, beta, plain(ties)), design.p, design.cluster);
  const half = naive.map((row) => multiply(products, row));
  return half.map((row) => multiply(naive, row));
}

function robustScore(design: CoxDesign, ties: Ties): ChiSquareTest {
  const residuals = scoreResiduals(design, new Float64Array(design.p), plain(ties));
  const score = new Array<number>(design.p).fill(0);
  residuals.forEach((value, i) => (score[i % design.p] = (score[i % design.p] as number) + value));
  const inverse = invertSymmetric(clusterProducts(residuals, design.p, design.cluster));
  return chiSquareTest(inverse === null ? null : quadraticForm(inverse, score), design.p);
}

function plain(ties: Ties): Exclude<Ties, 'exact'> {
  return ties === 'exact' ? 'breslow' : ties;
}

function waldStatistic(variance: number[][] | null, beta: number[]): number | null {
  const inverse = variance && invertSymmetric(variance);
  return inverse && quadraticForm(inverse, beta);
}

function scoreStatistic(start: Likelihood, p: number): number | null {
  const inverse = invertSymmetric(rowsOf(start.information, p));
  return inverse && quadraticForm(inverse, [...start.score]);
}

function chiSquareTest(statistic: number | null, df: number): ChiSquareTest {
  if (statistic === null || !Number.isFinite(statistic) || df === 0) return { statistic: null, df: null, pValue: null };
  const cut = Math.max(0, statistic);
  return { statistic: cut, df, pValue: chiSquareUpperTail(cut, df) };
}

function fitWarnings(full: CoxDesign, design: CoxDesign, fit: Fit, isSingular: boolean): Statement[] {
  const warnings: Statement[] = [];
  const dropped = full.names.filter((name) => !design.names.includes(name));
  if (full.eventTotal === 0) warnings.push(statement('coxWithoutEvents'));
  else if (dropped.length > 0) warnings.push(statement('columnsDropped', { columns: dropped }));
  const infinite = design.names.filter((_, k) => fit.isInfinite[k]);
  if (infinite.length > 0) warnings.push(statement('coefficientsInfinite', { columns: infinite }));
  if (!fit.hasConverged || (isSingular && design.p > 0)) warnings.push(statement('noConvergence'));
  return warnings;
}

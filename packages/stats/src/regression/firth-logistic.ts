import { statement, type Statement } from '@haim/schema';
import type { ChiSquareTest } from './cox.ts';
import type { Covariate } from './cox-design.ts';
import { chiSquareUpperTail, criticalValue } from '../numerics/distributions.ts';
import { determinant, Matrix } from 'ml-matrix';
import { dot, invertSymmetric, multiply, submatrix } from '../numerics/linear-algebra.ts';
import { readLogistic } from './logistic.ts';
import type { LogisticDesign } from './logistic-fit.ts';
import { findRoot } from '../numerics/root.ts';
import type { Outcome } from '../numerics/scored.ts';

export interface FirthCoefficient {
  readonly name: string;
  readonly coefficient: number | null;
  readonly stdErr: number | null;
  readonly oddsRatio: number | null;
  /** Profile penalised-likelihood limits of the odds ratio. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Penalised likelihood ratio test. */
  readonly pValue: number | null;
}

export interface FirthResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly events: number;
  /** '(Intercept)' first. */
  readonly coefficients: FirthCoefficient[];
  readonly penalizedLogLikelihood: number | null;
  /** All covariates at 0 against the fit. */
  readonly likelihoodRatio: ChiSquareTest;
}

const MAX_ITERATIONS = 200;

/**
 * Logistic regression with Firth's penalty: finite where the covariates separate the outcome, less biased in small samples.
 *
 * @param outcome - [n] truth.
 * @param covariates - columns of n finite values.
 * @param options - `confidence`, default 0.95.
 * @returns odds ratios with profile limits and penalised likelihood ratio p; null where the columns repeat one
 * another.
 * @throws StatsInputError as logisticRegression.
 *
 * Source: Firth 1993; Heinze & Schemper 2002.
 * Checked against: reference/firth-logistic.R (penalised likelihood
 * maximised by optim).
 */
export function firthLogistic(
  outcome: Outcome,
  covariates: readonly Covariate[],
  { confidence = 0.95 }: { confidence?: number } = {},
): FirthResult {
  const z = criticalValue(confidence);
  const design = readLogistic(outcome, covariates);
  const free = Array.from({ length: design.p }, (_, k) => k);
  const zeros = free.map(() => 0);
  const named = {
    method: statement('firth'),
    n: design.n,
    events: design.outcome.reduce((sum, y) => sum + y, 0),
  };
  const names = ['(Intercept)', ...covariates.map(({ name }) => name)];
  const fit = maximise(design, zeros, free);
  if (fit === null) {
    const nothing = { coefficient: null, stdErr: null, oddsRatio: null, lower: null, upper: null, pValue: null };
    return {
      ...named,
      warnings: [statement('columnsRepeat')],
      coefficients: names.map((name) => ({ name, ...nothing })),
      penalizedLogLikelihood: null,
      likelihoodRatio: { statistic: null, df: null, pValue: null },
    };
  }
  const lostAt = (k: number, value: number, from = fit.beta) => {
    const held = maximise(
      design,
      from.map((b, j) => (j === k ? value : b)),
      free.filter((j) => j !== k),
    );
    return { beta: held?.beta ?? from, lost: held === null ? Infinity : Math.max(0, 2 * (fit.value - held.value)) };
  };
  const coefficients = names.map((name, k): FirthCoefficient => {
    const coefficient = fit.beta[k] as number;
    const stdErr = Math.sqrt(fit.covariance[k]?.[k] as number);
    const side = (sign: number) => {
      // Points of one search lie closer and closer together, and so do the maxima of the others.
      let last = fit.beta;
      const miss = (distance: number) => {
        const { beta, lost } = lostAt(k, coefficient + sign * distance, last);
        last = beta;
        return Math.sqrt(lost) - z;
      };
      let far = 2 * z * stdErr;
      while (miss(far) < 0 && far < 1e4 * stdErr) far *= 2;
      const distance = findRoot(miss, 0, far, 1e-11 * stdErr);
      return distance === null ? null : Math.exp(coefficient + sign * distance);
    };
    const pValue = chiSquareUpperTail(lostAt(k, 0).lost, 1);
    return { name, coefficient, stdErr, oddsRatio: Math.exp(coefficient), lower: side(-1), upper: side(1), pValue };
  });
  const alone = maximise(design, zeros, [0]);
  const statistic = alone === null ? null : Math.max(0, 2 * (fit.value - alone.value));
  const df = covariates.length;
  return {
    ...named,
    warnings: [],
    coefficients,
    penalizedLogLikelihood: fit.value,
    likelihoodRatio:
      statistic === null || df === 0
        ? { statistic: null, df: null, pValue: null }
        : { statistic, df, pValue: chiSquareUpperTail(statistic, df) },
  };
}

/**
 * Maximum over the columns `free`, the others held; the penalty is that of the whole model. Scoring steps alone close in
 * slowly where the penalty decides, as in small or separated samples: the slope's changes correct the information (BFGS).
 */
function maximise(design: LogisticDesign, start: readonly number[], free: readonly number[]) {
  let beta = [...start];
  let here = evaluate(design, beta);
  if (here === null) return null;
  let inverse = invertSymmetric(submatrix(here.information, free));
  let isCorrected = false;
  for (let iteration = 0; iteration < MAX_ITERATIONS && free.length > 0; iteration++) {
    if (inverse === null) return null;
    const slope = at(here.score, free);
    const step = multiply(inverse, slope);
    if (dot(step, slope) < 1e-18) break;
    const next = climb(design, beta, here.value, free, step);
    if (next === null) {
      // At the maximum nothing is higher but for rounding; elsewhere the corrected information led astray.
      if (!isCorrected) break;
      inverse = invertSymmetric(submatrix(here.information, free));
      isCorrected = false;
      continue;
    }
    const moved = at(next.beta, free).map((b, k) => b - (at(beta, free)[k] as number));
    const lostSlope = slope.map((g, k) => g - (at(next.here.score, free)[k] as number));
    [beta, here] = [next.beta, next.here];
    inverse = corrected(inverse, moved, lostSlope);
    isCorrected = true;
  }
  return { beta, value: here.value, covariance: here.covariance };
}

const at = (values: readonly number[], keep: readonly number[]) => keep.map((k) => values[k] as number);

/** The longest share of a step at whose end the value is not lower; null if there is none. */
function climb(
  design: LogisticDesign,
  beta: readonly number[],
  value: number,
  free: readonly number[],
  step: readonly number[],
) {
  // Far steps overshoot where the likelihood is flat.
  for (let share = Math.min(1, 5 / Math.max(...step.map(Math.abs), 1e-300)); share > 1e-10; share /= 2) {
    const tried = [...beta];
    free.forEach((k, i) => (tried[k] = (tried[k] as number) + share * (step[i] as number)));
    const here = evaluate(design, tried);
    if (here !== null && here.value >= value - 1e-12 * (1 + Math.abs(value))) return { beta: tried, here };
  }
  return null;
}

/** The inverse after a step over which the slope fell by `lostSlope` (Nocedal & Wright 2006, 6.17). */
function corrected(inverse: readonly (readonly number[])[], moved: readonly number[], lostSlope: readonly number[]) {
  const along = dot(moved, lostSlope);
  if (!(along > 1e-12 * Math.sqrt(dot(moved, moved) * dot(lostSlope, lostSlope))))
    return inverse.map((row) => [...row]);
  const turned = multiply(inverse, lostSlope);
  const stretch = (1 + dot(turned, lostSlope) / along) / along;
  return inverse.map((row, i) =>
    row.map(
      (v, j) =>
        v +
        stretch * (moved[i] as number) * (moved[j] as number) -
        ((turned[i] as number) * (moved[j] as number) + (moved[i] as number) * (turned[j] as number)) / along,
    ),
  );
}

interface Evaluation {
  readonly value: number;
  readonly information: number[][];
  readonly covariance: number[][];
  readonly score: number[];
}

function evaluate({ n, p, x, outcome }: LogisticDesign, beta: readonly number[]): Evaluation | null {
  const fitted = new Float64Array(n);
  const information = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  let value = 0;
  for (let row = 0; row < n; row++) {
    let eta = 0;
    for (let k = 0; k < p; k++) eta += (x[row * p + k] as number) * (beta[k] as number);
    const margin = outcome[row] === 1 ? eta : -eta;
    value -= Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    const probability = 1 / (1 + Math.exp(-eta));
    fitted[row] = probability;
    const weight = probability * (1 - probability);
    for (let k = 0; k < p; k++) {
      const line = information[k] as number[];
      const weighted = weight * (x[row * p + k] as number);
      for (let l = 0; l <= k; l++) line[l] = (line[l] as number) + weighted * (x[row * p + l] as number);
    }
  }
  information.forEach((line, k) => {
    for (let l = k + 1; l < p; l++) line[l] = information[l]?.[k] as number;
  });
  const covariance = invertSymmetric(information);
  if (covariance === null) return null;
  const score = new Array<number>(p).fill(0);
  for (let row = 0; row < n; row++) {
    const probability = fitted[row] as number;
    let spread = 0;
    for (let k = 0; k < p; k++) {
      const line = covariance[k] as number[];
      let sum = 0;
      for (let l = 0; l < p; l++) sum += (line[l] as number) * (x[row * p + l] as number);
      spread += sum * (x[row * p + k] as number);
    }
    const leverage = probability * (1 - probability) * spread;
    const residual = (outcome[row] as number) - probability + leverage * (0.5 - probability);
    for (let k = 0; k < p; k++) score[k] = (score[k] as number) + (x[row * p + k] as number) * residual;
  }
  return { value: value + Math.log(determinant(new Matrix(information))) / 2, information, covariance, score };
}

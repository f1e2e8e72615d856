import { statement, type Statement } from '@haim/schema';
import type { ChiSquareTest } from './cox.ts';
import type { Covariate } from './cox-design.ts';
import { chiSquareUpperTail, criticalValue } from '../numerics/distributions.ts';
import { determinant, Matrix } from 'ml-matrix';
import { invertSymmetric, multiply, quadraticForm, submatrix } from '../numerics/linear-algebra.ts';
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
  const lostAt = (k: number, value: number) => {
    const held = maximise(
      design,
      fit.beta.map((b, j) => (j === k ? value : b)),
      free.filter((j) => j !== k),
    );
    return held === null ? Infinity : Math.max(0, 2 * (fit.value - held.value));
  };
  const coefficients = names.map((name, k): FirthCoefficient => {
    const coefficient = fit.beta[k] as number;
    const stdErr = Math.sqrt(fit.covariance[k]?.[k] as number);
    const side = (sign: number) => {
      const miss = (distance: number) => Math.sqrt(lostAt(k, coefficient + sign * distance)) - z;
      let far = 2 * z * stdErr;
      while (miss(far) < 0 && far < 1e4 * stdErr) far *= 2;
      const distance = findRoot(miss, 0, far, 1e-11 * stdErr);
      return distance === null ? null : Math.exp(coefficient + sign * distance);
    };
    const pValue = chiSquareUpperTail(lostAt(k, 0), 1);
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

/** Newton on the penalised score over the columns `free`, the others held; the penalty is that of the whole model. */
function maximise(design: LogisticDesign, start: readonly number[], free: readonly number[]) {
  let beta = [...start];
  let here: Evaluation | null = evaluate(design, beta);
  for (let iteration = 0; here !== null && iteration < MAX_ITERATIONS && free.length > 0; iteration++) {
    const { information, score, value } = here;
    const inverse = invertSymmetric(submatrix(information, free));
    if (inverse === null) return null;
    const slope = free.map((k) => score[k] as number);
    const step = multiply(inverse, slope);
    // Far steps overshoot where the likelihood is flat.
    let share = Math.min(1, 5 / Math.max(...step.map(Math.abs), 1e-300));
    let next: Evaluation | null = null;
    for (; share > 1e-10; share /= 2) {
      const tried = beta.map((b, k) => (free.includes(k) ? b + share * (step[free.indexOf(k)] as number) : b));
      next = evaluate(design, tried);
      if (next !== null && next.value >= value - 1e-12 * (1 + Math.abs(value))) {
        beta = tried;
        break;
      }
    }
    if (share <= 1e-10 || next === null) break;
    here = next;
    if (quadraticForm(inverse, slope) < 1e-18) break;
  }
  return here === null ? null : { beta, value: here.value, covariance: here.covariance };
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
      for (let l = 0; l < p; l++)
        line[l] = (line[l] as number) + weight * (x[row * p + k] as number) * (x[row * p + l] as number);
    }
  }
  const covariance = invertSymmetric(information);
  if (covariance === null) return null;
  const score = new Array<number>(p).fill(0);
  for (let row = 0; row < n; row++) {
    const probability = fitted[row] as number;
    const columns = Array.from(x.subarray(row * p, row * p + p));
    const leverage = probability * (1 - probability) * quadraticForm(covariance, columns);
    const residual = (outcome[row] as number) - probability + leverage * (0.5 - probability);
    columns.forEach((value, k) => (score[k] = (score[k] as number) + value * residual));
  }
  return { value: value + Math.log(determinant(new Matrix(information))) / 2, information, covariance, score };
}

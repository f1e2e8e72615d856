import { dot, invertSymmetric, multiply } from '../numerics/linear-algebra.ts';
import { type LogisticDesign, type Patterns, patternsOf } from './logistic-patterns.ts';

export type { LogisticDesign };

export interface LogisticFit {
  readonly beta: number[];
  readonly logLikelihood: number;
  /** [p, p] inverse information; null when singular. */
  readonly covariance: number[][] | null;
  /** [n] fitted probabilities. */
  readonly fitted: Float64Array;
  /** A coefficient runs to infinity, or the columns repeat one another. */
  readonly isSeparated: boolean;
}

const MAX_ITERATIONS = 100;

/** Maximum likelihood by Newton's method with step halving, from `start` or from 0. */
export function fitLogistic(design: LogisticDesign, start?: readonly number[]): LogisticFit {
  const { p } = design;
  const patterns = patternsOf(design);
  let beta = start ? [...start] : new Array<number>(p).fill(0);
  let here = evaluate(patterns, beta);
  const spread = columnSpread(design);
  let isSeparated = false;
  for (let iteration = 0; iteration < MAX_ITERATIONS && p > 0; iteration++) {
    const inverse = invertSymmetric(here.information);
    if (inverse === null) break;
    const step = multiply(inverse, here.score);
    const decrement = dot(step, here.score);
    // Far along, a finite maximum leaves steps tiny against the column; a maximum at infinity leaves them near 1.
    isSeparated = decrement < 1e-9 && step.some((s, k) => Math.abs(s) * (spread[k] as number) > 0.01);
    if (isSeparated) break;
    const from = beta;
    const floor = here.logLikelihood - 1e-10 * (1 + Math.abs(here.logLikelihood));
    let next: typeof here | null = null;
    for (let share = 1; share > 1e-9 && next === null; share /= 2) {
      beta = from.map((b, k) => b + share * (step[k] as number));
      const tried = evaluate(patterns, beta);
      if (tried.logLikelihood >= floor) next = tried;
    }
    if (next === null) {
      // No fraction of the step increases the likelihood: at a maximum this is rounding, elsewhere the fit has
      // diverged.
      beta = from;
      isSeparated = decrement > 1e-8;
      break;
    }
    here = next;
    if (decrement < 1e-16) break;
  }
  const covariance = p === 0 ? [] : invertSymmetric(here.information);
  return {
    beta,
    logLikelihood: here.logLikelihood,
    covariance,
    fitted: fittedOf(design, beta),
    isSeparated: isSeparated || covariance === null,
  };
}

/** Root mean square of each column. */
function columnSpread({ n, p, x }: LogisticDesign): number[] {
  const squares = new Float64Array(p);
  for (let row = 0, at = 0; row < n; row++) {
    for (let k = 0; k < p; k++, at++) squares[k] = (squares[k] as number) + (x[at] as number) ** 2 / n;
  }
  return Array.from(squares, Math.sqrt);
}

function fittedOf({ n, p, x, offset }: LogisticDesign, beta: readonly number[]): Float64Array {
  const fitted = new Float64Array(n);
  for (let row = 0, at = 0; row < n; row++) {
    let eta = offset === undefined ? 0 : (offset[row] as number);
    for (let k = 0; k < p; k++, at++) eta += (x[at] as number) * (beta[k] as number);
    fitted[row] = 1 / (1 + Math.exp(-eta));
  }
  return fitted;
}

function evaluate({ n, p, x, offset, events, trials }: Patterns, beta: readonly number[]) {
  const score = new Float64Array(p);
  // The lower triangle, row by row.
  const products = new Float64Array((p * (p + 1)) / 2);
  const slopes = Float64Array.from(beta);
  let logLikelihood = 0;
  for (let row = 0; row < n; row++) {
    const first = row * p;
    let eta = offset === undefined ? 0 : (offset[row] as number);
    for (let k = 0; k < p; k++) eta += (x[first + k] as number) * (slopes[k] as number);
    const [yes, all] = [events[row] as number, trials[row] as number];
    // log(1 + exp(-|eta|)) keeps its digits where the probability rounds to 1.
    const small = Math.exp(-Math.abs(eta));
    const probability = (eta < 0 ? small : 1) / (1 + small);
    logLikelihood -= (eta < 0 ? yes * -eta : (all - yes) * eta) + all * Math.log1p(small);
    const residual = yes - all * probability;
    const weight = (all * small) / (1 + small) ** 2;
    for (let k = 0, at = 0; k < p; k++) {
      const xk = x[first + k] as number;
      // Most columns of categories are 0 in most rows.
      if (xk === 0) {
        at += k + 1;
        continue;
      }
      score[k] = (score[k] as number) + xk * residual;
      const weighted = weight * xk;
      for (let l = 0; l <= k; l++, at++) {
        products[at] = (products[at] as number) + weighted * (x[first + l] as number);
      }
    }
  }
  return { score: Array.from(score), information: squareOf(products, p), logLikelihood };
}

function squareOf(triangle: Float64Array, p: number): number[][] {
  const at = (k: number, l: number) => triangle[(k * (k + 1)) / 2 + l] as number;
  return Array.from({ length: p }, (_, k) => Array.from({ length: p }, (_, l) => (l <= k ? at(k, l) : at(l, k))));
}

/**
 * Covariance as R's `glm` reports it: taken at the iterate before the last of its reweighted least squares, which are
 * Newton's steps from working values that the outcome itself gives. It differs from the one at the estimate in about the
 * eighth digit.
 *
 * @param epsilon - glm's convergence criterion, relative to the deviance.
 * @returns [p, p]; null where an iterate is singular or the criterion is not met.
 */
export function covarianceOfGlm(design: LogisticDesign, epsilon: number): number[][] | null {
  const patterns = patternsOf(design);
  let { information, working, deviance } = glmStart(patterns);
  let beta: number[] | null = null;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const covariance = invertSymmetric(information);
    if (covariance === null) return null;
    const step = multiply(covariance, working);
    beta = beta === null ? step : beta.map((b, k) => b + (step[k] as number));
    const next = evaluate(patterns, beta);
    const before = deviance;
    deviance = -2 * next.logLikelihood;
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < epsilon) return covariance;
    ({ information, score: working } = next);
  }
  return null;
}

/** glm begins at fitted values of 3/4 for who has the outcome, and of 1/4 for the others. */
function glmStart({ n, p, x, events, trials }: Patterns) {
  const weight = 3 / 16;
  const value = weight * Math.log(3) + 1 / 4;
  const working = new Array<number>(p).fill(0);
  const products = new Float64Array((p * (p + 1)) / 2);
  let cases = 0;
  for (let row = 0; row < n; row++) {
    const [yes, all] = [events[row] as number, trials[row] as number];
    cases += all;
    for (let k = 0, at = 0; k < p; k++) {
      const xk = x[row * p + k] as number;
      working[k] = (working[k] as number) + xk * (2 * yes - all) * value;
      for (let l = 0; l <= k; l++, at++) {
        products[at] = (products[at] as number) + all * weight * xk * (x[row * p + l] as number);
      }
    }
  }
  return { information: squareOf(products, p), working, deviance: 2 * cases * Math.log(4 / 3) };
}

/** Moves column `k` times `value` into the offset and leaves the other columns. */
export function fixColumn(design: LogisticDesign, k: number, value: number): LogisticDesign {
  const { n, p, x } = design;
  const offset = Float64Array.from(
    { length: n },
    (_, row) => (design.offset?.[row] ?? 0) + (x[row * p + k] as number) * value,
  );
  return { ...withoutColumns(design, [k]), offset };
}

/** The same rows without the columns in `left`. */
export function withoutColumns(design: LogisticDesign, left: readonly number[]): LogisticDesign {
  const kept = Array.from({ length: design.p }, (_, k) => k).filter((k) => !left.includes(k));
  const x = new Float64Array(design.n * kept.length);
  for (let row = 0; row < design.n; row++) {
    kept.forEach((k, j) => (x[row * kept.length + j] = design.x[row * design.p + k] as number));
  }
  return { ...design, p: kept.length, x };
}

/** Design with an intercept in front. Columns must be finite and of the outcome's length. */
export function logisticDesign(outcome: Uint8Array, columns: readonly ArrayLike<number>[]): LogisticDesign {
  const n = outcome.length;
  const p = columns.length + 1;
  const x = new Float64Array(n * p);
  for (let row = 0; row < n; row++) {
    x[row * p] = 1;
    columns.forEach((values, k) => (x[row * p + k + 1] = values[row] as number));
  }
  return { n, p, x, outcome };
}

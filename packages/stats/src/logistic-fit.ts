import { dot, invertSymmetric, multiply } from './linear-algebra.ts';

/** A logistic model: n rows of p columns (the intercept is a column of ones), outcomes, and an optional offset. */
export interface LogisticDesign {
  readonly n: number;
  readonly p: number;
  /** [n, p] */
  readonly x: Float64Array;
  readonly outcome: Uint8Array;
  /** [n] fixed part of the linear predictor. */
  readonly offset?: Float64Array;
}

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
  let beta = start ? [...start] : new Array<number>(p).fill(0);
  let here = evaluate(design, beta);
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
    let next = here;
    for (let share = 1; share > 1e-9; share /= 2) {
      beta = from.map((b, k) => b + share * (step[k] as number));
      next = evaluate(design, beta);
      if (next.logLikelihood >= floor) break;
    }
    here = next;
    if (decrement < 1e-16) break;
  }
  const covariance = p === 0 ? [] : invertSymmetric(here.information);
  return {
    beta,
    logLikelihood: here.logLikelihood,
    covariance,
    fitted: here.fitted,
    isSeparated: isSeparated || covariance === null,
  };
}

/** Root mean square of each column. */
function columnSpread({ n, p, x }: LogisticDesign): number[] {
  const squares = new Array<number>(p).fill(0);
  for (let i = 0; i < x.length; i++) squares[i % p] = (squares[i % p] as number) + (x[i] as number) ** 2 / n;
  return squares.map(Math.sqrt);
}

function evaluate({ n, p, x, outcome, offset }: LogisticDesign, beta: readonly number[]) {
  const score = new Array<number>(p).fill(0);
  const information = score.map(() => new Array<number>(p).fill(0));
  const fitted = new Float64Array(n);
  let logLikelihood = 0;
  for (let row = 0; row < n; row++) {
    let eta = offset === undefined ? 0 : (offset[row] as number);
    for (let k = 0; k < p; k++) eta += (x[row * p + k] as number) * (beta[k] as number);
    const y = outcome[row] as number;
    const probability = 1 / (1 + Math.exp(-eta));
    fitted[row] = probability;
    // log(1 + exp(-|m|)) keeps its digits where the probability rounds to 1.
    const margin = y === 1 ? eta : -eta;
    logLikelihood -= Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    const weight = probability * (1 - probability);
    for (let k = 0; k < p; k++) {
      const xk = x[row * p + k] as number;
      score[k] = (score[k] as number) + xk * (y - probability);
      const line = information[k] as number[];
      for (let l = 0; l <= k; l++) line[l] = (line[l] as number) + weight * xk * (x[row * p + l] as number);
    }
  }
  information.forEach((line, k) => {
    for (let l = k + 1; l < p; l++) line[l] = information[l]?.[k] as number;
  });
  return { score, information, logLikelihood, fitted };
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

/** The same rows without the columns `left` out. */
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

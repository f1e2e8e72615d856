import { dot, invertSymmetric, multiply } from '../numerics/linear-algebra.ts';

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
    let next: typeof here | null = null;
    for (let share = 1; share > 1e-9 && next === null; share /= 2) {
      beta = from.map((b, k) => b + share * (step[k] as number));
      const tried = evaluate(design, beta);
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

/**
 * Covariance as R's `glm` reports it: taken at the iterate before the last of its reweighted least squares, which start
 * from the outcome itself. It differs from the one at the estimate in about the eighth digit.
 *
 * @param epsilon - glm's convergence criterion, relative to the deviance.
 * @returns [p, p]; null where an iterate is singular or the criterion is not met.
 */
export function covarianceOfGlm(design: LogisticDesign, epsilon: number): number[][] | null {
  const { n, p, x, outcome } = design;
  // glm begins at fitted values of 1/4 and 3/4.
  let eta = Float64Array.from(outcome, (y) => (y === 1 ? 1 : -1) * Math.log(3));
  let deviance = deviationOf(eta, outcome);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const information = Array.from({ length: p }, () => new Array<number>(p).fill(0));
    const score = new Array<number>(p).fill(0);
    for (let row = 0; row < n; row++) {
      const at = eta[row] as number;
      const probability = 1 / (1 + Math.exp(-at));
      const weight = probability * (1 - probability);
      const working = weight * at + ((outcome[row] as number) - probability);
      for (let k = 0; k < p; k++) {
        const xk = x[row * p + k] as number;
        score[k] = (score[k] as number) + xk * working;
        const line = information[k] as number[];
        for (let l = 0; l < p; l++) line[l] = (line[l] as number) + weight * xk * (x[row * p + l] as number);
      }
    }
    const covariance = invertSymmetric(information);
    if (covariance === null) return null;
    const beta = multiply(covariance, score);
    eta = eta.map((_, row) => beta.reduce((sum, b, k) => sum + b * (x[row * p + k] as number), 0));
    const before = deviance;
    deviance = deviationOf(eta, outcome);
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < epsilon) return covariance;
  }
  return null;
}

function deviationOf(eta: Float64Array, outcome: Uint8Array): number {
  return eta.reduce((sum, value, row) => {
    const margin = outcome[row] === 1 ? value : -value;
    return sum + 2 * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
  }, 0);
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

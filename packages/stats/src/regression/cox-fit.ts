import type { CoxDesign, Likelihood } from './cox-design.ts';
import { coxLikelihood, type Ties } from './cox-likelihood.ts';
import { dot, invertSymmetric, multiply } from '../numerics/linear-algebra.ts';

const MAX_ITERATIONS = 60;
/** Newton decrement (twice what the log likelihood has left to gain) that is only rounding. */
const ROUNDING = 1e-8;

/** Newton decrement of a step below 1e-11 standard errors: it is taken, but its effect is not recomputed. */
const SETTLED = 1e-22;

/** The maximum of the partial likelihood, or why there is none. */
export interface Fit {
  readonly beta: number[];
  readonly likelihood: Likelihood;
  readonly isInfinite: boolean[];
  readonly hasConverged: boolean;
}

/** Newton's method with step halving, from all coefficients 0, whose likelihood is `start`. */
export function maximise(design: CoxDesign, start: Likelihood, ties: Ties): Fit {
  const { p } = design;
  let beta = new Array<number>(p).fill(0);
  let here = start;
  let isInfinite = beta.map(() => false);
  if (p === 0) return { beta, likelihood: here, isInfinite, hasConverged: true };
  const spread = columnSpread(design);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const inverse = invertSymmetric(rowsOf(here.information, p));
    if (inverse === null) break;
    const step = multiply(inverse, [...here.score]);
    const decrement = dot(step, [...here.score]);
    // Far along, a finite maximum leaves steps tiny against the covariate; a maximum at infinity leaves them near 1.
    isInfinite = step.map((s, k) => decrement < 1e-9 && Math.abs(s) * (spread[k] as number) > 0.01);
    if (isInfinite.includes(true)) return { beta, likelihood: here, isInfinite, hasConverged: true };
    if (decrement < SETTLED) {
      return { beta: beta.map((b, k) => b + (step[k] as number)), likelihood: here, isInfinite, hasConverged: true };
    }
    const next = climb(design, ties, beta, step, here);
    // No fraction of the step increases the likelihood: at a maximum this is rounding, elsewhere the fit has diverged.
    if (next === null) return { beta, likelihood: here, isInfinite, hasConverged: decrement < ROUNDING };
    beta = next.beta;
    here = next.likelihood;
    if (decrement < 1e-14) return { beta, likelihood: here, isInfinite, hasConverged: true };
  }
  return { beta, likelihood: here, isInfinite, hasConverged: false };
}

function climb(design: CoxDesign, ties: Ties, from: number[], step: number[], here: Likelihood) {
  const floor = here.logLikelihood - 1e-10 * (1 + Math.abs(here.logLikelihood));
  for (let share = 1; share > 1e-9; share /= 2) {
    const beta = from.map((b, k) => b + share * (step[k] as number));
    const likelihood = coxLikelihood(design, beta, ties);
    if (likelihood.logLikelihood >= floor && likelihood.logLikelihood < Infinity) return { beta, likelihood };
  }
  return null;
}

/** Root mean square of each centred column. */
function columnSpread({ n, p, x }: CoxDesign): number[] {
  const squares = new Array<number>(p).fill(0);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < p; k++) squares[k] = (squares[k] as number) + (x[row * p + k] as number) ** 2 / n;
  }
  return squares.map(Math.sqrt);
}

/** [p, p] as rows. */
export function rowsOf(matrix: Float64Array, p: number): number[][] {
  return Array.from({ length: p }, (_, k) => [...matrix.subarray(k * p, k * p + p)]);
}

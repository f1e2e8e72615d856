import { statement, type Statement } from '@haim/schema';
import type { Covariate } from './cox-design.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome, readOutcome } from '../numerics/scored.ts';

export interface Balance {
  readonly name: string;
  /** Standardised mean difference, treated minus control, before and after weighting; null for a constant. */
  readonly unweighted: number | null;
  /** The same as `unweighted` if no weights are given. */
  readonly weighted: number | null;
}

export interface BalanceResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly balance: Balance[];
}

/**
 * Standardised mean differences of two arms: how far apart they are at baseline, in standard deviations.
 *
 * @param treated - [n] truth. @param covariates - columns of n finite values. @param weights - [n] > 0, if any.
 * @returns (mean of the treated - mean of the others) / sqrt((s1² + s0²) / 2); the standard deviations are unweighted
 *   in both.
 * @throws StatsInputError on an empty arm, unequal lengths, a value that is not finite or a weight not above 0.
 *
 * Source: Austin 2009; Austin & Stuart 2015 for weighted samples.
 * Checked against: reference/planning.R, and the propensity call of reference/goldens/iptw_colon.json.
 * Common wrong use: a p value in its place; it falls with the size of the sample and says nothing about balance.
 */
export function standardizedDifferences(
  treated: Outcome,
  covariates: readonly Covariate[],
  weights?: ArrayLike<number>,
): BalanceResult {
  const arm = readOutcome(treated, 'treated');
  const n = arm.length;
  const size = arm.reduce((sum, value) => sum + value, 0);
  if (size === 0 || size === n) throw new StatsInputError('treated', 'needs subjects in both arms');
  for (const { name, values } of covariates) {
    if (values.length !== n) throw new StatsInputError(name, `has ${values.length} entries for ${n} subjects`);
    requireEach(values, name, (value) => Number.isFinite(value), 'must be finite');
  }
  if (weights !== undefined) {
    if (weights.length !== n) throw new StatsInputError('weights', `has ${weights.length} entries for ${n} subjects`);
    requireEach(weights, 'weights', (weight) => weight > 0 && weight < Infinity, 'must be above 0');
  }
  const balance = balanceOf(covariates, arm, weights ?? null);
  const constant = balance.filter(({ unweighted }) => unweighted === null).map(({ name }) => name);
  const warnings = constant.length > 0 ? [statement('noSpreadInArms', { columns: constant })] : [];
  return { method: statement('standardisedDifferences'), warnings, n, balance };
}

/** The differences of checked columns. */
export function balanceOf(
  covariates: readonly Covariate[],
  arm: Uint8Array,
  weights: ArrayLike<number> | null,
): Balance[] {
  return covariates.map(({ name, values }) => ({
    name,
    unweighted: meanDifference(values, arm, null),
    weighted: meanDifference(values, arm, weights),
  }));
}

function meanDifference(values: ArrayLike<number>, arm: Uint8Array, weights: ArrayLike<number> | null): number | null {
  const others = momentsOf(values, arm, 0, weights);
  const treated = momentsOf(values, arm, 1, weights);
  const scale = Math.sqrt((treated.variance + others.variance) / 2);
  return scale > 0 ? (treated.mean - others.mean) / scale : null;
}

/** Weighted mean and unweighted variance of one arm; of a single value the variance is 0. */
function momentsOf(values: ArrayLike<number>, arm: Uint8Array, side: 0 | 1, weights: ArrayLike<number> | null) {
  let [n, sum, total, weighted] = [0, 0, 0, 0];
  for (let i = 0; i < arm.length; i++) {
    if (arm[i] !== side) continue;
    const value = values[i] as number;
    const weight = weights === null ? 1 : (weights[i] as number);
    n++;
    sum += value;
    total += weight;
    weighted += weight * value;
  }
  const centre = sum / n;
  let squares = 0;
  for (let i = 0; i < arm.length; i++) if (arm[i] === side) squares += ((values[i] as number) - centre) ** 2;
  return { mean: weighted / total, variance: n > 1 ? squares / (n - 1) : 0 };
}

function requireEach(
  values: ArrayLike<number>,
  argument: string,
  isGood: (value: number) => boolean,
  rule: string,
): void {
  for (let i = 0; i < values.length; i++) {
    if (!isGood(values[i] as number)) throw new StatsInputError(argument, `entry ${i}: ${rule}, not ${values[i]}`);
  }
}

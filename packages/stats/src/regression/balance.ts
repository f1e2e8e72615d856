import { statement, type Statement } from '@haim/schema';
import type { Covariate } from './cox-design.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { moments } from '../numerics/samples.ts';
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
  const ofArm = (side: 0 | 1) => Array.from(arm.keys()).filter((i) => arm[i] === side);
  const sides = [ofArm(0), ofArm(1)] as const;
  const spread = (rows: number[]) => moments(rows.map((i) => values[i] as number)).standardDeviation ?? 0;
  const mean = (rows: number[]) => {
    const weightOf = (i: number) => (weights === null ? 1 : (weights[i] as number));
    const total = rows.reduce((sum, i) => sum + weightOf(i), 0);
    return rows.reduce((sum, i) => sum + weightOf(i) * (values[i] as number), 0) / total;
  };
  const scale = Math.sqrt((spread(sides[1]) ** 2 + spread(sides[0]) ** 2) / 2);
  return scale > 0 ? (mean(sides[1]) - mean(sides[0])) / scale : null;
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

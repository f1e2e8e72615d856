import { statement, type Statement } from '@haim/schema';
import { type Balance, balanceOf } from './balance.ts';
import type { Covariate } from './cox-design.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { logisticRegression } from './logistic.ts';
import { type Outcome, readOutcome } from '../numerics/scored.ts';

/**
 * - `ATE`: the whole cohort; 1 / e for the treated, 1 / (1 - e) for the others.
 * - `ATT`: the treated; 1 for the treated, e / (1 - e) for the others.
 */
export type Estimand = 'ATE' | 'ATT';

export interface PropensityResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly estimand: Estimand;
  /** Of the treatment model; '(Intercept)' first. */
  readonly coefficients: { readonly name: string; readonly coefficient: number }[];
  /** [n] probability of treatment. */
  readonly score: number[];
  /** [n] inverse probability of treatment weights, and the same times the share of the subject's own arm. */
  readonly weights: number[];
  readonly stabilizedWeights: number[];
  readonly balance: Balance[];
  /** (sum w)² / sum w² per arm. */
  readonly effectiveTreated: number;
  readonly effectiveControl: number;
}

/**
 * Inverse probability of treatment weights from a logistic propensity model, with the balance they reach.
 *
 * @param treated - [n] truth.
 * @param covariates - columns known at time zero; none that follows treatment.
 * @param options - `estimand`, default 'ATE'.
 * @returns scores and weights [n] in the order of the input, and the balance they reach.
 * @throws StatsInputError on an empty arm, input that logisticRegression refuses, or covariates that separate the arms.
 *
 * Source: Rosenbaum & Rubin 1983; Austin & Stuart 2015. The difference is divided by the unweighted spread both times.
 * Checked against: reference/goldens/iptw_colon.json.
 */
export function propensityWeights(
  treated: Outcome,
  covariates: readonly Covariate[],
  { estimand = 'ATE' }: { estimand?: Estimand } = {},
): PropensityResult {
  const arm = readOutcome(treated, 'treated');
  const share = arm.reduce((sum, value) => sum + value, 0) / arm.length;
  if (!(share > 0 && share < 1)) throw new StatsInputError('treated', 'needs subjects in both arms');
  const model = logisticRegression(treated, covariates, { profile: null, tests: false });
  if (model.coefficients.some(({ coefficient }) => coefficient === null)) {
    throw new StatsInputError('covariates', 'separate the arms or repeat one another: no propensity score exists');
  }
  const score = model.fitted;
  const weights = score.map((e, i) => {
    if (estimand === 'ATT') return arm[i] === 1 ? 1 : e / (1 - e);
    return arm[i] === 1 ? 1 / e : 1 / (1 - e);
  });
  const stabilizedWeights = weights.map((weight, i) =>
    estimand === 'ATT' ? weight : weight * (arm[i] === 1 ? share : 1 - share),
  );
  const warnings = score.some((e) => e < 0.01 || e > 0.99) ? [statement('extremePropensity')] : [];
  return {
    method: statement('propensityWeights', { estimand }),
    warnings,
    estimand,
    coefficients: model.coefficients.map(({ name, coefficient }) => ({ name, coefficient: coefficient ?? 0 })),
    score,
    weights,
    stabilizedWeights,
    balance: balanceOf(covariates, arm, weights),
    effectiveTreated: effectiveSize(weights, arm, 1),
    effectiveControl: effectiveSize(weights, arm, 0),
  };
}

function effectiveSize(weights: readonly number[], arm: Uint8Array, side: 0 | 1): number {
  const own = weights.filter((_, i) => arm[i] === side);
  return own.reduce((sum, w) => sum + w, 0) ** 2 / own.reduce((sum, w) => sum + w * w, 0);
}

import { statement, type Statement } from '@haim/schema';
import type { ChiSquareTest } from './cox.ts';
import type { Covariate } from './cox-design.ts';
import { chiSquareUpperTail, criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import {
  covarianceOfGlm,
  fitLogistic,
  type LogisticDesign,
  logisticDesign,
  type LogisticFit,
  withoutColumns,
} from './logistic-fit.ts';
import { profileInterval, type ProfileReading } from './profile-likelihood.ts';
import { type Outcome, readOutcome } from '../numerics/scored.ts';

export interface LogisticOptions {
  /** Two-sided coverage, default 0.95. */
  readonly confidence?: number;
  /** How profile limits are found; default 'exact'. null leaves them out. */
  readonly profile?: ProfileReading | null;
  /** Whether each term is tested by another fit without it; default true. */
  readonly tests?: boolean;
  /** Where the covariance is taken: at the estimate (default), or one iteration earlier, as R's glm does. */
  readonly covariance?: 'estimate' | 'glm';
}

export interface LogisticCoefficient {
  readonly name: string;
  /** Log odds ratio per unit. */
  readonly coefficient: number | null;
  readonly stdErr: number | null;
  readonly z: number | null;
  readonly pValue: number | null;
  readonly oddsRatio: number | null;
  /** Wald limits of the odds ratio; Infinity if one exceeds the largest double. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Profile-likelihood limits of the odds ratio; null where the profile never falls that far. */
  readonly profileLower: number | null;
  readonly profileUpper: number | null;
}

export interface LogisticResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly events: number;
  /** '(Intercept)' first. */
  readonly coefficients: LogisticCoefficient[];
  readonly covariance: number[][];
  readonly logLikelihood: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly aic: number;
  /** Against the model with the intercept alone. */
  readonly likelihoodRatio: ChiSquareTest;
  /** Each term against the model without it. */
  readonly termTests: (ChiSquareTest & { readonly term: string })[];
  /** [n] fitted probabilities, in the order of the input. */
  readonly fitted: number[];
}

/**
 * Binary logistic regression by maximum likelihood.
 *
 * @param outcome - [n] true or false.
 * @param covariates - columns of n finite values; those of one `term` are tested together.
 * @param options - `confidence`, default 0.95; `profile`, default 'exact'; `tests`, default true; `covariance`,
 * default 'estimate'.
 * @returns odds ratios per unit. Under separation coefficients are null with a warning: see firthLogistic.
 * @throws StatsInputError on unequal lengths, a non-finite value, or no subject.
 *
 * Source: McCullagh & Nelder 1989; Venzon & Moolgavkar 1988 for profile limits.
 * Checked against: reference/goldens/logistic_birthwt.json (glm, MASS::confint, drop1).
 * Common wrong use: reading an odds ratio as a risk ratio where the outcome is common.
 */
export function logisticRegression(
  outcome: Outcome,
  covariates: readonly Covariate[],
  options: LogisticOptions = {},
): LogisticResult {
  const { confidence = 0.95, profile = 'exact', tests = true, covariance: place = 'estimate' } = options;
  const z = criticalValue(confidence);
  const design = readLogistic(outcome, covariates);
  const fit = fitLogistic(design);
  const events = design.outcome.reduce((sum, y) => sum + y, 0);
  const nullFit = fitLogistic(
    withoutColumns(
      design,
      covariates.map((_, k) => k + 1),
    ),
    events > 0 && events < design.n ? [Math.log(events / (design.n - events))] : undefined,
  );
  const covariance = (place === 'glm' ? covarianceOfGlm(design, GLM_EPSILON) : null) ?? fit.covariance;
  const isUsable = fit.covariance !== null && !fit.isSeparated;
  const names = ['(Intercept)', ...covariates.map(({ name }) => name)];
  const coefficients = names.map((name, k): LogisticCoefficient => {
    if (!isUsable) return { name, ...NOTHING };
    const coefficient = fit.beta[k] as number;
    const stdErr = Math.sqrt(covariance?.[k]?.[k] as number);
    const [low, high] = profile === null ? [null, null] : profileInterval(design, fit, k, confidence, profile);
    return {
      name,
      coefficient,
      stdErr,
      z: coefficient / stdErr,
      pValue: normalTwoSided(coefficient / stdErr),
      oddsRatio: Math.exp(coefficient),
      lower: Math.exp(coefficient - z * stdErr),
      upper: Math.exp(coefficient + z * stdErr),
      profileLower: low === null ? null : Math.exp(low),
      profileUpper: high === null ? null : Math.exp(high),
    };
  });
  const warnings = isUsable ? [] : [statement('logisticNotEstimable')];
  return {
    method: statement('logistic'),
    warnings,
    n: design.n,
    events,
    coefficients,
    covariance: covariance ?? [],
    logLikelihood: fit.logLikelihood,
    deviance: -2 * fit.logLikelihood,
    nullDeviance: -2 * nullFit.logLikelihood,
    aic: 2 * design.p - 2 * fit.logLikelihood,
    likelihoodRatio: compare(fit, nullFit, covariates.length),
    termTests: tests ? termTests(design, covariates, fit, nullFit) : [],
    fitted: [...fit.fitted],
  };
}

/** As tight as a double allows: the criterion of the reference calls. */
const GLM_EPSILON = 1e-14;

const NOTHING = {
  coefficient: null,
  stdErr: null,
  z: null,
  pValue: null,
  oddsRatio: null,
  lower: null,
  upper: null,
  profileLower: null,
  profileUpper: null,
} as const;

/** Checked design with an intercept. @throws StatsInputError as logisticRegression. */
export function readLogistic(outcome: Outcome, covariates: readonly Covariate[]): LogisticDesign {
  if (outcome.length === 0) throw new StatsInputError('outcome', 'needs at least one subject');
  const y = readOutcome(outcome, 'outcome');
  for (const { name, values } of covariates) {
    if (values.length !== y.length)
      throw new StatsInputError(name, `has ${values.length} entries for ${y.length} subjects`);
    for (let i = 0; i < y.length; i++) {
      if (!Number.isFinite(values[i])) throw new StatsInputError(name, `entry ${i}: must be finite, not ${values[i]}`);
    }
  }
  return logisticDesign(
    y,
    covariates.map(({ values }) => values),
  );
}

function termTests(design: LogisticDesign, covariates: readonly Covariate[], fit: LogisticFit, nullFit: LogisticFit) {
  const terms = covariates.map(({ name, term }) => term ?? name);
  return [...new Set(terms)].map((term) => {
    const columns = terms.flatMap((name, k) => (name === term ? [k + 1] : []));
    const isAll = columns.length === covariates.length;
    // Near the maximum of all columns lies that of most of them.
    const start = fit.isSeparated ? undefined : fit.beta.filter((_, k) => !columns.includes(k));
    const without = isAll ? nullFit : fitLogistic(withoutColumns(design, columns), start);
    return { term, ...compare(fit, without, columns.length) };
  });
}

function compare(larger: LogisticFit, smaller: LogisticFit, df: number): ChiSquareTest {
  const statistic = Math.max(0, 2 * (larger.logLikelihood - smaller.logLikelihood));
  if (df === 0 || !Number.isFinite(statistic)) return { statistic: null, df: null, pValue: null };
  return { statistic, df, pValue: chiSquareUpperTail(statistic, df) };
}

import { statement, type Statement } from '@haim/schema';
import { criticalValue } from '../numerics/distributions.ts';
import { coxRegression } from './cox.ts';
import { type CoxData } from './cox-design.ts';
import { coxTermTests } from './cox-term-tests.ts';
import { splineColumns, splineKnots } from './spline.ts';

export interface SplineHazard {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly knots: number[];
  /** Columns of equal length: log hazard ratio against the reference value, with pointwise limits; empty where not estimable. */
  readonly at: number[];
  readonly logHazardRatio: number[];
  readonly lower: number[];
  readonly upper: number[];
  /** Wald test of the cubic columns; null where not estimable. */
  readonly nonlinearityP: number | null;
}

/**
 * A quantity in a Cox model as a restricted cubic spline: how the hazard changes along it.
 *
 * @param data - times, events and, where wanted, strata.
 * @param values - [n] finite.
 * @param options - `at`: where the ratio is wanted; `reference`: against which value; `knots`, default 4 by Harrell's
 *   quantiles; `confidence`, default 0.95.
 * @returns log hazard ratios with limits that are 0 at the reference.
 * @throws StatsInputError as coxRegression and splineKnots.
 *
 * Source: Harrell 2015; Durrleman & Simon 1989.
 * Checked against: reference/evaluation.R (coxph on splines::ns with the same knots; vcov).
 * Common wrong use: reading the ends of the curve, which few subjects support.
 */
export function splineHazard(
  data: Omit<CoxData, 'covariates'>,
  values: ArrayLike<number>,
  {
    at,
    reference,
    knots: count = 4,
    confidence = 0.95,
  }: { at: readonly number[]; reference: number; knots?: 3 | 4 | 5; confidence?: number },
): SplineHazard {
  const z = criticalValue(confidence);
  const knots = splineKnots(values, count);
  const covariates = splineColumns(values, knots).map((column, i) => ({
    name: `spline ${i}`,
    term: i === 0 ? 'linear' : 'curved',
    values: column,
  }));
  const { coefficients, covariance, warnings, model } = coxRegression({ ...data, covariates });
  const beta = coefficients.map(({ coefficient }) => coefficient);
  const method = statement('splineHazard', { knots: knots.length });
  if (model === null || beta.some((one) => one === null) || covariance.length < beta.length) {
    return { method, warnings, knots, at: [], logHazardRatio: [], lower: [], upper: [], nonlinearityP: null };
  }
  const base = splineColumns([reference], knots).map((column) => column[0] as number);
  const columns = splineColumns(at, knots);
  const points = at.map((_, i) => {
    const from = columns.map((column, k) => (column[i] as number) - (base[k] as number));
    const estimate = from.reduce((sum, one, k) => sum + one * (beta[k] as number), 0);
    const variance = from.reduce(
      (sum, one, k) => sum + from.reduce((inner, other, l) => inner + one * other * (covariance[k]?.[l] ?? 0), 0),
      0,
    );
    return { estimate, spread: z * Math.sqrt(Math.max(0, variance)) };
  });
  return {
    method,
    warnings,
    knots,
    at: [...at],
    logHazardRatio: points.map(({ estimate }) => estimate),
    lower: points.map(({ estimate, spread }) => estimate - spread),
    upper: points.map(({ estimate, spread }) => estimate + spread),
    nonlinearityP: coxTermTests(model).find(({ term }) => term === 'curved')?.pValue ?? null,
  };
}

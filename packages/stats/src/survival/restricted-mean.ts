import { statement, type Statement } from '@haim/schema';
import { criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import type { SurvivalCurve } from './survival-curve.ts';

export interface RestrictedMean {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Horizon, days. */
  readonly tau: number;
  /** Mean days lived before `tau`. */
  readonly estimate: number;
  readonly stdErr: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Restricted mean survival time: the area under S from 0 to `tau`.
 *
 * @param curve - an unweighted curve from kaplanMeier.
 * @param tau - horizon in days, > 0; compare arms only over a horizon chosen beforehand.
 * @returns days; the variance sums, over event days, (area to the right)² · d / (Y (Y - d)).
 * @throws StatsInputError when `tau` is not above 0.
 *
 * Source: Klein & Moeschberger 2003, section 4.5. Checked against: `rmst` of reference/goldens (print(survfit, rmean)).
 */
export function restrictedMean(curve: SurvivalCurve, tau: number): RestrictedMean {
  if (!(tau > 0 && tau < Infinity)) throw new StatsInputError('tau', `must be above 0, not ${tau}`);
  const z = criticalValue(curve.confidence);
  const inside = curve.days.findLastIndex((day) => day <= tau);
  let areaRight = 0;
  let variance = 0;
  let until = tau;
  for (let i = inside; i >= 0; i--) {
    const day = curve.days[i] as number;
    areaRight += (curve.survival[i] as number) * (until - day);
    until = day;
    const atRisk = curve.atRisk[i] as number;
    const events = curve.nEvent[i] as number;
    if (events > 0 && atRisk > events) variance += (areaRight * areaRight * events) / (atRisk * (atRisk - events));
  }
  const estimate = until + areaRight;
  const stdErr = Math.sqrt(variance);
  const warnings: Statement[] = [];
  const lastDay = curve.days[curve.days.length - 1] as number;
  if (tau > lastDay && (curve.survival[curve.survival.length - 1] as number) > 0) {
    warnings.push(statement('horizonAfterFollowUp', { lastDay }));
  }
  if (variance === 0) warnings.push(statement('noSpreadOfArea'));
  return {
    method: statement('restrictedMean'),
    warnings,
    tau,
    estimate,
    stdErr,
    lower: estimate - z * stdErr,
    upper: estimate + z * stdErr,
  };
}

export interface RestrictedMeanDifference {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly tau: number;
  /** comparison minus reference, days. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number | null;
  readonly stdErr: number;
}

/**
 * Difference of two restricted means over the same horizon, comparison minus reference.
 *
 * @param reference - an unweighted curve from kaplanMeier.
 * @param comparison - the same of the other arm.
 * @param tau - horizon in days, > 0.
 * @returns days, with normal limits and p at the confidence of `reference`; p is null where neither mean has an
 * error.
 * @throws StatsInputError as restrictedMean.
 *
 * Source: Royston & Parmar 2013.
 * Checked against: reference/planning.R (two restricted means of survfit).
 * Common wrong use: a horizon after either arm's last follow-up; the result carries a warning.
 */
export function restrictedMeanDifference(
  reference: SurvivalCurve,
  comparison: SurvivalCurve,
  tau: number,
): RestrictedMeanDifference {
  const a = restrictedMean(reference, tau);
  const b = restrictedMean(comparison, tau);
  const difference = b.estimate - a.estimate;
  const stdErr = Math.hypot(a.stdErr, b.stdErr);
  const z = criticalValue(reference.confidence);
  return {
    method: statement('restrictedMeanDifference'),
    warnings: [...a.warnings, ...b.warnings],
    tau,
    difference,
    lower: difference - z * stdErr,
    upper: difference + z * stdErr,
    pValue: stdErr > 0 ? normalTwoSided(difference / stdErr) : null,
    stdErr,
  };
}

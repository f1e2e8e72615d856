import { StatsInputError } from '../numerics/errors.ts';
import type { SurvivalCurve } from './survival-curve.ts';

/** A curve read at one day. */
export interface SurvivalAt {
  readonly days: number;
  /** Subjects with time >= days. */
  readonly atRisk: number;
  /** null after the last observed day while S is above 0: the curve is undefined there. */
  readonly survival: number | null;
  readonly stdErr: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * S at a day: the value at the last distinct day not after it; 1 before the first.
 *
 * @param days - days from time zero.
 * @param options.extend - carry the last value forward after the end of follow-up, as R's `summary(extend = TRUE)`
 *   does.
 * @returns S with its error and limits; null after the last observed day while S is above 0.
 * @throws StatsInputError when `days` is NaN.
 *
 * Source: Kaplan & Meier 1958.
 * Checked against: `atTimes` of reference/goldens (summary(survfit, times)).
 */
export function survivalAt(curve: SurvivalCurve, days: number, options: { extend?: boolean } = {}): SurvivalAt {
  const atRisk = atRiskAt(curve, [days])[0] as number;
  const index = countNotAfter(curve.days, days) - 1;
  if (index < 0) return { days, atRisk, survival: 1, stdErr: 0, lower: 1, upper: 1 };
  const survival = curve.survival[index] as number;
  const isBeyond = days > (curve.days[curve.days.length - 1] as number) && survival > 0;
  if (isBeyond && options.extend !== true) {
    return { days, atRisk, survival: null, stdErr: null, lower: null, upper: null };
  }
  return {
    days,
    atRisk,
    survival,
    stdErr: curve.stdErr[index] ?? null,
    lower: curve.lower[index] ?? null,
    upper: curve.upper[index] ?? null,
  };
}

/**
 * Number at risk: subjects with time >= each day, so a subject whose time is exactly that day still counts.
 *
 * @param days - [m] days, any order.
 * @param curve - any curve with `days` and `atRisk`.
 * @returns [m] counts (sums of weights for a weighted curve), 0 after the last day.
 * @throws StatsInputError when a day is NaN.
 *
 * Source: the definition of the risk set; Kaplan & Meier 1958.
 * Checked against: nRisk in `atTimes` of reference/goldens (summary(survfit, times)).
 */
export function atRiskAt(curve: Pick<SurvivalCurve, 'days' | 'atRisk'>, days: readonly number[]): number[] {
  const bad = days.findIndex((day) => Number.isNaN(day));
  if (bad >= 0) throw new StatsInputError('days', `entry ${bad}: must be a number`);
  return days.map((day) => curve.atRisk[countBefore(curve.days, day)] ?? 0);
}

function countBefore(days: readonly number[], day: number): number {
  return count(days, (d) => d < day);
}

function countNotAfter(days: readonly number[], day: number): number {
  return count(days, (d) => d <= day);
}

/** How many leading entries satisfy a condition that holds up to some point and not after. */
function count(days: readonly number[], holds: (day: number) => boolean): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(days[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { StatsInputError } from '../numerics/errors.ts';
import type { SurvivalCurve } from './survival-curve.ts';

type Steps = Pick<SurvivalCurve, 'days' | 'atRisk' | 'nEvent' | 'nCensor' | 'survival' | 'lower' | 'upper'>;

export interface DrawnOptions {
  /** Columns of pixels from day 0 to `untilDays`, a whole number >= 1; the axis of S has as many rows. */
  readonly width: number;
  /** Right end of the axis, in days, > 0; by default the last day of any curve. */
  readonly untilDays?: number;
  /** Days at which every curve is read exactly, such as those of the ticks; any order. */
  readonly alsoDays?: readonly number[];
  /** A curve is drawn otherwise from its first day with fewer subjects at risk than this; by default nowhere. */
  readonly paleBelow?: number;
}

/** A curve at the days kept of it, ascending; S and its limits are those of its last own day not after each. */
export interface DrawnCurve extends Steps {
  /** Subjects with an event, and subjects censored, since the day before in `days`. */
  readonly nEvent: number[];
  readonly nCensor: number[];
}

/**
 * Curves with the steps that a picture of a given width can show: drawn on its pixels, they cover the same ones.
 *
 * All curves are read at common days, so that a pointer finds the exact numbers of each at any of them: the last day of
 * each column of pixels, and within a column the days that cover further pixels (a limit that reaches beyond both ends,
 * a censoring at another height). Each curve also keeps its last two days, between which its
 * band ends, the day on which it turns pale with the one before, and the first beyond the axis.
 *
 * @param curves - from kaplanMeier; each non-empty, days ascending.
 * @param options - see DrawnOptions.
 * @returns the curves in the order given, `days` from each curve's first to its last day; a day of `alsoDays` is left
 * out where the next one gives the same numbers.
 * @throws StatsInputError on a width that is not a whole number >= 1, or an axis or a day that is not finite.
 *
 * Source: the last value per column of pixels, as in Jugel et al. 2014 (M4), which suffices for a curve that only falls.
 * Checked against: drawn-curves.test.ts, which draws whole and thinned curves into pixels and compares them.
 * Common wrong use: computing from the result. Medians, tests and tables need every step.
 */
export function drawnCurves(curves: readonly Steps[], options: DrawnOptions): DrawnCurve[] {
  const { width, alsoDays = [], paleBelow = 0 } = options;
  const last = curves.reduce((most, { days }) => Math.max(most, days[days.length - 1] ?? 0), 0);
  const until = options.untilDays ?? (last || 1);
  if (!Number.isInteger(width) || width < 1) {
    throw new StatsInputError('width', `must be a whole number of at least 1, not ${width}`);
  }
  if (!(until > 0 && until < Infinity)) throw new StatsInputError('untilDays', `must be above 0, not ${until}`);
  const bad = alsoDays.findIndex((day) => !Number.isFinite(day));
  if (bad >= 0) throw new StatsInputError('alsoDays', `entry ${bad}: must be finite`);
  const screen: Screen = { width, columnOf: (day) => Math.floor((day / until) * width), until };
  const kept = [...alsoDays.filter((day) => day >= 0 && day <= last), ...lastOfColumns(curves, screen)];
  for (const curve of curves) {
    keepLandmarks(curve, screen, paleBelow, kept);
    keepFurtherPixels(curve, screen, paleBelow, kept);
  }
  const days = Float64Array.from(kept)
    .sort()
    .filter((day, i, all) => day !== all[i - 1]);
  return curves.map((curve) => readAt(curve, days));
}

interface Screen {
  readonly width: number;
  readonly until: number;
  readonly columnOf: (day: number) => number;
}

function lastOfColumns(curves: readonly Steps[], { width, until, columnOf }: Screen): Float64Array {
  const lasts = new Float64Array(width + 1).fill(-1);
  for (const { days } of curves) {
    for (let i = 0; i < days.length && (days[i] as number) <= until; i++) {
      const column = columnOf(days[i] as number);
      if ((days[i] as number) > (lasts[column] as number)) lasts[column] = days[i] as number;
    }
  }
  return lasts.filter((day) => day >= 0);
}

function keepLandmarks({ days, atRisk }: Steps, { until }: Screen, paleBelow: number, kept: number[]): void {
  const pale = atRisk.findIndex((n) => n < paleBelow);
  const beyond = days.findIndex((day) => day > until);
  for (const at of [pale - 1, pale, beyond, days.length - 2, days.length - 1]) {
    const day = days[at];
    if (day !== undefined) kept.push(day);
  }
}

/**
 * Days within a column that cover pixels which its ends do not: of the limits, and of the marks of the censored. The
 * solid and the pale part of a curve each have their own.
 */
function keepFurtherPixels(curve: Steps, screen: Screen, paleBelow: number, kept: number[]): void {
  const { days, atRisk, nCensor, survival, lower, upper } = curve;
  const { width, until, columnOf } = screen;
  const isPale = (at: number): boolean => (atRisk[at] as number) < paleBelow;
  const rowOf = (value: number | null | undefined): number => Math.floor((value ?? NaN) * width);
  let last: number;
  for (let first = 0; first < days.length && (days[first] as number) <= until; first = last + 1) {
    const column = columnOf(days[first] as number);
    const isInside = (at: number) =>
      at < days.length && columnOf(days[at] as number) === column && isPale(at) === isPale(first);
    last = first;
    while (isInside(last + 1)) last++;
    // The values that are drawn here anyway: the one it begins with, and its last. A band ends on a curve's last day.
    const begin = first > 0 && isPale(first) && !isPale(first - 1) ? first : first - 1;
    const end = last === days.length - 1 ? last - 1 : last;
    let marked = rowOf(survival[last]);
    let lowest = lesser(rowOf(lower[begin]), rowOf(lower[end]));
    let highest = -lesser(-rowOf(upper[begin]), -rowOf(upper[end]));
    for (let at = last - 1; at >= first; at--) {
      const [mark, low, high] = [rowOf(survival[at]), rowOf(lower[at]), rowOf(upper[at])];
      const isMark = (nCensor[at] as number) > 0 && mark !== marked;
      if (isMark) marked = mark;
      if (isMark || low < lowest || high > highest) kept.push(days[at] as number);
      lowest = lesser(lowest, low);
      highest = -lesser(-highest, -high);
    }
  }
}

/** The lesser of two, either of which may be NaN; infinite if both are. */
function lesser(a: number, b: number): number {
  return Math.min(Number.isNaN(a) ? Infinity : a, Number.isNaN(b) ? Infinity : b);
}

/** A curve's numbers at common days, up to its own last. */
function readAt(curve: Steps, days: Float64Array): DrawnCurve {
  const drawn: DrawnCurve = { days: [], atRisk: [], nEvent: [], nCensor: [], survival: [], lower: [], upper: [] };
  const length = curve.days.length;
  // The last own day not after the common one, and what happened since the day before in `drawn`.
  let own = -1;
  let [events, censored] = [0, 0];
  let isNews = false;
  let ahead = 0;
  for (let i = 0; i < days.length && own < length - 1; i++) {
    const day = days[i] as number;
    for (; own + 1 < length && (curve.days[own + 1] as number) <= day; own++) {
      events += curve.nEvent[own + 1] as number;
      censored += curve.nCensor[own + 1] as number;
      isNews = true;
    }
    const next = curve.days[own] === day ? own : own + 1;
    if (!isNews) {
      const nextDay = curve.days[next] as number;
      while ((days[ahead] as number) < nextDay) ahead++;
      if (days[ahead] === nextDay) continue;
    }
    drawn.days.push(day);
    drawn.atRisk.push(curve.atRisk[next] as number);
    drawn.nEvent.push(events);
    drawn.nCensor.push(censored);
    drawn.survival.push(curve.survival[own] ?? 1);
    drawn.lower.push(curve.lower[own] ?? null);
    drawn.upper.push(curve.upper[own] ?? null);
    [events, censored] = [0, 0];
    isNews = false;
  }
  return drawn;
}

import { toDays, toMonths } from '@/numbers/to-months.ts';

/** One covariate's residuals over transformed time. */
export interface SchoenfeldPicture {
  readonly points: readonly { readonly time: number; readonly days: number; readonly value: number }[];
  /** Null where events are on too few days. */
  readonly curve: readonly SchoenfeldPoint[] | null;
  /** What the residuals lie about if the hazards are proportional: the coefficient. */
  readonly level: number;
}

export interface SchoenfeldPoint {
  readonly time: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Where a month is on the axis of transformed time. */
export interface MonthTick {
  readonly months: number;
  readonly time: number;
}

const steps = [1, 2, 3, 6] as const;

/**
 * Whole months on the transformed axis, between events by straight lines, as plot.cox.zph has them.
 *
 * @param days - of the events. @param time - the same, transformed; it rises with the days.
 */
export function monthTicks(
  days: readonly number[],
  time: readonly number[],
  monthDays: number,
  room: { readonly from: number; readonly to: number; readonly leastShare: number },
): MonthTick[] {
  const known = days.map((day, i) => ({ day, at: time[i] ?? 0 })).toSorted((a, b) => a.day - b.day);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || last.day === first.day) return [];
  const span = room.to - room.from;
  for (const step of steps) {
    const ticks: MonthTick[] = [];
    const begin = Math.ceil(toMonths(first.day, monthDays) / step) * step;
    for (let months = begin; toDays(months, monthDays) <= last.day; months += step) {
      ticks.push({ months, time: placeOf(toDays(months, monthDays), known) });
    }
    const isTight = ticks.some((tick, i) => i > 0 && (tick.time - (ticks[i - 1]?.time ?? 0)) / span < room.leastShare);
    if (!isTight) return ticks;
  }
  return thinned(known, monthDays, span, room.leastShare);
}

/** Where late months lie close together: those that have room. */
function thinned(
  known: readonly { readonly day: number; readonly at: number }[],
  monthDays: number,
  span: number,
  leastShare: number,
): MonthTick[] {
  const ticks: MonthTick[] = [];
  const last = known.at(-1)?.day ?? 0;
  const begin = Math.ceil(toMonths(known[0]?.day ?? 0, monthDays) / 6) * 6;
  for (let months = begin; toDays(months, monthDays) <= last; months += 6) {
    const time = placeOf(toDays(months, monthDays), known);
    const before = ticks.at(-1);
    if (!before || (time - before.time) / span >= leastShare) ticks.push({ months, time });
  }
  return ticks;
}

function placeOf(day: number, known: readonly { readonly day: number; readonly at: number }[]): number {
  const after = known.findIndex((one) => one.day >= day);
  const [left, right] = [known[after - 1], known[after]];
  if (!right) return known.at(-1)?.at ?? 0;
  if (!left || right.day === left.day) return right.at;
  return left.at + ((day - left.day) / (right.day - left.day)) * (right.at - left.at);
}

/** Round marks of an axis, five or so. */
export function roundTicks(least: number, most: number): number[] {
  const rough = (most - least) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / step);
  const count = Math.floor(most / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}

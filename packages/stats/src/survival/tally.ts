import type { DayCounts, SurvivalInput, SurvivalTime } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome } from '../numerics/scored.ts';
import {
  checkCounts,
  checkDays,
  countColumns,
  countRows,
  countSubjects,
  eventOf,
  type WholeDays,
} from './whole-days.ts';

/** Subjects in two columns of equal length n, ideally typed arrays: the fastest input for a million of them. */
export interface SurvivalColumns {
  /** [n] days from time zero, >= 0. */
  readonly days: ArrayLike<number>;
  /** [n] true or 1 where the event was observed, false or 0 where censored. */
  readonly event: Outcome;
}

/** What time-to-event methods take: subjects, subjects in columns, or counts per day. */
export type SurvivalData = SurvivalInput | SurvivalColumns;

/** Risk table: one entry per distinct day, ascending. The only definition of "at risk" in the portal. */
export interface RiskTable {
  /** Subjects. */
  readonly n: number;
  /** Observed events over all days. */
  readonly eventTotal: number;
  readonly days: Float64Array;
  /** Subjects whose time is >= the day. */
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  /** Censored on the day, after that day's events. */
  readonly censored: Float64Array;
}

/** Distinct days and, for each column of times handed in, the index of each time's day. */
export interface DayGrid {
  readonly days: Float64Array;
  readonly positions: readonly Uint32Array[];
}

interface Columns {
  readonly days: Float64Array;
  readonly events: ArrayLike<number>;
  readonly censored: ArrayLike<number>;
}

/** R's relative tolerance for joining nearly equal times: sqrt(2^-52). */
const NEAR_TIE = 2 ** -26;
/** Day numbers up to this use a counting array instead of a sort (ten thousand years). */
const COUNTING_LIMIT = 4_000_000;

/**
 * Counts subjects per distinct day.
 *
 * @param times - n >= 1 subjects (one by one or in columns) or day counts, any order; repeated days are added.
 * @param argument - the caller's name for `times`, for the error.
 * @returns the risk table, days ascending; fractional times closer than sqrt(machine epsilon) are one day, as in R.
 * @throws StatsInputError on an empty cohort, a negative, NaN or infinite number, or an event that is neither 0 nor 1.
 *
 * Source: survival::aeqSurv for near ties. Checked against: reference/goldens/edge_near_ties.json.
 */
export function tally(times: SurvivalData, argument = 'times'): RiskTable {
  return tallyTogether([times], () => argument)[0] as RiskTable;
}

/**
 * Counts several groups on one common set of days, so that near ties are joined across groups too.
 *
 * @param groups - one input per group.
 * @param argument - the caller's name for a group, for the error.
 * @returns one risk table per group, all over the same `days`; days without a subject of the group hold zeros.
 * @throws StatsInputError as `tally`, naming `groups[i].times`.
 *
 * Source: as tally.
 * Checked against: the logrank calls of reference/goldens, edge_near_ties.json among them.
 */
export function tallyTogether(
  groups: readonly SurvivalData[],
  argument = (index: number) => `groups[${index}].times`,
): RiskTable[] {
  groups.forEach((times, index) => requireSubjects(times, argument(index)));
  const counted: WholeDays[] = [];
  for (const [index, times] of groups.entries()) {
    const whole = countWhole(times, argument(index));
    if (whole === null) return tallySorted(groups, argument);
    counted.push(whole);
  }
  return tablesOf(counted);
}

/** Any times, fractional ones too: columns are copied and sorted. */
function tallySorted(groups: readonly SurvivalData[], argument: (index: number) => string): RiskTable[] {
  const columns = groups.map((times, index) => readColumns(times, argument(index)));
  const grid = groupByDay(columns.map((group) => group.days));
  return columns.map((group, index) => countOnGrid(group, grid.days, grid.positions[index] as Uint32Array));
}

function tablesOf(counted: readonly WholeDays[]): RiskTable[] {
  const last = counted.reduce((most, { capacity }) => Math.max(most, capacity), 0);
  const present: number[] = [];
  for (let day = 0; day < last; day++) if (counted.some((whole) => whole.has(day))) present.push(day);
  const days = Float64Array.from(present);
  return counted.map((whole) =>
    withAtRisk(
      days,
      days.map((day) => whole.events(day)),
      days.map((day) => whole.censored(day)),
    ),
  );
}

/**
 * Distinct days of one or more columns of finite, non-negative times, near ties joined.
 *
 * @returns `days` ascending, and per column the index into `days` of each entry.
 */
export function groupByDay(columns: readonly Float64Array[]): DayGrid {
  return groupWholeDays(columns) ?? groupFractionalDays(columns);
}

/** Copies times into a typed column. @throws StatsInputError on an empty, negative, NaN or infinite entry. */
export function readDays(days: ArrayLike<number>, argument: string): Float64Array {
  if (days.length === 0) throw new StatsInputError(argument, 'needs at least one subject');
  const column = new Float64Array(days.length);
  for (let i = 0; i < column.length; i++) column[i] = checkDays(days[i] as number, argument, i);
  return column;
}

/** Counts if all days are whole; otherwise null. */
function countWhole(times: SurvivalData, argument: string): WholeDays | null {
  if (isSubjectList(times)) return countSubjects(times, argument);
  return isColumns(times) ? countColumns(times.days, times.event, argument) : countRows(times, argument);
}

function isSubjectList(times: SurvivalData): times is readonly SurvivalTime[] {
  return Array.isArray(times);
}

function isColumns(times: SurvivalColumns | DayCounts): times is SurvivalColumns {
  return 'event' in times;
}

function requireSubjects(times: SurvivalData, argument: string): void {
  if (isSubjectList(times)) {
    if (times.length === 0) throw new StatsInputError(argument, 'needs at least one subject');
    return;
  }
  const n = times.days.length;
  if (n === 0) throw new StatsInputError(`${argument}.days`, 'needs at least one subject');
  if (isColumns(times)) {
    if (times.event.length !== n) throw new StatsInputError(argument, 'days and event must have the same length');
    return;
  }
  const { events, censored } = times;
  if (events.length !== n || censored.length !== n) {
    throw new StatsInputError(argument, 'days, events and censored must have the same length');
  }
  for (let i = 0; i < n; i++) if (checkCounts(events[i] as number, censored[i] as number, argument, i) > 0) return;
  throw new StatsInputError(argument, 'needs at least one subject');
}

/** Copies checked lengths into columns of counts. */
function readColumns(times: SurvivalData, argument: string): Columns {
  if (!isSubjectList(times) && !isColumns(times)) {
    const days = readDays(times.days, `${argument}.days`);
    days.forEach((_, i) => checkCounts(times.events[i] as number, times.censored[i] as number, argument, i));
    return { days, events: times.events, censored: times.censored };
  }
  const isList = isSubjectList(times);
  const n = isList ? times.length : times.days.length;
  const days = new Float64Array(n);
  const events = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const day = isList ? times[i]?.days : times.days[i];
    days[i] = checkDays(day as number, isList ? argument : `${argument}.days`, i);
    events[i] = isList ? Number(times[i]?.event) : eventOf(times.event[i], argument, i);
  }
  return { days, events, censored: events.map((event) => 1 - event) };
}

/** Whole days below the limit: mark, number, look up. Whole numbers this small are never near ties. */
function groupWholeDays(columns: readonly Float64Array[]): DayGrid | null {
  let last = 0;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const day = column[i] as number;
      if (day > COUNTING_LIMIT || day !== Math.trunc(day)) return null;
      if (day > last) last = day;
    }
  }
  const slot = new Uint32Array(last + 1);
  for (const column of columns) for (let i = 0; i < column.length; i++) slot[column[i] as number] = 1;
  const days = new Float64Array(slot.reduce((sum, present) => sum + present, 0));
  for (let day = 0, next = 0; day <= last; day++) {
    if (slot[day] === 0) continue;
    days[next] = day;
    slot[day] = next++;
  }
  const positions = columns.map((column) => {
    const position = new Uint32Array(column.length);
    for (let i = 0; i < position.length; i++) position[i] = slot[column[i] as number] as number;
    return position;
  });
  return { days, positions };
}

function groupFractionalDays(columns: readonly Float64Array[]): DayGrid {
  const sorted = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0));
  let offset = 0;
  for (const column of columns) {
    sorted.set(column, offset);
    offset += column.length;
  }
  sorted.sort();
  const distinct = sorted.filter((day, i) => i === 0 || day !== sorted[i - 1]);
  const mean = distinct.reduce((sum, day) => sum + day / distinct.length, 0);
  const tolerance = NEAR_TIE * Math.max(1, mean);
  // A chain of near ties joins to its first member: each is compared with its neighbour, not with the first.
  const days = distinct.filter((day, i) => i === 0 || day - (distinct[i - 1] as number) > tolerance);
  return { days, positions: columns.map((column) => locate(column, days)) };
}

/** Index of the last day <= each time. */
function locate(times: Float64Array, days: Float64Array): Uint32Array {
  const position = new Uint32Array(times.length);
  for (let i = 0; i < times.length; i++) {
    let low = 0;
    let high = days.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((days[middle] as number) <= (times[i] as number)) low = middle;
      else high = middle - 1;
    }
    position[i] = low;
  }
  return position;
}

function countOnGrid(columns: Columns, days: Float64Array, position: Uint32Array): RiskTable {
  const events = new Float64Array(days.length);
  const censored = new Float64Array(days.length);
  for (let i = 0; i < position.length; i++) {
    const day = position[i] as number;
    events[day] = (events[day] as number) + (columns.events[i] as number);
    censored[day] = (censored[day] as number) + (columns.censored[i] as number);
  }
  return withAtRisk(days, events, censored);
}

/** The risk table of counts per day: numbers at risk are summed from the last day to the first. */
export function withAtRisk(days: Float64Array, events: Float64Array, censored: Float64Array): RiskTable {
  const atRisk = new Float64Array(days.length);
  let n = 0;
  let eventTotal = 0;
  for (let day = days.length - 1; day >= 0; day--) {
    n += (events[day] as number) + (censored[day] as number);
    eventTotal += events[day] as number;
    atRisk[day] = n;
  }
  return { n, eventTotal, days, atRisk, events, censored };
}

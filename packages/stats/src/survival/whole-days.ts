import { StatsInputError } from '../numerics/errors.ts';

/** Whole days below this are counted by index (two centuries suffice); anything else uses the general method. */
const LIMIT = 1 << 17;
const FIRST_CAPACITY = 1 << 12;

/** What each row of an input adds to its day. */
export interface CountedRows {
  readonly days: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  readonly censored: ArrayLike<number>;
}

/** Counts per whole day, indexed by the day itself: one pass over the rows, no copy, no sort. */
export class WholeDays {
  /** At 2 day the censored, at 2 day + 1 the events. */
  counts = new Float64Array(2 * FIRST_CAPACITY);
  capacity = FIRST_CAPACITY;
  /** Days that appear in a row, even if nobody is counted there. */
  private named: Uint8Array | null = null;

  /** Makes room for a checked day; false if it is not whole or too large. */
  admit(day: number): boolean {
    if (day >= LIMIT || day !== Math.trunc(day)) return false;
    if (day >= this.capacity) {
      while (day >= this.capacity) this.capacity *= 2;
      const counts = new Float64Array(2 * this.capacity);
      counts.set(this.counts);
      this.counts = counts;
    }
    return true;
  }

  name(day: number): void {
    if (this.named === null) this.named = new Uint8Array(LIMIT);
    this.named[day] = 1;
  }

  has(day: number): boolean {
    if (day >= this.capacity) return false;
    return this.counts[2 * day] !== 0 || this.counts[2 * day + 1] !== 0 || this.named?.[day] === 1;
  }

  censored(day: number): number {
    return this.counts[2 * day] ?? 0;
  }

  events(day: number): number {
    return this.counts[2 * day + 1] ?? 0;
  }
}

/** Counts subjects given one by one. @returns null if a day is not whole. @throws StatsInputError on a bad day. */
export function countSubjects(
  subjects: readonly { readonly days: number; readonly event: boolean }[],
  argument: string,
): WholeDays | null {
  const whole = new WholeDays();
  let { counts, capacity } = whole;
  for (let i = 0; i < subjects.length; i++) {
    const { days: day, event } = subjects[i] as { days: number; event: boolean };
    if (day >>> 0 !== day || day >= capacity) {
      if (!whole.admit(checkDays(day, argument, i))) return null;
      ({ counts, capacity } = whole);
    }
    const at = 2 * day + (event ? 1 : 0);
    counts[at] = (counts[at] as number) + 1;
  }
  return whole;
}

/** Counts subjects given as two columns; otherwise as countSubjects. */
export function countColumns(
  days: ArrayLike<number>,
  event: ArrayLike<number | boolean>,
  argument: string,
): WholeDays | null {
  const whole = new WholeDays();
  let { counts, capacity } = whole;
  for (let i = 0; i < days.length; i++) {
    const day = days[i] as number;
    if (day >>> 0 !== day || day >= capacity) {
      if (!whole.admit(checkDays(day, `${argument}.days`, i))) return null;
      ({ counts, capacity } = whole);
    }
    const at = 2 * day + eventOf(event[i], argument, i);
    counts[at] = (counts[at] as number) + 1;
  }
  return whole;
}

/** Counts rows that represent several subjects each; otherwise as countSubjects. */
export function countRows({ days, events, censored }: CountedRows, argument: string): WholeDays | null {
  const whole = new WholeDays();
  for (let i = 0; i < days.length; i++) {
    const day = days[i] as number;
    if (!whole.admit(checkDays(day, `${argument}.days`, i))) return null;
    const { counts } = whole;
    checkCounts(events[i] as number, censored[i] as number, argument, i);
    counts[2 * day] = (counts[2 * day] as number) + (censored[i] as number);
    counts[2 * day + 1] = (counts[2 * day + 1] as number) + (events[i] as number);
    if (counts[2 * day] === 0 && counts[2 * day + 1] === 0) whole.name(day);
  }
  return whole;
}

/** 0 or 1. @throws StatsInputError on anything but true, false, 1 and 0. */
export function eventOf(flag: number | boolean | undefined, argument: string, index: number): 0 | 1 {
  if (flag === 1 || flag === true) return 1;
  if (flag === 0 || flag === false) return 0;
  throw new StatsInputError(`${argument}.event`, `entry ${index}: must be true or false`);
}

/** The day itself. @throws StatsInputError on a negative, NaN or infinite one. */
export function checkDays(days: number, argument: string, index: number): number {
  if (days >= 0 && days < Infinity) return days;
  throw new StatsInputError(argument, `entry ${index}: time must be finite and at least 0, not ${days}`);
}

/** The row's total. @throws StatsInputError on a negative, NaN or infinite count. */
export function checkCounts(events: number, censored: number, argument: string, index: number): number {
  const count = events + censored;
  if (events >= 0 && censored >= 0 && count < Infinity) return count;
  throw new StatsInputError(argument, `entry ${index}: counts must be finite and at least 0`);
}

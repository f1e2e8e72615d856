import { missing, showNumber } from './show.ts';

/**
 * The only place where days become months. Inside the portal time is in days; months are only for display.
 *
 * @param monthDays - length of a month, a setting of the study (one paper counts 30 days, another 30.4375).
 */
export function toMonths(days: number, monthDays: number): number {
  return days / monthDays;
}

/** The inverse: the day of a tick on an axis in months. */
export function toDays(months: number, monthDays: number): number {
  return months * monthDays;
}

/** The month that days were made of: 12 of 365.25 days of 30.4375. */
export function monthNumber(days: number, monthDays: number): number {
  return Math.round(toMonths(days, monthDays) * 100) / 100;
}

/** Months to one decimal: `25.0`; without days the word that says why (`NR`), or the sign for a missing value. */
export function showMonths(days: number | null | undefined, monthDays: number, absent: string = missing): string {
  return showNumber(monthsOf(days, monthDays), 1, absent);
}

/** A time that was not reached has no months. */
export function monthsOf(days: number | null | undefined, monthDays: number): number | null {
  return days === null || days === undefined ? null : toMonths(days, monthDays);
}

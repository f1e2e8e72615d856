import { daysOf, isCalendarDate } from './calendar-date.ts';

/*
 * Dates of which only the year, or year and month, may be known: ISO 8601 with reduced precision, `2023` or `2023-05`.
 * Such a date is every day that it may be. It is compared by the first and last of these, so that a comparison is made
 * only where all of them agree, and no day is ever put in the place of one that is not known.
 */

/** True for '2023', '2023-05' and '2023-05-12'. */
export function isPartialDate(text: string): boolean {
  return /^\d{4}$/.test(text) || (/^\d{4}-\d\d$/.test(text) && isCalendarDate(`${text}-01`)) || isCalendarDate(text);
}

/** The first day that it may be: 2023-05-01 of 2023-05. */
export function earliestDay(date: string): string {
  return date + '-01-01'.slice(date.length - 4);
}

/** The last day that it may be: 2023-05-31 of 2023-05. */
export function latestDay(date: string): string {
  const month = date.length === 4 ? `${date}-12` : date.slice(0, 7);
  return date.length === 10 ? date : `${month}-${daysOf(Number(month.slice(0, 4)), Number(month.slice(5)))}`;
}

/** Whether one date is before the other, whichever of their possible days they are. */
export function isSurelyBefore(one: string, other: string): boolean {
  return latestDay(one) < earliestDay(other);
}

/** As it is shown: '2023-05-??', '2023-??-??'. */
export function showDate(date: string): string {
  return isPartialDate(date) ? date + '-??-??'.slice(date.length - 4) : date;
}

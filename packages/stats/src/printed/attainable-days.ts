import { StatsInputError } from '../numerics/errors.ts';
import { checkPrinted, printedAs, type PrintedValue } from './printed-value.ts';

/**
 * Which observed times are written as a printed number of months: whole days, and half ones, since a median may lie between
 * two days.
 *
 * @param printed - months, from 0.
 * @param monthDays - days in a month, 28 to 31: 30, or 30.4375.
 * @returns days, rounded to the printed months; empty where no observed time is printed so.
 * @throws StatsInputError on another length of a month, or a printed number that is not finite or below 0.
 *
 * Source: Brown & Heathers 2017, of days instead of subjects.
 * Checked against: reference/attainable.R (every half day in turn).
 * Common wrong use: limits of the form estimate plus or minus 1.96 standard errors are not observed times.
 */
export function attainableDays(printed: PrintedValue, monthDays: number): number[] {
  checkPrinted(printed);
  if (printed.value < 0) throw new StatsInputError('printed.value', 'must be at least 0');
  if (!(monthDays >= 28 && monthDays <= 31)) throw new StatsInputError('monthDays', 'must be from 28 to 31');
  const reach = 10 ** -printed.decimals * monthDays;
  const first = Math.max(0, Math.floor(2 * (printed.value * monthDays - reach)));
  const last = Math.ceil(2 * (printed.value * monthDays + reach));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) / 2).filter(
    (days) => printedAs(days / monthDays, printed) === 'rounded',
  );
}

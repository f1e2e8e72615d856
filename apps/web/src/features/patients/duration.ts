import { withMinus } from '@/numbers/show.ts';

/**
 * Days as months to one decimal: records and endpoints are in days, people speak of months.
 *
 * @param monthDays - the study's length of a month, in days.
 */
export function months(days: number, monthDays: number): string {
  return withMinus((days / monthDays).toFixed(1));
}

/**
 * The only place where days become months. Inside the portal time is days; months are for reading.
 *
 * @param monthDays - length of a month, a setting of the study (one paper counts 30 days, another 30.4375).
 */
export function toMonths(days: number, monthDays: number): number {
  return days / monthDays;
}

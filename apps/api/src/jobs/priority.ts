/** Of jobs that wait, the highest goes first and then the oldest. A run under way is not put back for a higher one. */
export type Priority = 'high' | 'normal' | 'low';

/** As they stand in the queue and in the rows. */
export const priorities: Readonly<Record<Priority, number>> = { high: 10, normal: 0, low: -10 };

/** The name of a number that stands in a row. */
export function priorityOf(value: number): Priority {
  if (value === priorities.normal) return 'normal';
  return value > priorities.normal ? 'high' : 'low';
}

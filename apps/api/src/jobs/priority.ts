/**
 * Of queued jobs, the highest priority goes first, then the oldest. A run under way is not preempted by a higher one.
 */
export type Priority = 'high' | 'normal' | 'low';

/** As stored in the queue and in the rows. */
export const priorities: Readonly<Record<Priority, number>> = { high: 10, normal: 0, low: -10 };

/** The name of a priority stored in a row. */
export function priorityOf(value: number): Priority {
  if (value === priorities.normal) return 'normal';
  return value > priorities.normal ? 'high' : 'low';
}

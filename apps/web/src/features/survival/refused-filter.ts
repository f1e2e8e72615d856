import { listFilters, type ListVariable } from '@/selection/cohort-filter.ts';
import { refusalOf } from '@/forms/answers.ts';

/** The condition of the selection for which the API refuses an answer, as it names it; null where that is not why. */
export function refusedFilter(error: unknown): ListVariable | null {
  const refusal = refusalOf(error);
  if (refusal.kind !== 'issues') return null;
  const variables = Object.keys(listFilters) as ListVariable[];
  return variables.find((name) => refusal.issues.some(({ field }) => field === listFilters[name])) ?? null;
}

'use client';
import { useIsGrouping } from '@/selection/use-is-grouping.ts';
import { noGroups, useSurvivalState } from './use-survival-state.ts';

/** The grouping variable of the address; null for everybody together, and for one that the study does not group by. */
export function useGroupBy(): string | null {
  const isGrouping = useIsGrouping();
  const { state } = useSurvivalState();
  return state.by !== noGroups && isGrouping(state.by) ? state.by : null;
}

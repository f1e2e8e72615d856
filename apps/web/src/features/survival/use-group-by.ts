'use client';
import { isLandmark } from '@haim/schema';
import { useIsGrouping } from '@/selection/use-is-grouping.ts';
import { noGroups, useSurvivalState } from './use-survival-state.ts';

/** The grouping variable of the address; null for everybody together, and for one that the study does not group by. */
export function useGroupBy(): string | null {
  const isGrouping = useIsGrouping();
  const { state } = useSurvivalState();
  // What the state has of a landmark, it has read.
  return state.by !== noGroups && (isGrouping(state.by) || isLandmark(state.by)) ? state.by : null;
}

'use client';
import { useStudy } from '@/session/session.tsx';
import { noGroups, useSurvivalState } from './use-survival-state.ts';

/** The grouping variable of the address; null for everybody together, and for one that the study does not group by. */
export function useGroupBy(): string | null {
  const study = useStudy();
  const { state } = useSurvivalState();
  return state.by !== noGroups && study.groupings.some(({ variable }) => variable === state.by) ? state.by : null;
}

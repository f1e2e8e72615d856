'use client';
import { useStudy } from '@/session/session.tsx';
import { useSurvivalState } from './use-survival-state.ts';

/** Each further variable multiplies the strata, until they hold hardly two patients. */
export const mostStrata = 3;

/** The groupings by which the adjusted model is stratified, as far as the study has those that the address names. */
export function useStrata(): {
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly unknown: readonly string[];
} {
  const study = useStudy();
  const { state } = useSurvivalState();
  const offered = study.groupings.map(({ variable }) => variable).filter((name) => name !== state.by);
  const named = [...new Set(state.strata ?? [])];
  return {
    offered,
    chosen: named.filter((name) => offered.includes(name)).slice(0, mostStrata),
    unknown: named.filter((name) => !offered.includes(name) && name !== state.by),
  };
}

'use client';
import { type CohortInput } from '@/graphql/generated/graphql.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { type causes, noGroups, useSafetyState } from './use-safety-state.ts';

/** What is asked of the patients of the page, for its numbers and for the patients behind them. */
export interface SafetyQuestion {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly snapshot: string | null;
  readonly groupBy: string | null;
  readonly relatedTo: (typeof causes)[number] | null;
  readonly seriousOnly: boolean;
  readonly treatedOnly: boolean;
}

export function useQuestion(): SafetyQuestion {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state } = useSafetyState();
  return {
    study: study.code,
    cohort: input,
    snapshot,
    groupBy: state.by === noGroups ? null : state.by,
    relatedTo: state.cause,
    seriousOnly: state.serious,
    treatedOnly: state.den === 'treated',
  };
}

'use client';
import { useQuery } from '@apollo/client/react';
import { useStudy } from '@/session/session.tsx';
import { freshnessOf } from '@/ui/kept.tsx';
import { cohortSummaryQuery } from './query.ts';
import { useCohort } from './use-cohort.ts';
import { useScope } from './use-scope.ts';

/** Counts of the present selection in the present scope; until new ones arrive the previous ones stay, marked as such. */
export function useCohortSummary() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { scope } = useScope();
  const { data, previousData, error, refetch } = useQuery(cohortSummaryQuery, {
    variables: { study: study.code, cohort: input, snapshot, scope },
  });
  return {
    summary: (data ?? previousData)?.cohortSummary ?? null,
    freshness: freshnessOf({ data, error }),
    error,
    retry: () => void refetch(),
  };
}

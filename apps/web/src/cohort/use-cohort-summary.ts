'use client';
import { useQuery } from '@apollo/client/react';
import { useStudy } from '@/session/session.tsx';
import { cohortSummaryQuery } from './query.ts';
import { useCohort } from './use-cohort.ts';

/** Counts of the present selection; while new ones are on their way the previous stay, marked as such. */
export function useCohortSummary() {
  const study = useStudy();
  const { input } = useCohort();
  const { data, previousData, loading, error, refetch } = useQuery(cohortSummaryQuery, {
    variables: { study: study.code, cohort: input },
  });
  return {
    summary: (data ?? previousData)?.cohortSummary ?? null,
    isStale: loading && !data,
    error: data ? undefined : error,
    retry: () => void refetch(),
  };
}

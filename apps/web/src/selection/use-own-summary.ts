'use client';
import { useQuery } from '@apollo/client/react';
import { useStudy } from '@/session/session.tsx';
import { cohortSummaryQuery } from './query.ts';
import { useCohort } from './use-cohort.ts';
import { useScope } from './use-scope.ts';

/** One's own exact numbers beside the protected ones of all centres; null while those are not shown. */
export function useOwnSummary() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { scope } = useScope();
  const { data } = useQuery(cohortSummaryQuery, {
    variables: { study: study.code, cohort: input, snapshot, scope: 'OWN' },
    skip: scope === 'OWN',
  });
  return scope === 'OWN' ? null : (data?.cohortSummary ?? null);
}

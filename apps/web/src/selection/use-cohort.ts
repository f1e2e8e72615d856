'use client';
import { useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type CohortInput } from '@/graphql/generated/graphql.ts';
import { type Cohort, cohortInput, cohortParser, everybody, parseCohort, showCohort } from './cohort-filter.ts';

export interface CohortState {
  readonly cohort: Cohort;
  /** For queries; the same object as long as the selection is the same. */
  readonly input: CohortInput | null;
  readonly setCohort: (cohort: Cohort) => void;
}

/** The one selection of patients that every analysis of a page shares. It lives in the address: Back undoes a change. */
export function useCohort(): CohortState {
  const [cohort, setCohort] = useQueryState('f', cohortParser.withDefault(everybody).withOptions({ history: 'push' }));
  const text = showCohort(cohort);
  // From the text, which stays the same where the parsed object is a new one each time.
  const input = useMemo(() => cohortInput(parseCohort(text)), [text]);
  return { cohort, input, setCohort: (next) => void setCohort(showCohort(next) ? next : null) };
}

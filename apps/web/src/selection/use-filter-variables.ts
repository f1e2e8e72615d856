'use client';
import { periodVariables, rangeVariables, type SubjectVariable } from '@haim/schema';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

/** The variables that are filtered by two ends: the portal's, then those of the study's own fields. */
export function useFilterVariables(): {
  readonly ranges: readonly SubjectVariable[];
  readonly periods: readonly SubjectVariable[];
} {
  const own = variablesOfStudy(useStudy());
  return {
    ranges: [...rangeVariables, ...own.filter(({ filter }) => filter === 'range')],
    periods: [...periodVariables, ...own.filter(({ filter }) => filter === 'period')],
  };
}

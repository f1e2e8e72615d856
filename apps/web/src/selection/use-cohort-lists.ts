'use client';
import { type CohortLists } from '@haim/schema';
import { useMemo } from 'react';
import { useStudy } from '@/session/session.tsx';
import { conditionVariablesOf } from '@/session/study-forms.ts';

/** What only the study knows of selections: its arms, its centres and its own fields. */
export function useCohortLists(): CohortLists {
  const study = useStudy();
  const { arms, centres } = study;
  const own = conditionVariablesOf(study);
  return useMemo(
    () => ({ arm: arms.map(({ code }) => code), centre: centres.map(({ code }) => code), own }),
    [arms, centres, own],
  );
}

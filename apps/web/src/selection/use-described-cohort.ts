'use client';
import { type DescribedPart, describeCohort } from './describe-cohort.ts';
import { useCohort } from './use-cohort.ts';
import { useCohortWords } from './use-filter-words.ts';

/** The conditions of the selection in the reader's words. */
export function useDescribedCohort(): DescribedPart[] {
  return describeCohort(useCohort().cohort, useCohortWords());
}

'use client';
import { useTranslations } from 'use-intl';
import { type DescribedPart, describeCohort } from './describe-cohort.ts';
import { useCohort } from './use-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The conditions of the selection in the reader's words. */
export function useDescribedCohort(): DescribedPart[] {
  const t = useTranslations('cohort.words');
  const labels = useLabels();
  return describeCohort(useCohort().cohort, {
    variable: labels.variable,
    value: labels.shortValue,
    and: t('and'),
    or: t('or'),
    not: (words) => t('not', { words }),
    contains: (part) => t('contains', { part }),
    recorded: t('recorded'),
  });
}

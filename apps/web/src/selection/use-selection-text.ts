'use client';
import { useTranslations } from 'use-intl';
import { describeCohort } from './describe-cohort.ts';
import { useCohort } from './use-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The selection in one line of words, for captions and files. */
export function useSelectionText(): string {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const conditions = describeCohort(useCohort().cohort, labels.shortValue);
  if (conditions.length === 0) return t('everybody');
  return conditions.map(({ variable, words }) => `${labels.variable(variable)}: ${words}`).join('; ');
}

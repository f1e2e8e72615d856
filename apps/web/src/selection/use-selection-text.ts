'use client';
import { useTranslations } from 'use-intl';
import { useCompared } from './compared.tsx';
import { cohortInWords } from './describe-cohort.ts';
import { useDescribedCohort } from './use-described-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The selection in one line of words, for captions and files. */
export function useSelectionText(): string {
  const t = useTranslations('cohort');
  const { variable } = useLabels();
  const compared = useCompared();
  const parts = useDescribedCohort();
  if (compared) return compared.text;
  return parts.length === 0 ? t('everybody') : cohortInWords(parts, variable);
}

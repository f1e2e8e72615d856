'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { type AnalysisScope } from '@/graphql/generated/graphql.ts';
import { useCompared } from './compared.tsx';
import { cohortInWords } from './describe-cohort.ts';
import { useDescribedCohort } from './use-described-cohort.ts';
import { useLabels } from './use-labels.ts';
import { useOwnCentres } from './use-own-centres.ts';

/** The selection in one line of words. */
export function useSelectionWords(): string {
  const t = useTranslations('cohort');
  const { variable } = useLabels();
  const compared = useCompared();
  const parts = useDescribedCohort();
  if (compared) return compared.text;
  return parts.length === 0 ? t('everybody') : cohortInWords(parts, variable);
}

/**
 * The selection as captions and files state it: numbers of some centres of the study name them, because a file that does
 * not is read as the whole study.
 *
 * @param scope - of which centres the numbers are.
 */
export function useSelectionText(scope: AnalysisScope = 'OWN'): string {
  const t = useTranslations('cohort');
  const { list } = useFormatter();
  const words = useSelectionWords();
  const centres = useOwnCentres();
  return centres && scope === 'OWN' ? t('ofCentres', { selection: words, centres: list([...centres]) }) : words;
}

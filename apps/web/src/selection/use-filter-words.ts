'use client';
import { type CohortFilter, ctcaeTermOf, organClasses } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useTranslations } from 'use-intl';
import { cohortInWords, type CohortWords, describeCohort } from './describe-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The words that conditions are described with, in the reader's language. */
export function useCohortWords(): CohortWords {
  const t = useTranslations('cohort.words');
  const labels = useLabels();
  const label = useLabel();
  return {
    variable: labels.variable,
    value: labels.shortValue,
    and: t('and'),
    or: t('or'),
    not: (words) => t('not', { words }),
    contains: (part) => t('contains', { part }),
    recorded: t('recorded'),
    event: ({ minimumGrade, term, organClass }) => {
      const of =
        term === undefined
          ? organClass && label(organClasses[organClass])
          : label(ctcaeTermOf(term)?.name ?? { en: term, zh: term });
      const grade = t(minimumGrade === 5 ? 'gradeFive' : 'grade', { grade: minimumGrade });
      return of ? `${of}, ${grade}` : grade;
    },
  };
}

/** `ECOG PS: 3, 4`: any condition in one line. */
export function useFilterWords(): (filter: CohortFilter) => string {
  const words = useCohortWords();
  return (filter) => cohortInWords(describeCohort(filter, words), words.variable);
}

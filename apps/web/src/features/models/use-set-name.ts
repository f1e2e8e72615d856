'use client';
import { cohortNumberOf } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { type ChosenSet, sets } from '@/evaluation/evaluation.ts';
import { useStudy } from '@/session/session.tsx';

/** What a set is called, by itself and in a figure where there is little room. */
export function useSetName(): (set: ChosenSet, isShort?: boolean) => string {
  const t = useTranslations('models.sets');
  const { savedCohorts } = useStudy();
  return (set, isShort = false) => {
    const named = sets.find((one) => one === set);
    if (named !== undefined) return t(isShort ? `short.${named}` : named);
    if (set === 'training' || set === 'all') return t(isShort ? `short.${set}` : set);
    const cohort = savedCohorts.find(({ number }) => number === cohortNumberOf(set));
    return cohort ? t('cohort', { name: cohort.name }) : t('unknownCohort');
  };
}

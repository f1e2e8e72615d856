'use client';
import { cohortNumberOf } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { type ChosenSet, sets } from '@/evaluation/evaluation.ts';
import { useExternalName, useExternalSet } from '@/evaluation/use-external-name.ts';
import { useStudy } from '@/session/session.tsx';

const inFiles = {
  overlap: 'seen-in-training',
  internal: 'held-out-centre-subset',
  heldOutCentreSubset: 'held-out-centre-subset',
  partlyExternal: 'partly-external',
  external: 'external',
  unknown: 'external',
} as const;

/** A set in the name of a file, as the API names its own. */
export function useFileSet(): (set: ChosenSet) => string {
  const level = useExternalSet();
  return (set) => (set === 'external' ? inFiles[level] : set);
}

/** What a set is called, by itself and in a figure where there is little room. */
export function useSetName(): (set: ChosenSet, isShort?: boolean) => string {
  const t = useTranslations('models.sets');
  const externalName = useExternalName();
  const { savedCohorts } = useStudy();
  return (set, isShort = false) => {
    const named = sets.find((one) => one === set);
    if (named === 'external') return externalName(isShort);
    if (named !== undefined) return t(isShort ? `short.${named}` : named);
    if (set === 'training' || set === 'all') return t(isShort ? `short.${set}` : set);
    const cohort = savedCohorts.find(({ number }) => number === cohortNumberOf(set));
    return cohort ? t('cohort', { name: cohort.name }) : t('unknownCohort');
  };
}

'use client';
import { useTranslations } from 'use-intl';
import { useFilterWords } from '@/selection/use-filter-words.ts';
import { useStudy } from '@/session/session.tsx';
import { type Side, wholeStudy } from './side.ts';

/** What a side is called: the cohort's own name, an arm by its code, otherwise its conditions in words. */
export function useSideName(): (side: Side) => string {
  const t = useTranslations('compare');
  const words = useFilterWords();
  const study = useStudy();
  return ({ text, filter }) => {
    if (text === wholeStudy || filter === null) return text === wholeStudy ? t('wholeStudy') : text;
    const saved = study.savedCohorts.find(({ number }) => String(number) === text);
    if (saved) return saved.name;
    const [arm, ...others] = 'variable' in filter && filter.variable === 'arm' && 'in' in filter ? filter.in : [];
    return arm !== undefined && others.length === 0 ? arm : words(filter);
  };
}

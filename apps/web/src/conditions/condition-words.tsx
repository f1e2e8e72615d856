'use client';
import { parseFilter, type SubjectVariable } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useFilterWords } from '@/selection/use-filter-words.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { type ConditionGroup, filterOf } from './condition-draft.ts';
import styles from './conditions.module.css';

interface ConditionWordsProps {
  readonly draft: ConditionGroup;
  readonly variables: readonly SubjectVariable[];
}

/** What the condition says as it is typed, in one sentence; nothing until it is whole. */
export function ConditionWords({ draft, variables }: ConditionWordsProps) {
  const t = useTranslations('conditions');
  const inWords = useFilterWords();
  const own = variablesOfStudy(useStudy());
  const { filter, issues } = parseFilter(filterOf(draft, variables), { own, takesEvents: false });
  if (filter === null || issues.length > 0) return null;
  return (
    <p className={styles['words']} role="status">
      {t('inWords', { words: inWords(filter) })}
    </p>
  );
}

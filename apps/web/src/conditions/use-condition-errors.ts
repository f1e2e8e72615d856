'use client';
import { type Issue } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type ConditionGroup, partAt } from './condition-draft.ts';

/** What is wrong with the parts of a draft, by their keys. @param at - where the condition is among what was checked. */
export function useConditionErrors(): (
  draft: ConditionGroup,
  at: string,
  issues: readonly Issue[],
) => ReadonlyMap<string, string> {
  const t = useTranslations('conditions');
  const label = useLabel();
  return (draft, at, issues) => {
    const errors = new Map<string, string>();
    for (const { field, expected } of issues.filter((one) => one.field.startsWith(at))) {
      const key = partAt(draft, at, field);
      const words = t('expected', { expected: label(expected) });
      errors.set(key, errors.has(key) ? `${errors.get(key) ?? ''} ${words}` : words);
    }
    return errors;
  };
}

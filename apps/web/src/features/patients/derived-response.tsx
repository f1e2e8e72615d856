'use client';
import { useTranslations } from 'use-intl';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { missing } from '@/numbers/show.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { ruleKeyOf } from './derived-rule.ts';
import styles from './derived-response.module.css';

/** What the portal derives from the sums, beside what the reader entered, with the rule that decided. */
export function DerivedResponse({ record }: { record: SavedRecord }) {
  const t = useTranslations('patients');
  const { derivedResponse, derivedRule, readerResponse } = record;
  const rule = typeof derivedRule === 'string' ? derivedRule : null;
  const key = rule === null ? null : ruleKeyOf(rule);
  const differs =
    typeof derivedResponse === 'string' && typeof readerResponse === 'string' && derivedResponse !== readerResponse;
  return (
    <span className={styles['line']}>
      <strong>{typeof derivedResponse === 'string' ? derivedResponse : missing}</strong>
      {rule === null ? null : <span className={styles['rule']}>{key ? t(`rules.${key}`) : rule}</span>}
      {differs ? (
        <StatusBadge tone="attention" mark="≠">
          {t('records.differs')}
        </StatusBadge>
      ) : null}
    </span>
  );
}

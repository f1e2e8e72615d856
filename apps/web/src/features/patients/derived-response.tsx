'use client';
import { useTranslations } from 'use-intl';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { type Said } from '@/graphql/said.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing } from '@/numbers/show.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import styles from './derived-response.module.css';

/** What the portal derives from the sums, beside what the reader entered, with the rule that decided. */
export function DerivedResponse({ record }: { record: SavedRecord }) {
  const t = useTranslations('patients');
  const say = useSay();
  const { derivedResponse, derivedRuleStatement, readerResponse } = record;
  const rule = (derivedRuleStatement ?? null) as Said | null;
  const differs =
    typeof derivedResponse === 'string' && typeof readerResponse === 'string' && derivedResponse !== readerResponse;
  return (
    <span className={styles['line']}>
      <strong>{typeof derivedResponse === 'string' ? derivedResponse : missing}</strong>
      {rule === null ? null : <span className={styles['rule']}>{say(rule)}</span>}
      {differs ? (
        <StatusBadge tone="attention" mark="≠">
          {t('records.differs')}
        </StatusBadge>
      ) : null}
    </span>
  );
}

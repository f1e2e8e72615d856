'use client';
import { useTranslations } from 'use-intl';
import { type EnteredBy } from '@haim/schema';
import { StatusBadge } from '@/ui/status-badge.tsx';

/** Who has entered a record of a list, by sign and words. */
export function EnteredByBadge({ by }: { by: EnteredBy }) {
  const t = useTranslations('doubleEntry.list.enteredBy');
  const marks = { both: '≠', first: '1', second: '2' } as const;
  return (
    <StatusBadge tone={by === 'both' ? 'attention' : 'bad'} mark={marks[by]}>
      {t(by)}
    </StatusBadge>
  );
}

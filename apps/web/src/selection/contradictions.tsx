'use client';
import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type Label } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';

interface CountedReason extends Label {
  readonly reason: string;
}

/** How many patients of the selection have records that cannot all be right, and which of them counts. */
export function Contradictions({ contradictions }: { contradictions: readonly CountedReason[] }) {
  const t = useTranslations('cohort.contradictions');
  const label = useLabel();
  if (contradictions.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title')}>
      <List size="sm">
        {contradictions.map((counted) => (
          <List.Item key={counted.reason}>{label(counted)}</List.Item>
        ))}
      </List>
      {t('text')}
    </Alert>
  );
}

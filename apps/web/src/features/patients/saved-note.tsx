'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type RecordKeys } from '@/forms/documents.ts';
import { useInstant } from '@/i18n/use-instant.ts';

/** When a record was last saved, in the reader's time zone. */
export function SavedNote({ record }: { record: RecordKeys }) {
  const t = useTranslations('patients');
  const instant = useInstant();
  return (
    <Text size="xs" c="var(--text-quiet)">
      {t('lastSaved', { at: instant(record.updatedAt), version: record.version })}
    </Text>
  );
}

'use client';
import { Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { type RecordKeys } from '@/forms/documents.ts';

/** When a record was last saved, in the reader's time zone. */
export function SavedNote({ record }: { record: RecordKeys }) {
  const t = useTranslations('patients');
  const format = useFormatter();
  const at = format.dateTime(new Date(record.updatedAt), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Text size="xs" c="var(--text-quiet)">
      {t('lastSaved', { at, version: record.version })}
    </Text>
  );
}

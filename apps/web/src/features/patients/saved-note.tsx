'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { type RecordKeys } from '@/forms/documents.ts';
import { lackingIn } from '@/forms/lacking.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';

/** When a record was last saved, in the reader's time zone, and what it lacks. */
export function SavedNote({ form, record }: { form?: Form; record: RecordKeys & Row }) {
  const t = useTranslations('patients');
  const instant = useInstant();
  const label = useLabel();
  const lacks = form ? lackingIn(form, [record]).map(({ spec }) => label(spec.label)) : [];
  return (
    <Text size="xs" c="var(--text-quiet)" ta="right">
      {t('lastSaved', { at: instant(record.updatedAt), version: record.version })}
      {lacks.length > 0 ? (
        <>
          <br />
          {t('lacks', { n: lacks.length, fields: lacks.slice(0, 3).join(', '), more: lacks.length > 3 ? '…' : '' })}
        </>
      ) : null}
    </Text>
  );
}

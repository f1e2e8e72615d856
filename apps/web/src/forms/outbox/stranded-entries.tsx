'use client';
import { Alert, Button } from '@mantine/core';
import { IconPencilOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useViewer } from '@/session/session.tsx';
import { rowOf } from '../draft.ts';
import { RecordSummary } from '../record-summary.tsx';
import { type StudyChoices } from '../show-value.ts';
import { type KeptEntries, readAll, remove, storeChanges } from './browser-store.ts';
import { strandedIn } from './use-kept-entries.ts';

interface StrandedEntriesProps {
  readonly form: Form;
  readonly patientId: string;
  /** Records that the viewer may save; null among them: a new one. */
  readonly open: readonly (string | null)[];
  readonly choices: StudyChoices;
}

/** What the viewer typed and cannot save any more, because the record was locked or removed: shown until it is discarded. */
export function StrandedEntries({ form, patientId, open, choices }: StrandedEntriesProps) {
  const t = useTranslations('forms.outbox');
  const instant = useInstant();
  const { id: userId } = useViewer();
  const [kept, setKept] = useState<readonly KeptEntries[]>([]);
  useEffect(() => {
    let isOver = false;
    const read = () =>
      void readAll('kept', userId).then((rows) => {
        if (!isOver) setKept(rows);
      });
    read();
    storeChanges.addEventListener('kept', read);
    return () => {
      isOver = true;
      storeChanges.removeEventListener('kept', read);
    };
  }, [userId]);
  return strandedIn(kept, patientId, form.name, open).map(({ place, fields, at }) => (
    <Alert
      key={place}
      color="orange"
      variant="light"
      mb="sm"
      role="note"
      icon={<IconPencilOff aria-hidden />}
      title={t('stranded', { at: instant(new Date(at).toISOString()) })}
    >
      <RecordSummary form={form} record={rowOf(form, fields)} choices={choices} />
      <Button size="xs" variant="default" mt="xs" onClick={() => void remove('kept', userId, place)}>
        {t('discardTyped')}
      </Button>
    </Alert>
  ));
}

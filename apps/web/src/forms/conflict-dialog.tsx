'use client';
import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type Current, type Refusal } from './answers.ts';
import { type ConflictLine, conflictLines } from './conflict.ts';
import { type StudyChoices } from './show-value.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useShownValue } from './use-words.ts';

interface ConflictDialogProps {
  readonly form: Form;
  readonly choices: StudyChoices;
  readonly before: Row;
  readonly yours: Row;
  readonly current: Current;
  /** Back to the form with nothing saved and nothing lost. */
  readonly onClose: () => void;
  readonly onTakeTheirs: () => void;
  /** Why yours replace theirs, as given with the correction; null if a first entry turns out to be a correction. */
  readonly reason: string | null;
  readonly onKeepMine: (reason: string) => Promise<Refusal | null>;
}

/** Somebody saved the record first: both versions side by side, and an explicit choice. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { form, choices, before, yours, current, onClose, onTakeTheirs, onKeepMine } = props;
  const t = useTranslations('forms.conflict');
  const forms = useTranslations('forms');
  const instant = useInstant();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [reason, setReason] = useState(props.reason ?? '');
  const lines = conflictLines(form, before, yours, current.values);
  const columns = useConflictColumns(choices);

  async function keepMine() {
    setSaving(true);
    setRefusal(await onKeepMine(reason.trim()));
    setSaving(false);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      centered
      withCloseButton={false}
      title={<Text fw={600}>{t('title')}</Text>}
    >
      <Text size="sm" mb="sm">
        {t('text', {
          name: current.updatedBy,
          at: instant(current.updatedAt),
        })}
      </Text>
      {lines.length > 0 ? (
        <DataTable
          columns={columns}
          rows={lines}
          rowKey={({ field }) => field}
          caption={t('title')}
          hideCaption
          foldBelow="medium"
        />
      ) : (
        <Text size="sm">{t('same')}</Text>
      )}
      <Text size="xs" c="var(--text-quiet)" mt="sm">
        {t('merge')}
      </Text>
      {props.reason === null ? (
        <TextInput
          mt="sm"
          label={forms('reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autoComplete="off"
          required
        />
      ) : null}
      {refusal && refusal.kind !== 'conflict' ? (
        <Alert color="red" variant="light" mt="sm" role="alert">
          {t('refused')}
        </Alert>
      ) : null}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose} disabled={isSaving}>
          {t('back')}
        </Button>
        <Button variant="default" onClick={onTakeTheirs} disabled={isSaving}>
          {t('takeTheirs')}
        </Button>
        <Button onClick={() => void keepMine()} loading={isSaving} disabled={reason.trim() === ''}>
          {t('keepMine')}
        </Button>
      </Group>
    </Modal>
  );
}

function useConflictColumns(choices: StudyChoices): Column<ConflictLine>[] {
  const t = useTranslations('forms.conflict');
  const label = useLabel();
  const show = useShownValue(choices);
  return [
    { id: 'field', header: t('field'), cell: ({ spec }) => label(spec.label), rowHeader: true },
    { id: 'before', header: t('before'), folds: true, wraps: true, cell: ({ spec, before }) => show(spec, before) },
    { id: 'yours', header: t('yours'), folds: true, wraps: true, cell: ({ spec, yours }) => show(spec, yours) },
    { id: 'theirs', header: t('theirs'), folds: true, wraps: true, cell: ({ spec, theirs }) => show(spec, theirs) },
    {
      id: 'who',
      header: t('who'),
      folds: true,
      cell: ({ bothChanged, yours, before }) =>
        bothChanged ? <strong>{t('both')}</strong> : yours === before ? t('onlyThey') : t('onlyYou'),
    },
  ];
}

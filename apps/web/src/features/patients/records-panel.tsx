'use client';
import { Button, Group } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, importedScoreForm } from '@haim/schema';
import { RecordDrawer } from '@/forms/record-drawer.tsx';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { QueriesButton, RecordQueries, usePatientQueries } from '@/queries/patient-queries.tsx';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Patient, recordsOf } from './patient-document.ts';
import styles from './records-panel.module.css';
import { RemoveButton } from './remove-button.tsx';
import { RemoveRecord } from './remove-record.tsx';
import { useRecordColumns } from './record-columns.tsx';

interface RecordsPanelProps {
  readonly form: Form;
  readonly patient: Patient;
  readonly study: Study;
}

/** The records of a repeating form, oldest first, each corrected in a drawer beside the table. */
export function RecordsPanel({ form, patient, study }: RecordsPanelProps) {
  const t = useTranslations('patients.records');
  const label = useLabel();
  const [open, setOpen] = useState<{ record: SavedRecord | null } | null>(null);
  const [removing, setRemoving] = useState<SavedRecord | null>(null);
  const records = recordsOf(patient, form);
  // Scores of another system come from imports alone.
  const writable = patient.writable && form.name !== importedScoreForm.name;
  const columns = useRecordColumns(form, study, records);
  const change: Column<SavedRecord> = {
    id: 'change',
    header: t('correction'),
    cell: (record) => (
      <Group gap={4} wrap="nowrap">
        {writable ? (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setOpen({ record })}
          >
            {t('correct')}
          </Button>
        ) : null}
        <RemoveButton isSmall onClick={() => setRemoving(record)} />
      </Group>
    ),
  };
  const asked: Column<SavedRecord> = {
    id: 'queries',
    header: useTranslations('queries')('title'),
    cell: ({ id }) => <QueriesButton form={form.name} recordId={id} />,
  };
  const { queries, mayRaise } = usePatientQueries();
  const isAsked = mayRaise || queries.some((query) => query.form === form.name);
  return (
    <Panel
      title={label(form.label)}
      note={t('count', { n: records.length })}
      actions={
        writable ? (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen({ record: null })}>
            {t('add')}
          </Button>
        ) : null
      }
    >
      {records.length > 0 ? (
        <div className={styles['records']}>
          <DataTable
            columns={[...columns, ...(isAsked ? [asked] : []), ...(patient.writable ? [change] : [])]}
            rows={records}
            rowKey={({ id }) => id}
            caption={label(form.label)}
            hideCaption
          />
        </div>
      ) : (
        <EmptyState title={t('none')} text={writable ? t('noneYet') : null} />
      )}
      {open ? (
        <RecordQueries key={open.record?.id ?? 'new'} form={form.name} recordId={open.record?.id ?? null}>
          <RecordDrawer
            title={t(open.record ? 'correctTitle' : 'addTitle', { form: label(form.label), code: patient.code })}
            form={form}
            patientId={patient.id}
            record={open.record}
            choices={{ arm: study.arms }}
            tools={open.record ? <RemoveButton onClick={() => setRemoving(open.record)} /> : null}
            onClose={() => setOpen(null)}
          />
        </RecordQueries>
      ) : null}
      {removing ? (
        <RemoveRecord
          form={readableFormOf(study, form.name) ?? form}
          record={removing}
          patient={patient}
          study={study}
          onRemoved={() => setOpen(null)}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </Panel>
  );
}

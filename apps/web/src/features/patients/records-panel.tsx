'use client';
import { Button, Group } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, importedScoreForm, labResultForm, type Row, tumourAssessmentForm } from '@haim/schema';
import { useNextDue } from '@/due/round.ts';
import { StrandedEntries } from '@/forms/outbox/stranded-entries.tsx';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { QueriesButton, RecordQueries, usePatientQueries } from '@/queries/patient-queries.tsx';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ConvertedResult } from './converted-result.tsx';
import { type Patient, recordsOf } from './patient-document.ts';
import { useHeldRecords, useReview } from './patient-review.tsx';
import { RecordVerifications, useShowsVerifications } from './patient-verifications.tsx';
import styles from './records-panel.module.css';
import { ReviewMenu } from './review-menu.tsx';
import { HistoryButton } from './history-button.tsx';
import { RemoveButton } from './remove-button.tsx';
import { RemoveRecord } from './remove-record.tsx';
import { RecordDoubts } from './record-doubts.tsx';
import { useRecordColumns } from './record-columns.tsx';
import { recordParam } from './sections.ts';
import { useBegunRecord } from './use-begun-record.ts';
import { useNextForm } from './use-next-form.ts';
import { VisitOrderNote } from './visit-order-note.tsx';

const RecordDrawer = onOpening(async () => (await import('@/forms/record-drawer.tsx')).RecordDrawer);

interface RecordsPanelProps {
  readonly form: Form;
  readonly patient: Patient;
  readonly study: Study;
}

/** The records of a repeating form, oldest first, each corrected in a drawer beside the table. */
export function RecordsPanel({ form, patient, study }: RecordsPanelProps) {
  const t = useTranslations('patients.records');
  const label = useLabel();
  const [removing, setRemoving] = useState<SavedRecord | null>(null);
  const goOn = useNextForm(study, form.name);
  const records = recordsOf(patient, form);
  // Scores of another system come from imports alone.
  const writable = patient.writable && form.name !== importedScoreForm.name;
  const { isHeld, isShown } = useHeldRecords();
  // Somebody who comes from the form before it, or from what is due, begins with a new record.
  const { open, setOpen, duePlace } = useBegunRecord(form.name, records, writable);
  const goToNextDue = useNextDue(study.code);
  // Or to one that is named, to correct it.
  const [named, setNamed] = useQueryState('record', recordParam);
  const [led, setLed] = useState<string | null>(null);
  if (named !== led) {
    setLed(named);
    const record = records.find(({ id }) => id === named);
    if (record && writable && !isHeld(record.id)) setOpen({ record });
  }
  const columns = useRecordColumns(form, study, records);
  useEffect(() => {
    if (named !== null) void setNamed(null);
  }, [named, setNamed]);
  // A drawer that nobody opened by a button leaves the focus to the way to the next record.
  const add = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (open === null && wasOpen.current && document.activeElement === document.body) {
      // Enter goes on with what is due.
      (document.querySelector<HTMLElement>('[data-next-due]') ?? add.current)?.focus();
    }
    wasOpen.current = open !== null;
  }, [open]);
  const change: Column<SavedRecord> = {
    id: 'change',
    header: t('correction'),
    cell: (record) => (
      <Group gap={4} wrap="nowrap">
        {writable && !isHeld(record.id) ? (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setOpen({ record })}
          >
            {t('correct')}
          </Button>
        ) : null}
        <HistoryButton
          isSmall
          form={form}
          record={record}
          patient={patient}
          study={study}
          isOpen={writable && !isHeld(record.id)}
        />
        {isHeld(record.id) ? null : <RemoveButton isSmall onClick={() => setRemoving(record)} />}
      </Group>
    ),
  };
  const asked: Column<SavedRecord> = {
    id: 'queries',
    header: useTranslations('queries')('title'),
    cell: ({ id }) => <QueriesButton form={form.name} recordId={id} />,
  };
  const state: Column<SavedRecord> = {
    id: 'state',
    header: useTranslations('review')('menu'),
    cell: (record) => (
      <ReviewMenu patient={patient} form={{ name: form.name, label: label(form.label) }} record={record} />
    ),
  };
  const { hold } = useReview(null);
  const showsVerifications = useShowsVerifications();
  const { queries, mayRaise } = usePatientQueries();
  const isAsked = mayRaise || queries.some((query) => query.form === form.name);
  return (
    <Panel
      title={label(form.label)}
      note={t('count', { n: records.length })}
      actions={
        writable && !hold ? (
          <Button
            ref={add}
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setOpen({ record: null })}
          >
            {t('add')}
          </Button>
        ) : null
      }
    >
      <StrandedEntries
        form={form}
        patientId={patient.id}
        open={writable ? [...records.flatMap(({ id }) => (isHeld(id) ? [] : [id])), ...(hold ? [] : [null])] : []}
        choices={{ arm: study.arms }}
      />
      {records.length > 0 ? (
        <div className={styles['records']}>
          <DataTable
            columns={[
              ...columns,
              ...(isAsked ? [asked] : []),
              ...(showsVerifications || isShown(patient.centre) ? [state] : []),
              ...(patient.writable ? [change] : []),
            ]}
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
          <RecordDoubts patientId={patient.id} recordId={open.record?.id ?? null}>
            <RecordVerifications
              record={open.record && { form: form.name, id: open.record.id, version: open.record.version }}
            >
              <RecordDrawer
                title={t(open.record ? 'correctTitle' : 'addTitle', { form: label(form.label), code: patient.code })}
                form={form}
                patientId={patient.id}
                record={open.record}
                choices={{ arm: study.arms }}
                tools={open.record ? <RemoveButton onClick={() => setRemoving(open.record)} /> : null}
                onGoOn={goOn}
                {...(open.suggested ? { suggested: open.suggested } : {})}
                // A sample has several results: whoever enters them goes on by the bar above.
                {...(duePlace && form.name !== labResultForm.name
                  ? { onSaved: () => void goToNextDue(duePlace, { patientId: patient.id, form: form.name }) }
                  : {})}
                derived={derivedOf(form, open.record, records, patient.treatment?.startedOn ?? null)}
                onClose={() => setOpen(null)}
              />
            </RecordVerifications>
          </RecordDoubts>
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

/** What is said below the fields of a record while it is typed. */
function derivedOf(form: Form, open: SavedRecord | null, records: readonly SavedRecord[], firstHaicOn: string | null) {
  if (form.name === labResultForm.name) return (row: Row) => <ConvertedResult row={row} />;
  if (form.name !== tumourAssessmentForm.name) return undefined;
  const others = records.filter(({ id }) => id !== open?.id);
  return (row: Row) => <VisitOrderNote image={row} others={others} firstHaicOn={firstHaicOn} />;
}

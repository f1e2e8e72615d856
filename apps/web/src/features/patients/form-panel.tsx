'use client';
import { Group, Stack } from '@mantine/core';
import { useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { adverseEventForm, baselineForm, type Form, labResultForm, type Row, tumourAssessmentForm } from '@haim/schema';
import { focusField } from '@/forms/enter-key.ts';
import { StrandedEntries } from '@/forms/outbox/stranded-entries.tsx';
import { RecordEditor } from '@/forms/record-editor.tsx';
import { RecordFacts } from '@/forms/record-facts.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { QueriesButton, RecordQueries } from '@/queries/patient-queries.tsx';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { AcceptedReadings } from './accepted-readings.tsx';
import { DerivedStaging } from './derived-staging.tsx';
import { EventProposals } from './event-proposals.tsx';
import { type Patient, recordsOf } from './patient-document.ts';
import { RecordDoubts } from './record-doubts.tsx';
import { HistoryButton } from './history-button.tsx';
import { RecordsPanel } from './records-panel.tsx';
import { RemoveButton } from './remove-button.tsx';
import { RemoveRecord } from './remove-record.tsx';
import { useReview } from './patient-review.tsx';
import { RecordVerifications } from './patient-verifications.tsx';
import { RetiredFacts } from './retired-facts.tsx';
import { ReviewFacts } from './review-facts.tsx';
import { ReviewMenu } from './review-menu.tsx';
import { SavedNote } from './saved-note.tsx';
import { beginParam, fieldParam } from './sections.ts';
import { useNextForm } from './use-next-form.ts';

interface FormPanelProps {
  readonly form: Form;
  readonly patient: Patient;
  readonly study: Study;
}

/** One form of a patient: edited in place where there is one record, a table where there are several. */
export function FormPanel({ form, patient, study }: FormPanelProps) {
  const t = useTranslations('patients');
  const label = useLabel();
  const choices = { arm: study.arms };
  const place = useFirstField();
  const goOn = useNextForm(study, form.name);
  const [removes, setRemoves] = useState(false);
  // An editor keeps the version that it began with: after a removal there is none.
  const [removals, setRemovals] = useState(0);
  const [record = null] = recordsOf(patient, form);
  const { hold } = useReview(form.repeats ? null : (record?.id ?? null));
  if (form.repeats) {
    const hasProposals = form.name === labResultForm.name || form.name === adverseEventForm.name;
    return (
      <Stack gap="md">
        <RecordsPanel form={form} patient={patient} study={study} />
        {form.name === tumourAssessmentForm.name ? <AcceptedReadings patientId={patient.id} /> : null}
        {hasProposals ? <EventProposals patient={patient} study={study} /> : null}
      </Stack>
    );
  }
  const readable = readableFormOf(study, form.name);
  const derived =
    form.name === baselineForm.name ? (row: Row) => <DerivedStaging patient={patient} baseline={row} /> : undefined;
  return (
    <Panel
      title={label(form.label)}
      actions={
        <Group gap="sm">
          {record ? (
            <ReviewMenu patient={patient} form={{ name: form.name, label: label(form.label) }} record={record} />
          ) : null}
          <QueriesButton form={form.name} recordId={record?.id ?? null} />
          {record ? (
            <HistoryButton
              form={form}
              record={record}
              patient={patient}
              study={study}
              isOpen={patient.writable && !hold}
            />
          ) : null}
          {record ? <SavedNote form={form} record={record} /> : null}
        </Group>
      }
    >
      <ReviewFacts form={form} recordId={record?.id ?? null} />
      <StrandedEntries
        form={form}
        patientId={patient.id}
        open={patient.writable && !hold ? [record?.id ?? null] : []}
        choices={choices}
      />
      <RecordQueries form={form.name} recordId={record?.id ?? null}>
        <RecordDoubts patientId={patient.id} recordId={record?.id ?? null}>
          <RecordVerifications record={record && { form: form.name, id: record.id, version: record.version }}>
            {patient.writable && !hold ? (
              <div ref={place}>
                <RecordEditor
                  key={`${patient.id} ${removals}`}
                  form={form}
                  patientId={patient.id}
                  record={record}
                  choices={choices}
                  onGoOn={goOn}
                  derived={derived}
                  tools={record ? <RemoveButton onClick={() => setRemoves(true)} /> : null}
                />
              </div>
            ) : record ? (
              <>
                <RecordFacts form={form} record={record} choices={choices} />
                {derived?.(record)}
              </>
            ) : (
              <EmptyState title={t('nothingRecorded')} />
            )}
          </RecordVerifications>
        </RecordDoubts>
      </RecordQueries>
      {record && readable ? <RetiredFacts form={form} readable={readable} record={record} choices={choices} /> : null}
      {record && removes ? (
        <RemoveRecord
          form={readable ?? form}
          record={record}
          patient={patient}
          study={study}
          onRemoved={() => setRemovals(removals + 1)}
          onClose={() => setRemoves(false)}
        />
      ) : null}
    </Panel>
  );
}

/** Moves the focus to the first field, or to the one that is named, if the address asks for it: the focus of the previous page is lost. */
function useFirstField() {
  const place = useRef<HTMLDivElement>(null);
  const [begins, setBegins] = useQueryState('begin', beginParam);
  const [named, setNamed] = useQueryState('field', fieldParam);
  useEffect(() => {
    if (!begins && named === null) return;
    const fields = [...(place.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const field = fields.find(({ dataset }) => dataset['field'] === named) ?? (begins ? fields[0] : undefined);
    if (!field) return;
    focusField(field);
    field.scrollIntoView({ block: 'center' });
    void setBegins(null);
    void setNamed(null);
  }, [begins, named, setBegins, setNamed]);
  return place;
}

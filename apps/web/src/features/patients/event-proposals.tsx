'use client';
import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  adverseEventForm,
  ctcaeTermOf,
  ctcaeVersionOfTerms,
  proposeEvents,
  type ProposedEvent,
  type Row,
} from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Patient } from './patient-document.ts';

const RecordDrawer = onOpening(async () => (await import('@/forms/record-drawer.tsx')).RecordDrawer);

/**
 * What the laboratory results after the first HAIC would be by CTCAE and is not on record as an event. A person decides:
 * taking one opens the form with what is known of it.
 */
export function EventProposals({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('patients.proposals');
  const label = useLabel();
  const [taken, setTaken] = useState<Row | null>(null);
  const { labResults, adverseEvents, treatment } = patient;
  const proposed = proposeEvents(labResults, adverseEvents, treatment?.startedOn ?? null);
  const form = formOf(study, adverseEventForm.name);
  if (!form || (proposed.length === 0 && !taken)) return null;
  const take: Column<ProposedEvent> = {
    id: 'take',
    header: t('decision'),
    cell: (event) => (
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setTaken({ term: event.term, grade: event.grade, startedOn: event.startedOn })}
      >
        {t('take')}
      </Button>
    ),
  };
  const columns: Column<ProposedEvent>[] = [
    {
      id: 'term',
      header: label(adverseEventForm.fields.term.label),
      rowHeader: true,
      cell: ({ term }) => label(ctcaeTermOf(term)?.name ?? { en: term, zh: term }),
    },
    { id: 'grade', header: label(adverseEventForm.fields.grade.label), cell: ({ grade }) => grade },
    { id: 'on', header: t('on'), cell: ({ startedOn }) => startedOn },
    {
      id: 'why',
      header: t('why'),
      cell: ({ from, isBaselineUnknown }) => (
        <Text size="xs" c="var(--text-quiet)">
          {t(isBaselineUnknown ? 'noBaseline' : from)}
        </Text>
      ),
    },
  ];
  return (
    <Panel title={t('title')} note={t('note', { version: ctcaeVersionOfTerms })}>
      <DataTable
        columns={patient.writable ? [...columns, take] : columns}
        rows={proposed}
        rowKey={({ resultId, term }) => `${resultId} ${term}`}
        caption={t('title')}
        hideCaption
      />
      {taken ? (
        <RecordDrawer
          title={t('takeTitle', { code: patient.code })}
          form={form}
          patientId={patient.id}
          record={null}
          suggested={taken}
          choices={{ arm: study.arms }}
          onClose={() => setTaken(null)}
        />
      ) : null}
    </Panel>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  checkScreening,
  type Issue,
  type Screening,
  screeningLimits,
  screeningOutcomeLabels,
  screeningOutcomes,
} from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { DayInput, dayOf } from '@/forms/day-input.tsx';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { saveScreeningMutation } from './query.ts';
import { type CriterionName, type Line } from './screening-line.ts';

interface ScreeningDialogProps {
  /** Null: a new one. */
  readonly line: Line | null;
  readonly criteria: readonly CriterionName[];
  /** Where the reader enters. */
  readonly centres: readonly string[];
  readonly onClose: () => void;
}

const empty: Screening = {
  ...{ number: '', screenedOn: '', outcome: 'notEligible', failedCriteria: [], reason: null, patient: null },
};

function entryOf(line: Line | null): Screening {
  if (line === null) return empty;
  const { number, screenedOn, failedCriteria, reason, patient } = line;
  const outcome = screeningOutcomes.find((one) => one === line.outcome) ?? 'other';
  return { number, screenedOn, outcome, failedCriteria, reason: reason ?? null, patient: patient ?? null };
}

/** One line of the log. What does not belong to the chosen outcome is not asked, and not sent. */
export function ScreeningDialog({ line, criteria, centres, onClose }: ScreeningDialogProps) {
  useFocusReturn();
  const t = useTranslations('eligibility.screening');
  const label = useLabel();
  const { code: study } = useStudy();
  const [centre, setCentre] = useState(line?.centre ?? centres[0] ?? '');
  const [entry, setEntry] = useState<Screening>(() => entryOf(line));
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failure, setFailure] = useState<'conflict' | 'refused' | null>(null);
  const [save, { loading }] = useMutation(saveScreeningMutation, {
    refetchQueries: 'active',
    awaitRefetchQueries: true,
  });
  const set = (change: Partial<Screening>) => setEntry((before) => ({ ...before, ...change }));
  const { outcome } = entry;
  const asked: Screening = {
    ...entry,
    number: entry.number.trim(),
    // Enter sends the line before the field is left.
    screenedOn: dayOf(entry.screenedOn),
    failedCriteria: outcome === 'notEligible' ? entry.failedCriteria : [],
    reason: entry.reason?.trim() || null,
    patient: outcome === 'enrolled' ? entry.patient?.trim() || null : null,
  };
  const errorOf = (field: keyof Screening) => {
    const issue = issues.find((one) => one.field === field);
    return issue ? t('must', { expected: label(issue.expected) }) : null;
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    const known = [...criteria.map(({ code }) => code), ...(line?.failedCriteria ?? [])];
    const faults = checkScreening(asked, known, new Date().toISOString().slice(0, 10));
    setIssues(faults);
    setFailure(null);
    if (faults.length > 0 || loading) return;
    const screening = { ...asked, failedCriteria: [...asked.failedCriteria] };
    const variables = { study, centre, id: line?.id ?? null, version: line?.version ?? null, screening };
    try {
      await save({ variables });
      onClose();
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal.kind === 'issues') setIssues(refusal.issues);
      else setFailure(refusal.kind === 'failed' && refusal.code === 'CONFLICT' ? 'conflict' : 'refused');
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={<Text fw={600}>{line ? t('edit', { number: line.number }) : t('new')}</Text>}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <Select
            label={t('centre')}
            value={centre}
            data={[...centres]}
            allowDeselect={false}
            disabled={line !== null}
            onChange={(next) => setCentre(next ?? '')}
          />
          <TextInput
            label={t('number')}
            description={t('numberHelp')}
            value={entry.number}
            error={errorOf('number')}
            maxLength={screeningLimits.number}
            autoComplete="off"
            required
            data-autofocus
            onChange={({ currentTarget }) => set({ number: currentTarget.value })}
          />
          <DayInput
            label={t('screenedOn')}
            value={entry.screenedOn}
            error={errorOf('screenedOn')}
            required
            onChange={(screenedOn) => set({ screenedOn })}
          />
          <Select
            label={t('outcome')}
            value={outcome}
            allowDeselect={false}
            data={screeningOutcomes.map((one) => ({ value: one, label: label(screeningOutcomeLabels[one]) }))}
            error={errorOf('outcome')}
            onChange={(next) => set({ outcome: screeningOutcomes.find((one) => one === next) ?? 'other' })}
          />
          {outcome === 'notEligible' ? (
            <MultiSelect
              label={t('failed')}
              value={[...entry.failedCriteria]}
              data={criteria.map(({ code, labelEn, labelZh }) => ({
                value: code,
                label: label({ en: labelEn, zh: labelZh }),
              }))}
              error={errorOf('failedCriteria')}
              onChange={(failedCriteria) => set({ failedCriteria })}
            />
          ) : null}
          {outcome === 'enrolled' ? (
            <TextInput
              label={t('patient')}
              description={t('patientHelp')}
              value={entry.patient ?? ''}
              error={errorOf('patient')}
              autoComplete="off"
              required
              onChange={({ currentTarget }) => set({ patient: currentTarget.value })}
            />
          ) : null}
          <TextInput
            label={t('note')}
            description={t('noteHelp')}
            value={entry.reason ?? ''}
            error={errorOf('reason')}
            maxLength={screeningLimits.reason}
            autoComplete="off"
            required={outcome === 'other'}
            onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
          />
          {failure ? (
            <Alert role="alert" color="red" variant="light">
              {t(failure)}
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={loading}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={loading}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

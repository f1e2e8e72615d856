'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { type Issue, readDate, visitStopReason } from '@haim/schema';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { refusalOf } from '@/forms/answers.ts';
import { DayInput } from '@/forms/day-input.tsx';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Patient } from './patient-document.ts';
import { stopVisitsMutation, type Visits } from './visits-query.ts';

interface StopVisitsProps {
  readonly patient: Patient;
  readonly stop: Visits['stop'];
  readonly onClose: () => void;
}

/** From which day nothing is due of the patient any more, and why. */
export function StopVisits({ patient, stop, onClose }: StopVisitsProps) {
  useFocusReturn();
  const t = useTranslations('due.visits');
  const label = useLabel();
  const [stoppedOn, setStoppedOn] = useState(stop?.stoppedOn ?? '');
  const [why, setWhy] = useState(stop?.why ?? 'withdrawn');
  const [note, setNote] = useState(stop?.note ?? '');
  const [send, { loading, error }] = useMutation(stopVisitsMutation, { refetchQueries: 'active' });
  const refusal = error ? refusalOf(error) : null;
  const [own, setOwn] = useState<readonly Issue[]>([]);
  const issues = own.length > 0 ? own : refusal?.kind === 'issues' ? refusal.issues : [];
  const errorOf = (field: string) => {
    const issue = issues.find((one) => one.field === field);
    return issue ? t('expected', { expected: label(issue.expected) }) : null;
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    const day = readDate(stoppedOn);
    setOwn(day === null ? [notADay] : []);
    if (day === null) return;
    const variables = {
      patientId: patient.id,
      version: stop?.version ?? 0,
      stop: { stoppedOn: day, why, note: note.trim() || null },
    };
    const done = await send({ variables }).catch(() => null);
    if (done?.data) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('stopTitle', { code: patient.code })}</Text>}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <Text size="sm">{t('stopLead')}</Text>
          <DayInput
            label={t('on')}
            value={stoppedOn}
            onChange={setStoppedOn}
            error={errorOf('stoppedOn')}
            required
            data-autofocus
          />
          <NativeSelect
            label={t('why')}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            data={visitStopReason.codes.map(({ code, label: words }) => ({ value: code, label: label(words) }))}
            error={errorOf('why')}
          />
          <Textarea
            label={t('notes')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            error={errorOf('note')}
          />
          {refusal?.kind === 'conflict' || (refusal?.kind === 'failed' && refusal.code === 'CONFLICT') ? (
            <Alert role="alert" color="red" variant="light">
              {t('changed')}
            </Alert>
          ) : refusal?.kind === 'failed' ? (
            <ErrorState code={refusal.code} />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={loading}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={loading}>
              {t('stop')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const notADay: Issue = {
  ...{ field: 'stoppedOn', problem: 'notADate', severity: 'error' },
  expected: { en: 'a date such as 2024-02-29', zh: '日期，例如 2024-02-29' },
};

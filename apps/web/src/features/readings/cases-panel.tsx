'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { type Case, casesQuery, reopenMutation, revealMutation, storeMutation } from './query.ts';
import { Refused } from './refused.tsx';

const states: Readonly<Record<string, readonly [tone: Tone, mark: string, words: 'reading' | 'discordant' | 'accepted']>> = {
  reading: ['active', '○', 'reading'],
  discordant: ['attention', '≠', 'discordant'],
  accepted: ['good', '✓', 'accepted'],
}; // prettier-ignore

/** Every case with who reads it and what came of it. Which patient it is is shown on request, and recorded. */
export function CasesPanel() {
  const t = useTranslations('readings.cases');
  const { code: study } = useStudy();
  const { data, error, refetch } = useQuery(casesQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const [chosen, setChosen] = useState<string | null>(null);
  const cases = data?.readingCases ?? [];
  const columns: Column<Case>[] = [
    { id: 'case', header: t('case'), rowHeader: true, sortBy: ({ number }) => number, cell: ({ number }) => number },
    {
      id: 'state',
      header: t('state'),
      sortBy: ({ state }) => state,
      cell: ({ state, differs, isStored, fault }) => {
        const [tone, mark, words] = states[state] ?? ['neutral' as const, '', 'reading' as const];
        return (
          <Group gap={4}>
            <StatusBadge tone={tone} mark={mark}>
              {t(`states.${words === 'accepted' && differs ? 'adjudicated' : words}`)}
            </StatusBadge>
            {state === 'accepted' && !isStored ? (
              <StatusBadge tone="bad" mark="!">
                {fault === null ? t('notStored') : t('fault')}
              </StatusBadge>
            ) : null}
          </Group>
        );
      },
    },
    {
      id: 'readings',
      header: t('readings'),
      folds: true,
      cell: ({ readings }) =>
        readings.map(({ slot, name, state }) => (
          <Text key={slot} size="xs">
            {state === 'submitted' ? '✓' : '○'} {name} · {t(slot === 'adjudication' ? 'adjudicator' : 'reader')}
          </Text>
        )),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, number }) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setChosen(id)}
          aria-label={t('openCase', { number: String(number) })}
        >
          {t('open')}
        </Button>
      ),
    },
  ];
  const open = cases.find(({ id }) => id === chosen);
  return (
    <Panel title={t('title')} note={data ? t('note', { n: cases.length }) : null}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={160} />}
      {data && cases.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {cases.length > 0 ? (
        <DataTable columns={columns} rows={cases} rowKey={({ id }) => id} caption={t('title')} hideCaption foldBelow="medium" maxHeight="60vh" />
      ) : null}
      {open ? <CaseDialog key={open.id} one={open} onClose={() => setChosen(null)} /> : null}
    </Panel>
  ); // prettier-ignore
}

const options = { refetchQueries: [casesQuery], awaitRefetchQueries: true };

function CaseDialog({ one, onClose }: { one: Case; onClose: () => void }) {
  const t = useTranslations('readings.cases');
  const { code: study } = useStudy();
  const { id, number, readings, state, isStored, fault } = one;
  const [reveal, revealing] = useMutation(revealMutation);
  const [store, storing] = useMutation(storeMutation, options);
  const [reopen, reopening] = useMutation(reopenMutation, options);
  const [reason, setReason] = useState('');
  const patient = revealing.data?.revealReadingCase;
  const error = revealing.error ?? storing.error ?? reopening.error;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const slot = (submitter as HTMLButtonElement | null)?.value ?? '';
    void reopen({ variables: { caseId: id, slot, reason } }).then(() => setReason(''), () => undefined);
  } // prettier-ignore

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('caseTitle', { number: String(number) })}</Text>}
    >
      <Stack gap="sm">
        {patient ? (
          <Text size="sm">
            {t('patient')}{' '}
            <Anchor component={Link} href={studyPath(study, 'patients', patient.patientId)} inherit>
              {patient.code}
            </Anchor>
          </Text>
        ) : (
          <Group gap="xs">
            <Button
              variant="default"
              size="xs"
              loading={revealing.loading}
              onClick={() => void reveal({ variables: { caseId: id } }).catch(() => undefined)}
            >
              {t('reveal')}
            </Button>
            <Text size="xs" c="var(--text-quiet)">
              {t('revealNote')}
            </Text>
          </Group>
        )}
        {state === 'accepted' && !isStored ? (
          <Stack gap={4}>
            <Text size="sm">{fault === null ? t('notStored') : t('faultText', { fault })}</Text>
            <Button
              variant="default"
              size="xs"
              loading={storing.loading}
              onClick={() => void store({ variables: { caseId: id } }).catch(() => undefined)}
            >
              {t('storeAgain')}
            </Button>
          </Stack>
        ) : null}
        {readings.some((reading) => reading.state === 'submitted') ? (
          <form onSubmit={submit}>
            <Stack gap="xs">
              <Textarea
                label={t('reason')}
                description={t('reasonNote')}
                required
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              <Group gap="xs">
                {readings
                  .filter((reading) => reading.state === 'submitted')
                  .map(({ slot, name }) => (
                    <Button key={slot} type="submit" name="slot" value={slot} size="xs" variant="light" loading={reopening.loading} disabled={reason.trim() === ''}>
                      {t('reopen', { name })}
                    </Button>
                  ))}
              </Group>
            </Stack>
          </form>
        ) : null}
        {error ? <Refused error={error} /> : null}
      </Stack>
    </Modal>
  ); // prettier-ignore
}

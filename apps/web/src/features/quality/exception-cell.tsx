'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useCentresWith } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { exceptMutation, type Finding, withdrawMutation } from './query.ts';

/** Why a finding may stay; whoever raises queries says so, and takes it back. */
export function ExceptionCell({ finding }: { finding: Finding }) {
  const t = useTranslations('quality.findings');
  const mayExcept = useCentresWith('raiseQueries').includes(finding.centre);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [lacksReason, setLacksReason] = useState(false);
  const settings = { refetchQueries: 'active' } as const;
  const [except, excepting] = useMutation(exceptMutation, settings);
  const [withdraw, withdrawing] = useMutation(withdrawMutation, settings);
  const error = excepting.error ?? withdrawing.error;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setLacksReason(reason.trim() === '');
    if (reason.trim() === '') return;
    await except({ variables: { id: finding.id, reason: reason.trim() } }).then(
      () => setOpen(false),
      () => undefined,
    );
  }

  return (
    <Stack gap={4} align="flex-start">
      {finding.reason === null ? null : (
        <>
          <Text size="sm">{finding.reason}</Text>
          <Text size="xs" c="var(--text-quiet)">
            {finding.exceptedBy}
          </Text>
        </>
      )}
      {mayExcept && finding.state === 'excepted' ? (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={withdrawing.loading}
          onClick={() => void withdraw({ variables: { id: finding.id } }).catch(() => undefined)}
        >
          {t('withdraw')}
        </Button>
      ) : null}
      {mayExcept && finding.state !== 'excepted' && !isOpen ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t('except')}
        </Button>
      ) : null}
      {isOpen && finding.state !== 'excepted' ? (
        <form noValidate onSubmit={(event) => void submit(event)}>
          <Group gap="xs" align="flex-start">
            <TextInput
              size="xs"
              aria-label={t('why')}
              placeholder={t('why')}
              value={reason}
              maxLength={500}
              autoFocus
              error={lacksReason ? t('lacksReason') : null}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
            <Button type="submit" size="xs" loading={excepting.loading}>
              {t('except')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </Group>
        </form>
      ) : null}
      {error ? <ErrorState code={errorCode(error)} /> : null}
    </Stack>
  );
}

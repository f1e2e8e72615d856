'use client';
import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import { NewPasswordInput } from '@/ui/new-password-input.tsx';

type Outcome = 'changed' | 'wrong' | 'weak' | 'tooMany' | 'unreachable';

async function changePassword(currentPassword: string, newPassword: string): Promise<Outcome> {
  try {
    const response = await fetch('/api/auth/change-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, newPassword }),
    });
    if (response.ok) return 'changed';
    if (response.status === 429) return 'tooMany';
    const { code } = (await response.json()) as { code?: string };
    if (code === 'PASSWORD_TOO_WEAK' || code === 'PASSWORD_TOO_SHORT') return 'weak';
    return response.status < 500 ? 'wrong' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/** Another password for the own account; every other session ends with it. */
export function PasswordPanel() {
  const t = useTranslations('account.password');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setBusy(true);
    const answer = await changePassword(String(given.get('current')), String(given.get('new')));
    setBusy(false);
    setOutcome(answer);
    if (answer === 'changed') form.reset();
  }

  return (
    <Panel title={t('title')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm" maw="26rem">
          <Text size="sm" c="var(--text-quiet)">
            {t('lead')}
          </Text>
          {outcome ? (
            <Alert role="alert" color={outcome === 'changed' ? 'green' : 'red'} variant="light">
              {t(outcome)}
            </Alert>
          ) : null}
          <PasswordInput
            name="current"
            label={t('current')}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          />
          <NewPasswordInput name="new" label={t('new')} description={t('help')} showLabel={t('show')} />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy}>
              {t('do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

'use client';
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';

/** Asks for a link. What is answered is the same for every address. */
export function ForgotPassword({ onBack }: { onBack: () => void }) {
  const t = useTranslations('shell.signIn');
  const [outcome, setOutcome] = useState<'sent' | 'unreachable' | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email'));
    setBusy(true);
    const isTaken = await fetch('/api/password-resets/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    setBusy(false);
    setOutcome(isTaken ? 'sent' : 'unreachable');
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm">{t('forgotLead')}</Text>
        {outcome ? (
          <Alert role="alert" color={outcome === 'sent' ? 'green' : 'red'} variant="light">
            {t(outcome)}
          </Alert>
        ) : null}
        <TextInput name="email" type="email" label={t('email')} autoComplete="username" required autoFocus />
        <Group justify="space-between">
          <Button variant="subtle" onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t('send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

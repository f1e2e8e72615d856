'use client';
import { Alert, Button, Group, Loader, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LanguageSwitch } from '@/i18n/language-switch.tsx';
import { NewPasswordInput } from '@/ui/new-password-input.tsx';
import styles from './new-password.module.css';
import { type ResetAnswer, sendReset } from './send-reset.ts';

/** Whose link it is, then a new password, then to the sign-in, which also asks for a second factor. */
export function NewPasswordPage({ token }: { token: string }) {
  const t = useTranslations('newPassword');
  const [seen, setSeen] = useState<ResetAnswer | null>(null);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void sendReset('look', { token }).then((answer) => {
      if (isWanted) setSeen(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [token]);
  const toSignIn = (
    <Button component="a" href="/sign-in">
      {t('signIn')}
    </Button>
  );
  return (
    <main className={styles['page']}>
      <Stack gap="md" className={styles['panel'] ?? ''}>
        <Group justify="space-between">
          <Title order={1}>{t('title')}</Title>
          <LanguageSwitch />
        </Group>
        {seen === null ? <Loader size="sm" aria-label={t('loading')} /> : null}
        {seen?.refusal ? (
          <>
            <Alert role="alert" color="red" variant="light">
              {t(`refused.${seen.refusal}`)}
            </Alert>
            {toSignIn}
          </>
        ) : null}
        {isDone ? (
          <>
            <Alert role="status" color="green" variant="light">
              {t('done')}
            </Alert>
            {toSignIn}
          </>
        ) : null}
        {seen?.refusal === null && !isDone ? (
          <Choose token={token} email={seen.email} onDone={() => setDone(true)} />
        ) : null}
      </Stack>
    </main>
  );
}

function Choose({ token, email, onDone }: { token: string; email: string; onDone: () => void }) {
  const t = useTranslations('newPassword');
  const [refusal, setRefusal] = useState<ResetAnswer['refusal']>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    const answer = await sendReset('use', { token, password });
    setBusy(false);
    setRefusal(answer.refusal);
    if (answer.refusal === null) onDone();
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text size="sm">{t('lead')}</Text>
        {refusal ? (
          <Alert role="alert" color="red" variant="light">
            {t(`refused.${refusal}`)}
          </Alert>
        ) : null}
        <TextInput name="email" label={t('email')} value={email} readOnly autoComplete="username" />
        <NewPasswordInput
          name="password"
          label={t('password')}
          description={t('help')}
          autoFocus
          showLabel={t('show')}
        />
        <Button type="submit" loading={isBusy}>
          {t('do')}
        </Button>
      </Stack>
    </form>
  );
}

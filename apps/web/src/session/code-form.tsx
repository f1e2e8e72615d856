'use client';
import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { sendCode, type SignInRefusal } from './send-sign-in.ts';

interface CodeFormProps {
  readonly onSignedIn: () => void;
  /** The password has to be given again. */
  readonly onStartAgain: () => void;
}

/** The second step of a sign-in: a code of the authenticator, or a recovery code instead. */
export function CodeForm({ onSignedIn, onStartAgain }: CodeFormProps) {
  const t = useTranslations('shell.signIn');
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<SignInRefusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    const answer = await sendCode(code, isRecovery);
    if (answer === 'signedIn') return onSignedIn();
    setBusy(false);
    if (answer === 'startAgain') return onStartAgain();
    if (answer !== 'codeNeeded') setRefusal(answer);
    setCode('');
  }

  return (
    // In a dialog that interrupts a form, the keys and the sending of that form are not meant.
    <form onKeyDown={(event) => event.stopPropagation()} onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm">{t(isRecovery ? 'recoveryLead' : 'codeLead')}</Text>
        {refusal ? (
          <Alert role="alert" color="red" variant="light">
            {t(refusal)}
          </Alert>
        ) : null}
        <TextInput
          // Another field, so that the focus moves to it.
          key={String(isRecovery)}
          name="code"
          label={t(isRecovery ? 'recoveryCode' : 'code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode={isRecovery ? 'text' : 'numeric'}
          autoComplete={isRecovery ? 'off' : 'one-time-code'}
          maxLength={20}
          required
          autoFocus
          data-autofocus
        />
        <Button type="submit" loading={isBusy} fullWidth>
          {t('submit')}
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setRecovery(!isRecovery);
            setCode('');
            setRefusal(null);
          }}
        >
          {t(isRecovery ? 'useCode' : 'useRecoveryCode')}
        </Button>
      </Stack>
    </form>
  );
}

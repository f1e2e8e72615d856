'use client';
import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { PasswordFirst } from './password-first.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { Refused } from './refused.tsx';
import { beginSecondFactor, confirmSecondFactor, type FactorRefusal } from './send-second-factor.ts';

interface SetUpProps {
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** Password, then the key for the authenticator and its first code, then the recovery codes. */
export function SecondFactorSetUp({ onDone, onCancel }: SetUpProps) {
  const t = useTranslations('account.secondFactor');
  const [made, setMade] = useState<{ totpURI: string; backupCodes: string[] } | null>(null);
  const [isConfirmed, setConfirmed] = useState(false);
  if (!made) {
    return <PasswordFirst action={t('continue')} send={beginSecondFactor} onDone={setMade} onCancel={onCancel} />;
  }
  if (isConfirmed) return <RecoveryCodes codes={made.backupCodes} onDone={onDone} />;
  return <Confirm uri={made.totpURI} onDone={() => setConfirmed(true)} onCancel={onCancel} />;
}

function Confirm({ uri, onDone, onCancel }: { uri: string; onDone: () => void; onCancel?: (() => void) | undefined }) {
  const t = useTranslations('account.secondFactor');
  const [refusal, setRefusal] = useState<FactorRefusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const secret = new URL(uri).searchParams.get('secret') ?? '';

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    const answer = await confirmSecondFactor(String(new FormData(form).get('code')));
    setBusy(false);
    setRefusal(answer.refusal);
    if (answer.refusal === null) onDone();
    else form.reset();
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm" maw="26rem">
        <Text size="sm">{t('scan')}</Text>
        <QrCode text={uri} label={t('picture')} />
        <div>
          <Text size="sm">{t('secret')}</Text>
          {/* In fours, as authenticators show it while it is typed. */}
          <Code fz="sm">{secret.replaceAll(/.{4}(?=.)/g, '$& ')}</Code>
        </div>
        <Refused refusal={refusal} />
        <TextInput
          name="code"
          label={t('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={9}
          required
          autoFocus
        />
        <Group justify="flex-end" gap="xs">
          {onCancel ? (
            <Button variant="default" onClick={onCancel}>
              {t('cancel')}
            </Button>
          ) : null}
          <Button type="submit" loading={isBusy}>
            {t('confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

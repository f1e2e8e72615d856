'use client';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Refused } from './refused.tsx';
import { type FactorAnswer, type FactorRefusal } from './send-second-factor.ts';

interface PasswordFirstProps<Body> {
  /** What the button does. */
  readonly action: string;
  readonly send: (password: string) => Promise<FactorAnswer<Body>>;
  readonly onDone: (body: Body) => void;
  readonly onCancel?: (() => void) | undefined;
}

/** Asks for the password before something that changes how the account is protected. */
export function PasswordFirst<Body>({ action, send, onDone, onCancel }: PasswordFirstProps<Body>) {
  const t = useTranslations('account.secondFactor');
  const [refusal, setRefusal] = useState<FactorRefusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('factorPassword'));
    setBusy(true);
    const answer = await send(password);
    setBusy(false);
    setRefusal(answer.refusal);
    if (answer.refusal === null) onDone(answer.body);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm" maw="26rem">
        <Refused refusal={refusal} />
        <PasswordInput
          name="factorPassword"
          label={t('password')}
          autoComplete="current-password"
          required
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        />
        <Group justify="flex-end" gap="xs">
          {onCancel ? (
            <Button variant="default" onClick={onCancel}>
              {t('cancel')}
            </Button>
          ) : null}
          <Button type="submit" loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

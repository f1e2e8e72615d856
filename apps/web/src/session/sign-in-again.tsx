'use client';
import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CodeForm } from './code-form.tsx';
import { sendSignIn, type SignInRefusal } from './send-sign-in.ts';
import { useViewer } from './session.tsx';

/**
 * Resumes a session that ended while somebody was typing, in place and only as the same person, so that what is on the
 * page is saved under the name of the person who typed it.
 */
export function SignInAgain({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations('shell.signIn');
  const { email } = useViewer();
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<SignInRefusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);

  async function submit() {
    setBusy(true);
    setRefusal(null);
    const answer = await sendSignIn(email, password);
    setBusy(false);
    if (answer === 'signedIn') resume();
    else if (answer === 'codeNeeded') setNeedsCode(true);
    else setRefusal(answer);
  }
  function resume() {
    setPassword('');
    setNeedsCode(false);
    setOpen(false);
    onSignedIn();
  }

  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('again')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        withCloseButton={false}
        centered
        zIndex={400}
        title={<Text fw={600}>{t('again')}</Text>}
      >
        {needsCode ? (
          <CodeForm
            onSignedIn={resume}
            onStartAgain={() => {
              setNeedsCode(false);
              setRefusal('startAgain');
            }}
          />
        ) : (
          <>
            {/* The dialog is rendered elsewhere on the page, but for React it is inside the form that it interrupts. */}
            <form
              onKeyDown={(event) => event.stopPropagation()}
              onSubmit={(event) => {
                event.preventDefault();
                event.stopPropagation();
                void submit();
              }}
            >
              <Stack gap="sm">
                <Text size="sm">{t('againText', { email })}</Text>
                {refusal ? (
                  <Alert role="alert" color="red" variant="light" p="xs">
                    {t(refusal)}
                  </Alert>
                ) : null}
                {/* A password manager needs the name beside the password. */}
                <input type="text" name="email" value={email} autoComplete="username" readOnly hidden />
                <PasswordInput
                  label={t('password')}
                  autoComplete="current-password"
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  required
                  data-autofocus
                  visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
                />
                <Group justify="flex-end" gap="xs">
                  <Button variant="default" onClick={() => setOpen(false)}>
                    {t('notNow')}
                  </Button>
                  <Button type="submit" loading={isBusy}>
                    {t('submit')}
                  </Button>
                </Group>
              </Stack>
            </form>
          </>
        )}
      </Modal>
    </>
  );
}

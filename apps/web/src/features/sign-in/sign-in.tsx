'use client';
import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconChartLine, IconClipboardText, IconMicroscope } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LanguageSwitch } from '@/i18n/language-switch.tsx';
import { CodeForm } from '@/session/code-form.tsx';
import { sendSignIn, type SignInRefusal } from '@/session/send-sign-in.ts';
import { ForgotPassword } from './forgot-password.tsx';
import { type ProviderRefusal } from './provider-refusal.ts';
import { ProviderButton, RefusedByProvider } from './provider-way.tsx';
import styles from './sign-in.module.css';

const abouts = [
  { key: 'cohort', Icon: IconChartLine },
  { key: 'slides', Icon: IconMicroscope },
  { key: 'records', Icon: IconClipboardText },
] as const;

interface SignInProps {
  readonly next: string;
  readonly sendsMail: boolean;
  /** The hospital's own sign-in, and what came of it; null where there is none. */
  readonly provider: {
    readonly label: string;
    readonly refusal: ProviderRefusal | null;
    readonly isCodeNeeded: boolean;
  } | null;
}

/** Email and password, and a code where the account has a second factor; the session itself is a cookie that scripts cannot read. */
export function SignIn({ next, sendsMail, provider }: SignInProps) {
  const t = useTranslations('shell');
  const [refusal, setRefusal] = useState<SignInRefusal | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(provider?.isCodeNeeded ?? false);
  const [refusedByProvider, setRefusedByProvider] = useState(provider?.refusal ?? null);
  const [hasForgotten, setForgotten] = useState(false);
  /** A full page load, so that nothing of another person's session stays in memory. */
  const enter = () => window.location.assign(next);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsBusy(true);
    setRefusal(null);
    setRefusedByProvider(null);
    const form = new FormData(event.currentTarget);
    const answer = await sendSignIn(String(form.get('email')), String(form.get('password')));
    if (answer === 'signedIn') return enter();
    setIsBusy(false);
    if (answer === 'codeNeeded') setNeedsCode(true);
    else setRefusal(answer);
  }

  return (
    <main className={styles['page']}>
      <aside className={styles['about']}>
        <Text fw={700} fz="1.75rem" lh={1.2}>
          {t('portal')}
        </Text>
        <Text>{t('signIn.lead')}</Text>
        <ul>
          {abouts.map(({ key, Icon }) => (
            <li key={key}>
              <Icon size={20} aria-hidden /> {t(`signIn.about.${key}`)}
            </li>
          ))}
        </ul>
      </aside>
      <div className={styles['form']}>
        <Stack gap="md">
          <Group justify="space-between">
            <Text fw={700} size="lg">
              {t('portal')}
            </Text>
            <LanguageSwitch />
          </Group>
          <div>
            <Title order={1}>{t(hasForgotten ? 'signIn.forgotTitle' : 'signIn.title')}</Title>
          </div>
          {needsCode ? (
            <CodeForm
              onSignedIn={enter}
              onStartAgain={() => {
                setNeedsCode(false);
                setRefusal('startAgain');
              }}
            />
          ) : hasForgotten ? (
            <ForgotPassword onBack={() => setForgotten(false)} />
          ) : (
            <form onSubmit={(event) => void submit(event)}>
              <Stack gap="md">
                {provider && refusedByProvider ? (
                  <RefusedByProvider label={provider.label} refusal={refusedByProvider} />
                ) : null}
                {refusal ? (
                  <Alert role="alert" color="red" variant="light">
                    {t(`signIn.${refusal}`)}
                  </Alert>
                ) : null}
                <TextInput
                  name="email"
                  type="email"
                  label={t('signIn.email')}
                  autoComplete="username"
                  required
                  autoFocus
                />
                <PasswordInput
                  name="password"
                  label={t('signIn.password')}
                  autoComplete="current-password"
                  required
                  visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
                />
                <Button type="submit" loading={isBusy} fullWidth>
                  {t('signIn.submit')}
                </Button>
                {sendsMail ? (
                  <Button variant="subtle" size="compact-sm" onClick={() => setForgotten(true)}>
                    {t('signIn.forgot')}
                  </Button>
                ) : null}
                {provider ? <ProviderButton label={provider.label} next={next} /> : null}
              </Stack>
            </form>
          )}
          <Text size="xs" c="var(--text-quiet)">
            {t('signIn.noAccount')}
          </Text>
          <Text size="xs" c="var(--text-quiet)">
            {t('researchUse')}
          </Text>
        </Stack>
      </div>
    </main>
  );
}

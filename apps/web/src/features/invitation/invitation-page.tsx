'use client';
import { Alert, Anchor, Button, Group, Loader, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LanguageSwitch } from '@/i18n/language-switch.tsx';
import { RoleName } from '@/session/role-name.tsx';
import { sendSignIn } from '@/session/send-sign-in.ts';
import { NewPasswordInput } from '@/ui/new-password-input.tsx';
import styles from './invitation.module.css';
import { type Answer, type Invited, sendInvitation } from './send-invitation.ts';

/** What the link is to; then a password for a new account, or one more study for the account that is signed in. */
export function InvitationPage({ token, isSignedIn }: { token: string; isSignedIn: boolean }) {
  const t = useTranslations('invitation');
  const [seen, setSeen] = useState<Answer<Invited> | null>(null);
  useEffect(() => {
    let isWanted = true;
    void sendInvitation<Invited>('look', { token }).then((answer) => {
      if (isWanted) setSeen(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [token]);
  return (
    <main className={styles['page']}>
      <Stack gap="md" className={styles['panel'] ?? ''}>
        <Group justify="space-between">
          <Title order={1}>{t('title')}</Title>
          <LanguageSwitch />
        </Group>
        {seen === null ? <Loader size="sm" aria-label={t('loading')} /> : null}
        {seen?.refusal ? <Refused refusal={seen.refusal} email={null} /> : null}
        {seen?.refusal === null ? <Open token={token} invited={seen.body} isSignedIn={isSignedIn} /> : null}
      </Stack>
    </main>
  );
}

const refusals = [
  'accepted',
  'revoked',
  'expired',
  'taken',
  'anotherAddress',
  'hasAccount',
  'notBlind',
  'secondFactor',
  'unknown',
  'unreachable',
] as const;

function Refused({ refusal, email }: { refusal: string; email: string | null }) {
  const t = useTranslations('invitation');
  const known = refusals.find((one) => one === refusal);
  return (
    <Alert role="alert" color="red" variant="light">
      <Stack gap="xs">
        {known ? t(`refused.${known}`, { email: email ?? '' }) : refusal}
        {/* In the colour of the text: the usual one of links is too dark on this ground. */}
        <Anchor href="/" inherit c="inherit" underline="always">
          {t('toPortal')}
        </Anchor>
      </Stack>
    </Alert>
  );
}

function Open({ token, invited, isSignedIn }: { token: string; invited: Invited; isSignedIn: boolean }) {
  const t = useTranslations('invitation');
  const { study, studyName, centre, email, invitedBy, role, hasAccount } = invited;
  const [refusal, setRefusal] = useState<string | null>(null);
  const [address, setAddress] = useState(email ?? '');
  const [isBusy, setBusy] = useState(false);

  /** A full page load, so that nothing of another person's session stays in memory. */
  async function accept(send: () => Promise<Answer<unknown>>, leave: () => Promise<void>) {
    setBusy(true);
    setRefusal(null);
    const answer = await send();
    if (answer.refusal === null) return leave();
    setRefusal(answer.refusal);
    setBusy(false);
  }
  const join = () =>
    accept(
      () => sendInvitation('join', { token }),
      async () => window.location.assign(study === null ? '/' : `/studies/${encodeURIComponent(study)}/cohort`),
    );
  function open(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get('name')), String(form.get('password'))];
    const address = String(form.get('email'));
    setAddress(address);
    void accept(
      () => sendInvitation('accept', { token, name, password, ...(email === null ? { email: address } : {}) }),
      async () => window.location.assign((await sendSignIn(address, password)) === 'signedIn' ? '/' : '/sign-in'),
    );
  }

  return (
    <>
      {study === null ? (
        <Text>{t('toPortalItself')}</Text>
      ) : (
        <>
          <Text>{t('to', { study: studyName ?? study, by: invitedBy ?? '' })}</Text>
          <Text fw={600}>
            <RoleName role={role} />
            {' · '}
            {centre ?? t('allCentres')}
          </Text>
        </>
      )}
      {refusal ? <Refused refusal={refusal} email={address} /> : null}
      {hasAccount || (email === null && isSignedIn) ? (
        isSignedIn ? (
          <Button onClick={() => void join()} loading={isBusy}>
            {t(study === null ? 'takeCharge' : 'join')}
          </Button>
        ) : (
          <Stack gap="xs">
            <Text size="sm">{t('hasAccount', { email: address })}</Text>
            <Button component="a" href={`/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`}>
              {t('signIn')}
            </Button>
          </Stack>
        )
      ) : (
        <form onSubmit={open}>
          <Stack gap="sm">
            {email === null ? (
              <TextInput name="email" type="email" label={t('email')} autoComplete="username" required />
            ) : (
              <TextInput name="email" label={t('email')} value={email} readOnly autoComplete="username" />
            )}
            <TextInput
              name="name"
              label={t('name')}
              description={t('nameHelp')}
              autoComplete="name"
              maxLength={200}
              required
            />
            <NewPasswordInput
              name="password"
              label={t('password')}
              description={t('passwordHelp')}
              showLabel={t('showPassword')}
            />
            <Button type="submit" loading={isBusy}>
              {t('open')}
            </Button>
          </Stack>
        </form>
      )}
    </>
  );
}

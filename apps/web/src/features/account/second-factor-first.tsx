'use client';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { LanguageSwitch } from '@/i18n/language-switch.tsx';
import { SchemeSwitch } from '@/theme/scheme-switch.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import styles from './second-factor-first.module.css';

// Every page has this in its frame, and hardly any shows it.
const SecondFactorSetUp = onOpening(
  async () => (await import('./second-factor-set-up.tsx')).SecondFactorSetUp,
  <LoadingState height={240} />,
);

/** In place of every page, for somebody whose role asks for a second factor that is not set up yet. */
export function SecondFactorFirst() {
  const t = useTranslations('account.secondFactor');
  async function signOut() {
    await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    window.location.assign('/sign-in');
  }
  return (
    <main className={styles['page']}>
      <Stack gap="md" className={styles['panel'] ?? ''}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={1}>{t('first.title')}</Title>
          <Group gap={4} wrap="nowrap">
            <LanguageSwitch />
            <SchemeSwitch />
          </Group>
        </Group>
        <Text>{t('first.lead')}</Text>
        <Text size="sm" c="var(--text-quiet)">
          {t('lead')}
        </Text>
        {/* The same address once more, now with what it shows. */}
        <SecondFactorSetUp onDone={() => window.location.reload()} />
        <Button variant="subtle" size="compact-sm" onClick={() => void signOut()}>
          {t('first.signOut')}
        </Button>
      </Stack>
    </main>
  );
}

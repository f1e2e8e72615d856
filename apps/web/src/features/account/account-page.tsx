'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { AccessTokensPanel } from './access-tokens-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** What a person sees and changes of the own account. */
export function AccountPage() {
  const t = useTranslations('account');
  const { name, email } = useViewer();
  return (
    <>
      <PageTitle title={t('title')} lead={`${name} · ${email}`} />
      <Stack gap="md">
        <SessionsPanel />
        <SecondFactorPanel />
        <PasswordPanel />
        <AccessTokensPanel />
      </Stack>
    </>
  );
}

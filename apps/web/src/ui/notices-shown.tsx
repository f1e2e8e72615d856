'use client';
import { MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl';

/** Where they cover neither a drawer's first fields nor its buttons. */
export function NoticesShown() {
  const t = useTranslations('shell');
  const named = { defaultProps: { closeButtonProps: { 'aria-label': t('closeMessage') } } };
  return (
    <MantineThemeProvider inherit theme={{ components: { Notification: named } }}>
      <Notifications position="bottom-left" />
    </MantineThemeProvider>
  );
}

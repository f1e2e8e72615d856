'use client';
import { Button, Group, List } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';

/** For somebody with an account and no study: what there is to do about it, and with which address. */
export function NoStudy() {
  const t = useTranslations('home.noStudy');
  const { email } = useViewer();
  return (
    <Panel title={t('title')}>
      <List type="ordered" spacing="xs" maw="44rem">
        <List.Item>{t('invited')}</List.Item>
        <List.Item>{t('ask', { email })}</List.Item>
        <List.Item>{t('ended')}</List.Item>
      </List>
      <Group mt="md" gap="xs">
        <Button component={Link} href="/rights" variant="default">
          {t('rights')}
        </Button>
        <Button component={Link} href="/account" variant="default">
          {t('account')}
        </Button>
      </Group>
    </Panel>
  );
}

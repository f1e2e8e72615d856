'use client';
import { Button, Group, List, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';

/** For somebody with an account and no study: what there is to do about it, and with which address. */
export function NoStudy() {
  const t = useTranslations('home.noStudy');
  const { email, mayCreateStudies } = useViewer();
  if (mayCreateStudies) {
    return (
      <Panel title={t('first')}>
        <Text size="sm" maw="44rem">
          {t('firstText')}
        </Text>
        <Button component={Link} href="/studies/new" mt="md" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('make')}
        </Button>
      </Panel>
    );
  }
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

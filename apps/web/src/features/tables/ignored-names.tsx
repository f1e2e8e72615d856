'use client';
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useAskedTables } from './use-asked-tables.ts';

/** What an address names and the study does not have: it is left out, and said. */
export function IgnoredNames() {
  const t = useTranslations('tables.ignored');
  const { unknown, forget } = useAskedTables();
  if (unknown.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title')}>
      <Group justify="space-between" gap="xs">
        {t('text', { names: unknown.map((name) => name.slice(0, 40)).join(', ') })}
        <Button size="compact-xs" variant="default" onClick={forget}>
          {t('forget')}
        </Button>
      </Group>
    </Alert>
  );
}

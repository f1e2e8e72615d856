'use client';
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

interface IgnoredNamesProps {
  readonly names: readonly string[];
  /** Takes them out of the address. */
  readonly forget: () => void;
}

/** What an address names and the study or the page does not have: it is left out, and said. */
export function IgnoredNames({ names, forget }: IgnoredNamesProps) {
  const t = useTranslations('cohort.ignored');
  if (names.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title')}>
      <Group justify="space-between" gap="xs">
        <span style={{ overflowWrap: 'anywhere' }}>
          {t('text', { names: names.map((name) => name.slice(0, 40)).join(', ') })}
        </span>
        <Button size="compact-xs" variant="default" onClick={forget}>
          {t('forget')}
        </Button>
      </Group>
    </Alert>
  );
}

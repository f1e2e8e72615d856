'use client';
import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { WithoutRight } from '@/session/needs-right.tsx';
import { type Study } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';

/** For readers and adjudicators, whose work the portal does not have yet: said as it is. */
export function ReadingCard({ study }: { study: Study }) {
  const t = useTranslations('home.reading');
  return (
    <Panel title={t('title')}>
      <Stack gap="xs" maw="44rem">
        <Text size="sm">{t('why')}</Text>
        <Text size="sm">{t('notYet')}</Text>
        <WithoutRight right="readRecords" study={study.code} />
      </Stack>
    </Panel>
  );
}

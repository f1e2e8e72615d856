'use client';
import { Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Study } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';

export function StudyPanel({ study }: { study: Study }) {
  const t = useTranslations('home');
  const base = `/studies/${encodeURIComponent(study.code)}`;
  return (
    <Panel title={`${study.code} ${study.name}`}>
      <Text size="sm">{t('patients', { n: study.patientCount })}</Text>
      <Group gap="xs" mt="sm">
        <Button component={Link} href={`${base}/cohort`} size="xs" variant="default">
          {t('cohort')}
        </Button>
      </Group>
    </Panel>
  );
}

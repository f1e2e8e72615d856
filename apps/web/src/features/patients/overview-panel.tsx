'use client';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { forms, importedScoreForm } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Patient, recordsOf } from './patient-document.ts';
import { TimelineFigure } from './timeline-figure.tsx';
import { timelineOf } from './timeline.ts';
import { VisitsPanel } from './visits-panel.tsx';

/** The course in one picture, which forms are still empty, and what is due next. */
export function OverviewPanel({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('patients');
  const label = useLabel();
  const path = usePathname();
  const timeline = timelineOf(patient);
  const empty = forms
    .filter(({ name }) => name !== importedScoreForm.name)
    .filter((form) => recordsOf(patient, form).length === 0);
  return (
    <Stack gap="md">
      <Panel title={t('timeline.title')} note={t('timeline.note')}>
        {timeline.moments.length > 0 ? (
          <TimelineFigure timeline={timeline} monthDays={study.monthDays} />
        ) : (
          <EmptyState title={t('timeline.none')} text={t('timeline.noneText')} />
        )}
      </Panel>
      {empty.length > 0 ? (
        <Panel title={t('missing.title')}>
          <Text size="sm">{t('missing.text')}</Text>
          <Group gap="md" mt="xs">
            {empty.map((form) => (
              <Anchor key={form.name} component={Link} href={`${path}?form=${form.name}`} size="sm">
                ○ {label(form.label)}
              </Anchor>
            ))}
          </Group>
        </Panel>
      ) : null}
      {/* Its answer comes later: whatever stood below it would move. */}
      <VisitsPanel patient={patient} study={study} />
    </Stack>
  );
}

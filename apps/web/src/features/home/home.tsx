'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useStudies } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { StudyPanel } from './study-panel.tsx';

/** The viewer's studies, each with what the viewer may do there and, if readable, its main result. */
export function Home() {
  const t = useTranslations('home');
  const studies = useStudies();
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {studies.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      <Stack gap="md">
        {studies.map((study) => (
          <StudyPanel key={study.code} study={study} />
        ))}
      </Stack>
    </>
  );
}

'use client';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Study, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { Panel } from '@/ui/panel.tsx';
import { StudyResult } from './study-result.tsx';

/** The main result of the patients whom the reader may see, and the way to take it apart. */
export function AnalysisCard({ study }: { study: Study }) {
  const t = useTranslations('home');
  const { memberships } = useViewer();
  const readable = study.centres.filter(({ code }) =>
    memberships.some((one) => one.study === study.code && one.centres.includes(code)),
  );
  return (
    <Panel title={t('analysis.title')} note={t('centres', { names: readable.map(({ name }) => name).join(', ') })}>
      <StudyResult study={study} />
      <Group gap="xs" mt="sm">
        <Button component={Link} href={studyPath(study.code, 'survival')} size="xs">
          {t('analysis.toSurvival')}
        </Button>
        <Button component={Link} href={studyPath(study.code, 'cohort')} size="xs" variant="default">
          {t('analysis.toCohort')}
        </Button>
        <Button component={Link} href={studyPath(study.code, 'claims')} size="xs" variant="default">
          {t('analysis.toClaims')}
        </Button>
      </Group>
    </Panel>
  );
}

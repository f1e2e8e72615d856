'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useCentresWith, useMay, useStudy } from '@/session/session.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { studyProgressQuery } from './query.ts';
import styles from './progress.module.css';

const shape = (
  <LoadingShape>
    <div className={styles['stack']}>
      <PanelShape height={64} />
      <PanelShape height={430} />
      <PanelShape height={220} />
    </div>
  </LoadingShape>
);
const ProgressAnswer = besideAnswer(async () => (await import('./progress-answer.tsx')).ProgressAnswer, shape);

/** How far the study has come: accrual, follow-up, events against the plan, completeness of its records. */
export function ProgressPage() {
  const t = useTranslations('progress');
  const { list } = useFormatter();
  const study = useStudy();
  const mayManage = useMay('manageStudy');
  const readable = useCentresWith('readRecords');
  const { data, error, refetch } = useQuery(studyProgressQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const progress = data?.studyProgress;
  const centres = list([...new Set(readable)]);
  const reach = progress ? t(progress.coversStudy ? 'all' : 'own', { centres, until: progress.until }) : t('leadOnly');
  return (
    <>
      <PageTitle title={t('title')} lead={reach}>
        <StudyReport />
        <Button component={Link} href={`${studyPath(study.code, 'progress')}?present=1`} variant="default" size="xs">
          {t('present')}
        </Button>
        {mayManage ? (
          <Button component={Link} href={`${studyPath(study.code, 'settings')}#plan`} variant="default" size="xs">
            {t('toPlan')}
          </Button>
        ) : null}
      </PageTitle>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {progress ? (
        <Kept freshness={freshnessOf({ data, error })} className={styles['stack']}>
          <ProgressAnswer progress={progress} reach={reach} />
        </Kept>
      ) : null}
      {!progress && !error ? shape : null}
    </>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useCentresWith, useMay, useStudy } from '@/session/session.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { AccrualFigure } from './accrual-figure.tsx';
import { CompletenessTable } from './completeness-table.tsx';
import { FollowUpTables } from './follow-up-tables.tsx';
import { Headline } from './headline.tsx';
import { type Progress, studyProgressQuery } from './query.ts';
import styles from './progress.module.css';
import { WholeStudy } from './shared-progress.tsx';

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
          <Answer progress={progress} reach={reach} />
        </Kept>
      ) : null}
      {!progress && !error ? (
        <LoadingShape>
          <div className={styles['stack']}>
            <PanelShape height={64} />
            <PanelShape height={430} />
            <PanelShape height={220} />
          </div>
        </LoadingShape>
      ) : null}
    </>
  );
}

function Answer({ progress, reach }: { progress: Progress; reach: string }) {
  const t = useTranslations('progress');
  const { centres } = progress.completeness;
  if (centres.every(({ patients }) => patients === 0)) {
    return (
      <Panel>
        <EmptyState title={t('empty')} text={t('emptyText')} />
      </Panel>
    );
  }
  return (
    <>
      <Headline progress={progress} />
      {progress.accrual.months.length > 0 ? (
        <FigureLanguages>
          <AccrualFigure progress={progress} reach={reach} />
        </FigureLanguages>
      ) : (
        <Panel title={t('accrual.title')}>
          <EmptyState title={t('accrual.none')} text={t('accrual.noneText')} />
        </Panel>
      )}
      <FollowUpTables progress={progress} reach={reach} />
      <WholeStudy progress={progress} />
      <CompletenessTable progress={progress} reach={reach} />
    </>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { NotKept, useKept } from '@/selection/not-kept.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './survival-page.module.css';
import { SwimmerFigure } from './swimmer-figure.tsx';
import { swimmerQuery } from './swimmer-query.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** Patients one by one, of the centres that the reader may read. */
export function SwimmerView() {
  const t = useTranslations('survival.swimmer');
  const say = useSay();
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state } = useSurvivalState();
  const keepsCycles = useKept('keepsCycles');
  const { data, previousData, error, refetch } = useQuery(swimmerQuery, {
    variables: { study: study.code, cohort: input, page: state.page, snapshot },
    skip: !keepsCycles,
  });
  if (keepsCycles === false) return <NotKept part="cycles" />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const swimmers = (data ?? previousData)?.swimmer;
  if (!swimmers) return <LoadingState height={640} />;
  if (swimmers.patients.length === 0) {
    return (
      <Panel title={t('title')}>
        <EmptyState title={t('empty')} text={swimmers.droppedReasons.map(say).join(' ') || t('emptyText')} />
      </Panel>
    );
  }
  return (
    <div className={styles['stack']}>
      <LeftOut population={swimmers.population} />
      <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
        <FigureLanguages>
          <SwimmerFigure swimmers={swimmers} />
        </FigureLanguages>
      </Kept>
    </div>
  );
}

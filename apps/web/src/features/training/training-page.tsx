'use client';
import { useQuery } from '@apollo/client/react';
import { useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { trainingModelsQuery, trainingRunsQuery } from './query.ts';
import { RunList } from './run-list.tsx';
import { RunPanel } from './run-panel.tsx';
import { TrainingForm } from './training-form.tsx';
import styles from './training.module.css';

/** From labelled slides to a candidate: settings with their preview, a run as it goes on, what came of it. */
export function TrainingPage() {
  const t = useTranslations('training');
  const study = useStudy();
  const [chosen, setChosen] = useQueryState('run', { history: 'push' });
  const models = useQuery(trainingModelsQuery, { fetchPolicy: 'cache-and-network' });
  const { data, error, refetch } = useQuery(trainingRunsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const runs = data?.trainingRuns ?? [];
  const run = runs.find(({ id }) => id === chosen) ?? runs[0] ?? null;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <div className={styles['bars']}>
        {models.error && !models.data ? (
          <ErrorState code={errorCode(models.error)} onRetry={() => void models.refetch()} />
        ) : null}
        {models.data ? (
          <TrainingForm models={models.data.models} onStarted={(id) => void setChosen(id)} />
        ) : models.error ? null : (
          <LoadingState height={420} />
        )}
        {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {run && <RunPanel key={run.id} run={run} refresh={refresh} />}
        {runs.length > 0 && <RunList runs={runs} chosen={run?.id ?? null} onChoose={(id) => void setChosen(id)} />}
      </div>
    </>
  );
}

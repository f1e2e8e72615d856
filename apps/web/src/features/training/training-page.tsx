'use client';
import { useQuery } from '@apollo/client/react';
import { useQueryState } from 'nuqs';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { NeedsRight } from '@/session/needs-right.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { trainingModelsQuery, trainingRunsQuery } from './query.ts';
import { RunList } from './run-list.tsx';
import styles from './training.module.css';

const TrainingForm = besideAnswer(
  async () => (await import('./training-form.tsx')).TrainingForm,
  <PanelShape height={520} />,
);
const RunPanel = besideAnswer(async () => (await import('./run-panel.tsx')).RunPanel, <PanelShape height={420} />);

/** From labelled slides to a candidate: settings with their preview, a run in progress, its result. */
export function TrainingPage() {
  const t = useTranslations('training');
  const study = useStudy();
  const [chosen, setChosen] = useQueryState('run', { history: 'push' });
  const models = useQuery(trainingModelsQuery, { fetchPolicy: 'cache-and-network' });
  const { data, error, loading, refetch } = useQuery(trainingRunsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const runs = data?.trainingRuns ?? [];
  const known = runs.find(({ id }) => id === chosen) ?? null;
  const run = known ?? (chosen === null ? (runs[0] ?? null) : null);
  const isUnknown = data !== undefined && !loading && chosen !== null && known === null;
  // Scrolls to what was started or chosen, once it is rendered.
  const panel = useRef<HTMLDivElement | null>(null);
  const awaited = useRef<string | null>(null);
  const reveal = useCallback((id: string | null): void => {
    if (id === null || awaited.current !== id) return;
    awaited.current = null;
    panel.current?.scrollIntoView({ block: 'start' });
    panel.current?.focus({ preventScroll: true });
  }, []);
  const shownId = run?.id ?? null;
  const show = (id: string): void => {
    awaited.current = id;
    void setChosen(id);
    // If it is already shown, nothing changes.
    reveal(shownId);
  };
  useEffect(() => reveal(shownId), [reveal, shownId]);
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <div className={styles['bars']}>
        {models.error && !models.data ? (
          <ErrorState code={errorCode(models.error)} onRetry={() => void models.refetch()} />
        ) : null}
        {models.data ? (
          <NeedsRight right="trainModels">
            <TrainingForm models={models.data.models} onStarted={show} />
          </NeedsRight>
        ) : models.error ? null : (
          <LoadingShape>
            <PanelShape height={520} />
          </LoadingShape>
        )}
        {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {isUnknown && <EmptyState title={t('unknown')} text={t('unknownText')} />}
        {run && (
          <div ref={panel} tabIndex={-1} className={styles['run']}>
            <RunPanel key={run.id} run={run} refresh={refresh} />
          </div>
        )}
        {runs.length > 0 && <RunList runs={runs} chosen={run?.id ?? null} onChoose={show} />}
      </div>
    </>
  );
}

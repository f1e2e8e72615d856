'use client';
import { useApolloClient, useMutation, useSubscription } from '@apollo/client/react';
import { useFormatter, useTranslations } from 'use-intl';
import { useMay } from '@/session/session.tsx';
import { type Run, shareDone } from '@/runs/run.ts';
import { RunProgress } from '@/runs/run-progress.tsx';
import { useLiveRun } from '@/runs/use-live-run.ts';
import { cancelInferenceMutation, inferenceProgressSubscription, slideQuery } from './query.ts';

const stages = ['hashing', 'tiling', 'features', 'score'] as const;

/** A run of a model on the slide, from the queue to its score. */
export function InferenceProgress({ run }: { run: Run }) {
  const t = useTranslations('slides');
  const { number } = useFormatter();
  const mayCancel = useMay('runModels');
  const client = useApolloClient();
  const live = useLiveRun(run, () => {
    const again = { query: slideQuery, variables: { id: run.slideId }, fetchPolicy: 'network-only' } as const;
    client.query(again).catch(() => undefined);
  });
  useSubscription(inferenceProgressSubscription, {
    variables: { id: run.id },
    skip: !live.isLive,
    onData: live.heard,
  });
  const [cancel, { loading, error }] = useMutation(cancelInferenceMutation, { variables: { id: run.id } });
  const known = stages.find((stage) => stage === run.stage);
  const stage = known ? t(`stages.${known}`) : (run.stage ?? '');
  return (
    <RunProgress
      run={run}
      live={live}
      stages={stages.map((name) => ({ name, label: t(`stages.${name}`) }))}
      doing={
        shareDone(run) === null
          ? stage
          : t('progress.counted', { stage, done: number(run.done ?? 0), total: number(run.total ?? 0) })
      }
      cancel={
        mayCancel && {
          label: t('run.cancel'),
          isUnderWay: loading,
          error,
          ask: () => void cancel().catch(() => undefined),
        }
      }
    />
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { useFormatter, useTranslations } from 'use-intl';
import { useMay } from '@/session/session.tsx';
import { RunProgress } from '@/runs/run-progress.tsx';
import { type LiveRun } from '@/runs/use-live-run.ts';
import { cancelTrainingMutation } from './query.ts';
import { type Training } from './training.ts';

const stages = ['slides', 'folds', 'training', 'evaluation'] as const;

/** A training from the queue to its candidate. */
export function TrainingProgress({ run, live }: { run: Training; live: LiveRun }) {
  const t = useTranslations('training');
  const { number } = useFormatter();
  const mayCancel = useMay('trainModels');
  const [cancel, { loading, error }] = useMutation(cancelTrainingMutation, { variables: { id: run.id } });
  const stage = stages.find((one) => one === run.stage);
  return (
    <RunProgress
      run={run}
      live={live}
      stages={stages
        .filter((name) => name !== 'folds' || run.folds !== null)
        .map((name) => ({ name, label: t(`stages.${name}`) }))}
      doing={
        stage === undefined
          ? (run.stage ?? '')
          : t(`progress.${stage}`, { done: number(run.done ?? 0), total: number(run.total ?? 0) })
      }
      cancel={
        mayCancel && {
          label: t('progress.cancel'),
          isUnderWay: loading,
          error,
          ask: () => void cancel().catch(() => undefined),
        }
      }
    />
  );
}

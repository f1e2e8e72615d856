'use client';
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CrossValidationPanel } from './cross-validation-panel.tsx';
import { HeldOutFigure } from './held-out-figure.tsx';
import { LearningCurveFigure } from './learning-curve-figure.tsx';
import { PartsTable } from './parts-table.tsx';
import { RunStatus } from '@/runs/run-status.tsx';
import { TrainingProgress } from './training-progress.tsx';
import { TrainingResult } from './training-result.tsx';
import styles from './training.module.css';
import { type Training } from './training.ts';
import { useLiveTraining } from './use-live-training.ts';

/** One training from the queue to its result. */
export function RunPanel({ run, refresh }: { run: Training; refresh: () => void }) {
  const t = useTranslations('training');
  const { curve, live } = useLiveTraining(run, refresh);
  const crossed = run.outcome?.crossValidation ?? null;
  return (
    <>
      <Panel
        title={t('run.title')}
        note={t('run.note', {
          head: t(`heads.${run.head}`),
          split: t(`splits.${run.split}`),
          seed: run.seed,
          base: run.modelId,
          by: run.requestedBy,
        })}
        actions={<RunStatus status={run.status} />}
      >
        <Stack gap="sm">
          {live.isLive && <TrainingProgress run={run} live={live} />}
          {run.status === 'failed' && (
            <Alert color="red" title={t('run.failed', { code: run.errorCode ?? '' })}>
              {run.errorMessage}
            </Alert>
          )}
          {run.status === 'cancelled' && <Text size="sm">{t('run.cancelled')}</Text>}
          <PartsTable parts={run.parts} />
          <Text size="xs" c="var(--text-quiet)">
            {run.outlined > 0
              ? t('preview.outlined', {
                  outlined: run.outlined,
                  slides: run.parts.reduce((n, part) => n + part.slides, 0),
                })
              : t('preview.whole')}{' '}
            {t('run.snapshot', { snapshot: run.snapshotId.slice(0, 12) })}
          </Text>
        </Stack>
      </Panel>
      <TrainingResult run={run} />
      {crossed && (
        <div className={styles['columns']}>
          <CrossValidationPanel run={run} crossed={crossed} />
          <FigureLanguages>
            <HeldOutFigure run={run} crossed={crossed} />
          </FigureLanguages>
        </div>
      )}
      {curve && curve.epoch.length > 0 && (
        <FigureLanguages>
          <LearningCurveFigure run={run} curve={curve} />
        </FigureLanguages>
      )}
    </>
  );
}

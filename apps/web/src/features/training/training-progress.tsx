'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { cancelTrainingMutation } from './query.ts';
import styles from '@/runs/runs.module.css';
import { type Training } from './training.ts';

const stages = ['slides', 'training', 'evaluation'] as const;

interface TrainingProgressProps {
  readonly run: Training;
  readonly elapsed: number | null;
  readonly remaining: number | null;
}

/** Where a training stands: its stages in order, how far the present one is, how long it took and may take. */
export function TrainingProgress({ run, elapsed, remaining }: TrainingProgressProps) {
  const t = useTranslations('training');
  const format = useFormatter();
  const [cancel, { loading, error }] = useMutation(cancelTrainingMutation, { variables: { id: run.id } });
  const at = stages.findIndex((stage) => stage === run.stage);
  const stage = stages[at];
  const share = run.done !== null && run.total !== null && run.total > 0 ? (run.done / run.total) * 100 : null;
  return (
    <Stack gap="xs">
      <ol className={styles['stages']} aria-label={t('progress.stages')}>
        {stages.map((one, i) => (
          <li key={one} data-state={i < at ? 'past' : i === at ? 'present' : 'ahead'} aria-current={i === at && 'step'}>
            {t(`stages.${one}`)}
          </li>
        ))}
      </ol>
      <Progress value={share ?? 0} size="md" aria-label={t('progress.ofStage')} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className={styles['numbers'] ?? ''} role="status">
          {stage === undefined
            ? t('status.queued')
            : t(`progress.${stage}`, { done: format.number(run.done ?? 0), total: format.number(run.total ?? 0) })}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={styles['numbers'] ?? ''}>
          {elapsed !== null && t('progress.elapsed', { time: clock(elapsed) })}
          {remaining !== null && ` · ${t('progress.remaining', { time: clock(remaining) })}`}
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="var(--text-quiet)" style={{ flex: 1 }}>
          {t('progress.mayLeave')}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          loading={loading}
          onClick={() => void cancel().catch(() => undefined)}
        >
          {t('progress.cancel')}
        </Button>
      </Group>
      {error && <ErrorState code={errorCode(error)} />}
    </Stack>
  );
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

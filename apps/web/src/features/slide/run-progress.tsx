'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { cancelInferenceMutation } from './query.ts';
import { clock } from '@/runs/remaining.ts';
import { type Run } from '@/runs/run.ts';
import styles from '@/runs/runs.module.css';
import { useLiveRun } from './use-live-run.ts';

const stages = ['hashing', 'tiling', 'features', 'score'] as const;

/** Where a run stands: its stages in order, how far the present one is, how long it took and may take. */
export function RunProgress({ run }: { run: Run }) {
  const t = useTranslations('slides');
  const format = useFormatter();
  const { elapsed, remaining, isPolled } = useLiveRun(run);
  const [cancel, { loading, error }] = useMutation(cancelInferenceMutation, { variables: { id: run.id } });
  const at = stages.findIndex((stage) => stage === run.stage);
  const counted = run.done !== null && run.total !== null && run.total > 0;
  const share = counted ? ((run.done ?? 0) / (run.total ?? 1)) * 100 : null;

  return (
    <Stack gap="xs">
      <ol className={styles['stages']} aria-label={t('progress.stages')}>
        {stages.map((stage, i) => (
          <li
            key={stage}
            data-state={i < at ? 'past' : i === at ? 'present' : 'ahead'}
            aria-current={i === at && 'step'}
          >
            {t(`stages.${stage}`)}
          </li>
        ))}
      </ol>
      <Progress
        value={share ?? (run.status === 'queued' ? 0 : 100)}
        animated={share === null && run.status === 'running'}
        striped={share === null && run.status === 'running'}
        size="md"
        aria-label={t('progress.ofStage')}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className={styles['numbers']} role="status">
          {run.status === 'queued' || run.stage === null
            ? t('status.queued')
            : counted
              ? t('progress.counted', {
                  stage: at >= 0 ? t(`stages.${stages[at] ?? 'score'}`) : run.stage,
                  done: format.number(run.done ?? 0),
                  total: format.number(run.total ?? 0),
                })
              : at >= 0
                ? t(`stages.${stages[at] ?? 'score'}`)
                : run.stage}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={styles['numbers']}>
          {elapsed !== null && t('progress.elapsed', { time: clock(elapsed) })}
          {remaining !== null && ` · ${t('progress.remaining', { time: clock(remaining) })}`}
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="var(--text-quiet)" style={{ flex: 1 }}>
          {isPolled ? t('progress.polled') : t('progress.mayLeave')}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          loading={loading}
          onClick={() => void cancel().catch(() => undefined)}
        >
          {t('run.cancel')}
        </Button>
      </Group>
      {error && <ErrorState code={errorCode(error)} />}
    </Stack>
  );
}

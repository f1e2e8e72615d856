'use client';
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { clock } from './remaining.ts';
import { type RunState, shareDone } from './run.ts';
import styles from './runs.module.css';
import { type LiveRun } from './use-live-run.ts';

interface RunProgressProps {
  readonly run: RunState;
  readonly live: LiveRun;
  /** In their order; none if only the present one is named. */
  readonly stages?: readonly { readonly name: string; readonly label: string }[];
  /** What is being done and how much of it, in the reader's language. */
  readonly doing: string;
  /** False for those who may not cancel it. */
  readonly cancel:
    | false
    | {
        readonly label: string;
        readonly isUnderWay: boolean;
        readonly error: unknown;
        readonly ask: () => void;
      };
}

/** The progress of a run: its stages in order, how far the present one is, how long it has taken and may take. */
export function RunProgress({ run, live, stages = [], doing, cancel }: RunProgressProps) {
  const t = useTranslations('runs');
  const { elapsed, remaining, isPolled } = live;
  const share = shareDone(run);
  const isUncounted = share === null && run.status === 'running';
  const at = stages.findIndex(({ name }) => name === run.stage);
  return (
    <Stack gap="xs">
      {stages.length > 0 && (
        <ol className={styles['stages']} aria-label={t('progress.stages')}>
          {stages.map(({ name, label }, i) => (
            <li
              key={name}
              data-state={i < at ? 'past' : i === at ? 'present' : 'ahead'}
              aria-current={i === at && 'step'}
            >
              {label}
            </li>
          ))}
        </ol>
      )}
      <Progress
        value={isUncounted ? 100 : (share ?? 0) * 100}
        animated={isUncounted}
        striped={isUncounted}
        size="md"
        aria-label={t('progress.ofStage')}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className={styles['numbers'] ?? ''} role="status">
          {run.status === 'queued' ? t('status.queued') : doing}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={styles['numbers'] ?? ''}>
          {[
            elapsed !== null && t('progress.elapsed', { time: clock(elapsed) }),
            remaining !== null && t('progress.remaining', { time: clock(remaining) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="var(--text-quiet)" style={{ flex: 1 }}>
          {t(isPolled ? 'progress.polled' : 'progress.mayLeave')}
        </Text>
        {cancel && (
          <Button size="compact-xs" variant="default" loading={cancel.isUnderWay} onClick={cancel.ask}>
            {cancel.label}
          </Button>
        )}
      </Group>
      {cancel && cancel.error ? <ErrorState code={errorCode(cancel.error)} /> : null}
    </Stack>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { clock } from '@/runs/remaining.ts';
import runStyles from '@/runs/runs.module.css';
import { cancelSensitivityMutation } from './query.ts';
import { type Explanation, useLiveSensitivity } from './use-live-sensitivity.ts';

/** How far an explanation is, how long it took and may take. */
export function SensitivityProgress({ explanation }: { explanation: Explanation }) {
  const t = useTranslations('sensitivity');
  const format = useFormatter();
  const { elapsed, remaining } = useLiveSensitivity(explanation);
  const [cancel, { loading, error }] = useMutation(cancelSensitivityMutation, { variables: { id: explanation.id } });
  const { stage, done, total, status } = explanation;
  const isCounted = done !== null && total !== null && total > 0;
  const share = isCounted ? (done / total) * 100 : null;
  const stageText = (): string => {
    if (status === 'queued') return t('progress.queued');
    if (stage === null) return t('progress.starting');
    const name = stage === 'sensitivity' ? t('progress.measuring') : t('progress.makingAgain');
    return isCounted ? t('progress.counted', { name, done: format.number(done), total: format.number(total) }) : name;
  };
  return (
    <Stack gap="xs">
      <Progress
        value={share ?? (status === 'queued' ? 0 : 100)}
        animated={share === null && status === 'running'}
        striped={share === null && status === 'running'}
        size="md"
        aria-label={t('progress.label')}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className={runStyles['numbers'] ?? ''} role="status">
          {stageText()}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={runStyles['numbers'] ?? ''}>
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

'use client';
import { useMutation, useSubscription } from '@apollo/client/react';
import { Button, Group, Switch, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { RunProgress } from '@/runs/run-progress.tsx';
import { RunStatus } from '@/runs/run-status.tsx';
import { useLiveRun } from '@/runs/use-live-run.ts';
import { type Study, useMay } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import {
  cancelRunMutation,
  qualityProgressSubscription,
  setScheduleMutation,
  startRunMutation,
  type StudyQuality,
} from './query.ts';

type QualityRun = NonNullable<StudyQuality['newestRun']>;

interface RunPanelProps {
  readonly quality: StudyQuality;
  readonly study: Study;
  readonly onChange: () => void;
}

/** When the rules ran last, and how to run them: now, or every night. */
export function RunPanel({ quality, study, onChange }: RunPanelProps) {
  const t = useTranslations('quality');
  const instant = useInstant();
  const mayRun = useMay('raiseQueries');
  const mayManage = useMay('manageStudy');
  const [start, starting] = useMutation(startRunMutation, { variables: { study: study.code } });
  const [schedule, scheduling] = useMutation(setScheduleMutation);
  const { newestRun: run, foundAt, nightly, nightlyVersion } = quality;
  const isActive = run?.status === 'queued' || run?.status === 'running';
  const failed = starting.error ?? scheduling.error;
  const hasEnded = run && !isActive && run.status !== 'done';
  return (
    <Panel
      title={t('run.title')}
      note={foundAt ? t('run.foundAt', { at: instant(foundAt) }) : t('run.never')}
      actions={
        mayRun && !isActive ? (
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={starting.loading}
            onClick={() => void start().then(onChange, onChange)}
          >
            {t('run.now')}
          </Button>
        ) : null
      }
    >
      {isActive ? <Progress key={run.id} run={run} mayCancel={mayRun} onChange={onChange} /> : null}
      <Group justify="space-between" gap="sm" mt={isActive ? 'md' : 0}>
        <Switch
          label={t('run.nightly')}
          description={t('run.nightlyNote')}
          checked={nightly}
          disabled={!mayManage || scheduling.loading}
          onChange={({ currentTarget }) =>
            void schedule({
              variables: { study: study.code, nightly: currentTarget.checked, version: nightlyVersion },
            }).then(onChange, onChange)
          }
        />
        {hasEnded ? (
          <Group gap="xs">
            <RunStatus status={run.status} />
            <Text size="xs" c="var(--text-quiet)">
              {t('run.stays')}
            </Text>
          </Group>
        ) : null}
      </Group>
      {failed ? <ErrorState code={errorCode(failed)} /> : null}
    </Panel>
  );
}

function Progress({ run, mayCancel, onChange }: { run: QualityRun; mayCancel: boolean; onChange: () => void }) {
  const t = useTranslations('quality');
  const { number } = useFormatter();
  const live = useLiveRun(run, onChange);
  useSubscription(qualityProgressSubscription, {
    variables: { id: run.id },
    skip: !live.isLive,
    onData: () => live.heard(),
  });
  const ended = useEffectEvent(onChange);
  // What it found is another answer than the run.
  useEffect(() => () => ended(), []);
  const [cancel, { loading, error }] = useMutation(cancelRunMutation, { variables: { id: run.id } });
  return (
    <RunProgress
      run={run}
      live={live}
      doing={t('run.doing', { done: number(run.done ?? 0), total: number(run.total ?? 0) })}
      cancel={
        mayCancel && {
          label: t('run.cancel'),
          isUnderWay: loading,
          error,
          ask: () => void cancel().then(onChange, () => undefined),
        }
      }
    />
  );
}

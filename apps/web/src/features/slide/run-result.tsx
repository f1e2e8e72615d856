'use client';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showScore, showThreshold } from '@/numbers/show.ts';
import { failureOf } from '@/runs/failure.ts';
import { Dropped, RunFacts, RunVersion } from './run-facts.tsx';
import { type Run } from '@/runs/run.ts';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import styles from './run.module.css';

/** The score of a finished run at a glance, with everything needed to judge it below. */
export function RunResult({ run, modelName }: { run: Run; modelName: string }) {
  const t = useTranslations('slides');
  const say = useSay();
  if (run.status === 'failed' || run.status === 'cancelled') return <RunWithoutScore run={run} />;
  return (
    <Stack gap="sm">
      <Group gap="md" align="center" wrap="wrap">
        <div>
          <Text size="xs" c="var(--text-quiet)">
            {t('result.prps')}
          </Text>
          <div className={styles['score']}>{showScore(run.prps)}</div>
        </div>
        <div>
          <Text size="sm" fw={600}>
            {run.predictedClass === null ? missing : t('result.predicted', { name: run.predictedClass })}
          </Text>
          {run.prps !== null && run.threshold !== null && (
            <Text size="xs" c="var(--text-quiet)">
              {t('result.rule', {
                sign: run.prps >= run.threshold ? '≥' : '<',
                threshold: showThreshold(run.threshold),
              })}
            </Text>
          )}
        </div>
      </Group>
      {run.weights === 'synthetic' && <SyntheticMark>{t('syntheticWeights')}</SyntheticMark>}
      <Text size="sm">
        <RunVersion run={run} />
      </Text>
      <ScoreLine run={run} />
      {run.statements
        // The mark above says it already.
        .filter(({ code }) => code !== 'syntheticWeights')
        .map((one) => (
          <Alert key={say(one)} color="yellow" p="xs" icon={<IconAlertTriangle size={16} aria-hidden />}>
            {say(one)}
          </Alert>
        ))}
      <RunFacts run={run} modelName={modelName} />
    </Stack>
  );
}

/** The score on its scale of 0 to 1, with the threshold marked. */
function ScoreLine({ run }: { run: Run }) {
  const t = useTranslations('slides');
  if (run.prps === null) return null;
  const percent = (value: number): string => `${value * 100}%`;
  return (
    <div className={styles['line']} aria-hidden>
      <div className={styles['track']}>
        {run.threshold !== null && <span className={styles['cut']} style={{ left: percent(run.threshold) }} />}
        <span className={styles['dot']} style={{ left: percent(run.prps) }} />
      </div>
      <div className={styles['ends']}>
        <span>{t('result.low')}</span>
        <span>{t('result.high')}</span>
      </div>
    </div>
  );
}

function RunWithoutScore({ run }: { run: Run }) {
  const t = useTranslations('slides');
  const runs = useTranslations('runs');
  const failed = run.status === 'failed';
  return (
    <Alert
      color={failed ? 'red' : 'gray'}
      title={runs(`status.${run.status}`)}
      icon={<IconAlertTriangle aria-hidden />}
    >
      {failed && (
        <>
          <Text size="sm">{runs(`failures.${failureOf(run.errorCode)}`)}</Text>
          <Text size="xs" mt={4} lang="en">
            {[run.errorMessage, run.errorCode && t('result.code', { code: run.errorCode })].filter(Boolean).join(' · ')}
          </Text>
        </>
      )}
      <Dropped run={run} />
    </Alert>
  );
}

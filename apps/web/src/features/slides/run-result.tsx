'use client';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconFlask } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { KeyValue } from '@/ui/key-value.tsx';
import { type Run } from './run.ts';
import styles from './run.module.css';
import { useReason } from './use-reason.ts';

/** The server's words for synthetic weights; the badge says them in the reader's language. */
const saidByTheBadge = 'Demonstration weights, not a prediction.';

/** The score of a finished run, in one look, with everything that is needed to judge it below. */
export function RunResult({ run, modelName }: { run: Run; modelName: string }) {
  const t = useTranslations('slides');
  if (run.status === 'failed' || run.status === 'cancelled') return <RunWithoutScore run={run} />;
  return (
    <Stack gap="sm">
      <Group gap="md" align="center" wrap="wrap">
        <div>
          <Text size="xs" c="var(--text-quiet)">
            {t('result.prps')}
          </Text>
          <div className={styles['score']}>{run.prps?.toFixed(3) ?? '—'}</div>
        </div>
        <div>
          <Text size="sm" fw={600}>
            {run.predictedClass === null ? '—' : t('result.predicted', { name: run.predictedClass })}
          </Text>
          {run.prps !== null && run.threshold !== null && (
            <Text size="xs" c="var(--text-quiet)">
              {t('result.rule', {
                sign: run.prps >= run.threshold ? '≥' : '<',
                threshold: run.threshold.toFixed(3),
              })}
            </Text>
          )}
        </div>
      </Group>
      {run.weights === 'synthetic' && <SyntheticWeights />}
      <ScoreLine run={run} />
      {run.warnings
        .filter((warning) => warning !== saidByTheBadge)
        .map((warning) => (
          <Alert key={warning} color="yellow" p="xs" icon={<IconAlertTriangle size={16} aria-hidden />}>
            {warning}
          </Alert>
        ))}
      <RunFacts run={run} modelName={modelName} />
    </Stack>
  );
}

export function SyntheticWeights() {
  const t = useTranslations('slides');
  return (
    <span className={styles['mark']}>
      <IconFlask size={14} aria-hidden />
      {t('syntheticWeights')}
    </span>
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
  const failed = run.status === 'failed';
  return (
    <Alert color={failed ? 'red' : 'gray'} title={t(`status.${run.status}`)} icon={<IconAlertTriangle aria-hidden />}>
      {failed && (
        <>
          <Text size="sm">{run.errorMessage ?? t('result.noMessage')}</Text>
          {run.errorCode !== null && (
            <Text size="xs" c="var(--text-quiet)">
              {t('result.code', { code: run.errorCode })}
            </Text>
          )}
        </>
      )}
      <Dropped run={run} />
    </Alert>
  );
}

function Dropped({ run }: { run: Run }) {
  const format = useFormatter();
  const reasonText = useReason();
  if (run.patchesDropped.length === 0) return null;
  return (
    <ul className={styles['dropped']}>
      {run.patchesDropped.map(({ reason, count }) => (
        <li key={reason}>
          {reasonText(reason)} <strong>{format.number(count)}</strong>
        </li>
      ))}
    </ul>
  );
}

function RunFacts({ run, modelName }: { run: Run; modelName: string }) {
  const t = useTranslations('slides');
  const format = useFormatter();
  const seconds = (value: number | null): string =>
    value === null ? '—' : `${format.number(value, { maximumFractionDigits: 1 })} s`;
  const count = (value: number | null): string => (value === null ? '—' : format.number(value));
  const dropped = run.patchesDropped.reduce((sum, one) => sum + one.count, 0);
  return (
    <KeyValue
      items={[
        {
          key: 'provider',
          label: t('facts.provider'),
          value: t('facts.providerValue', { asked: run.providerAsked, ran: run.providerRan ?? '—' }),
        },
        {
          key: 'patches',
          label: t('facts.patches'),
          value: (
            <>
              {t('facts.patchesValue', {
                found: count(run.patchesFound),
                kept: count(run.patchesKept),
                dropped: count(dropped),
              })}
              <Dropped run={run} />
            </>
          ),
        },
        {
          key: 'roi',
          label: t('facts.roi'),
          value: run.roi === 'whole tissue' ? t('facts.wholeTissue') : (run.roi ?? '—'),
        },
        {
          key: 'seconds',
          label: t('facts.seconds'),
          value: t('facts.secondsValue', { total: seconds(run.secondsTotal), session: seconds(run.secondsSession) }),
        },
        {
          key: 'bag',
          label: t('facts.bag'),
          value: run.bagReused === null ? '—' : run.bagReused ? t('facts.bagReused') : t('facts.bagNew'),
        },
        { key: 'model', label: t('facts.model'), value: modelName },
        { key: 'sha', label: t('facts.modelSha'), value: <code>{run.modelSha256 ?? '—'}</code> },
        { key: 'attempts', label: t('facts.attempts'), value: run.attempts },
        {
          key: 'finished',
          label: t('facts.finished'),
          value:
            run.finishedAt === null
              ? '—'
              : format.dateTime(new Date(run.finishedAt), { dateStyle: 'medium', timeStyle: 'medium' }),
        },
        { key: 'by', label: t('facts.by'), value: run.requestedBy },
      ]}
    />
  );
}

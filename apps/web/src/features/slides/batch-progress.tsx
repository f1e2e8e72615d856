'use client';
import { useMutation } from '@apollo/client/react';
import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Batch, isUnderWay, roughly } from './batch.ts';
import { cancelBatchMutation } from './batch-query.ts';
import { failureOf } from '@/runs/failure.ts';
import styles from '@/runs/runs.module.css';
import { useMay } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { Details } from '@/ui/details.tsx';
import { useBatchRemaining } from './use-live-batches.ts';

/** One batch: how many of its slides are scored, failed and left, how long it may take, and why slides failed. */
export function BatchProgress({ batch, study }: { batch: Batch; study: string }) {
  const t = useTranslations('batches');
  const { number } = useFormatter();
  const instant = useInstant();
  const mayRun = useMay('runModels');
  const remaining = useBatchRemaining(batch);
  const [cancel, { loading, error }] = useMutation(cancelBatchMutation, { variables: { id: batch.id } });
  const { total, done, failed, cancelled, running, partly } = batch;
  const percent = (count: number): number => (100 * count) / Math.max(1, total);
  const rough = remaining === null ? null : roughly(remaining);

  return (
    <Stack gap={6}>
      <Progress.Root size="md">
        <Progress.Section value={percent(done)} color="green" aria-label={t('done', { n: done })} />
        <Progress.Section value={percent(failed)} color="red" aria-label={t('failed', { n: failed })} />
        <Progress.Section value={percent(cancelled)} color="gray" aria-label={t('cancelled', { n: cancelled })} />
        {running > 0 && <Progress.Section value={percent(partly)} animated aria-label={t('running', { n: running })} />}
      </Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className={styles['numbers'] ?? ''} role="status">
          {[
            t('progress', { done: number(done), total: number(total) }),
            failed > 0 && t('failed', { n: failed }),
            cancelled > 0 && t('cancelled', { n: cancelled }),
            rough && t(`about.${rough.unit}`, { n: rough.n }),
          ]
            .filter(Boolean)
            .join(t('between'))}
        </Text>
        {isUnderWay(batch) && mayRun && (
          <Button
            size="compact-xs"
            variant="default"
            loading={loading}
            onClick={() => void cancel().catch(() => undefined)}
          >
            {t('cancel')}
          </Button>
        )}
      </Group>
      <Text size="xs" c="var(--text-quiet)">
        {t('asked', {
          model: batch.modelId,
          version: batch.modelSha256.slice(0, 8),
          who: batch.requestedBy,
          when: instant(batch.queuedAt),
        })}
      </Text>
      {!isUnderWay(batch) && done > 0 && (
        <Anchor component={Link} size="sm" href={performancePath(study, batch)}>
          {t('performance')}
        </Anchor>
      )}
      {error && <ErrorState code={errorCode(error)} />}
      {batch.failures.length > 0 && <Failures batch={batch} study={study} />}
    </Stack>
  );
}

/** The models page names a source of scores by the model and the beginning of its hash. */
function performancePath(study: string, { modelId, modelSha256 }: Batch): string {
  const source = encodeURIComponent(`portal:${modelId}@${modelSha256.slice(0, 12)}`);
  return `${studyPath(study, 'models')}?source=${source}`;
}

function Failures({ batch, study }: { batch: Batch; study: string }) {
  const t = useTranslations('batches');
  const runs = useTranslations('runs');
  return (
    <Details summary={t('failures', { n: batch.failures.length })} isOpen={isUnderWay(batch)}>
      <ul style={{ margin: '0.25rem 0 0', paddingInlineStart: '1.1rem' }}>
        {batch.failures.map(({ inferenceId, slideId, barcode, errorCode: code, errorMessage }) => (
          <li key={inferenceId}>
            <Text size="sm" component="span">
              <Anchor component={Link} fz="inherit" href={studyPath(study, 'slides', slideId)}>
                {barcode}
              </Anchor>
              {': '}
              {runs(`failures.${failureOf(code)}`)}
            </Text>
            {errorMessage !== null && (
              <Text size="xs" c="var(--text-quiet)" lang="en">
                {errorMessage}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Details>
  );
}

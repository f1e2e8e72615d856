'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useSay } from '@/i18n/use-say.ts';
import styles from './models.module.css';
import { thresholdOriginQuery } from './threshold-queries.ts';
import { type Asked } from './use-evaluated.ts';

const restMs = 400;

/** Whether the threshold was chosen on the very cases it is shown on; asked once it rests. */
export function ThresholdOrigin({ asked, threshold }: { asked: Asked; threshold: number | null }) {
  const say = useSay();
  const [rested] = useDebouncedValue(threshold, restMs);
  const { data, previousData } = useQuery(thresholdOriginQuery, {
    variables: { ...asked, threshold: rested },
    fetchPolicy: 'cache-and-network',
  });
  // The line keeps its place while the next answer comes.
  const origin = (data ?? previousData)?.evaluation.thresholdOrigin ?? null;
  const isOld = !data || rested !== threshold;
  return (
    <Text
      size="xs"
      className={styles['origin'] ?? ''}
      data-optimistic={origin?.isOptimistic || undefined}
      style={{ opacity: isOld && origin !== null ? 0.5 : 1 }}
      aria-live="polite"
    >
      {origin?.isOptimistic ? <IconAlertTriangle size={13} aria-hidden /> : null}
      {origin?.statements.map(say).join(' ')}
    </Text>
  );
}

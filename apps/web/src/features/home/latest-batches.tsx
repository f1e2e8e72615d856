'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { latestBatchesQuery } from './day-query.ts';
import styles from './home.module.css';

const shown = 3;

/** The newest batches of slides, and how far each has come; nothing where there are none. */
export function LatestBatches({ study }: { study: Study }) {
  const t = useTranslations('home.models');
  const instant = useInstant();
  const { data } = useQuery(latestBatchesQuery, { variables: { study: study.code }, fetchPolicy: 'cache-and-network' });
  const batches = data?.batches.slice(0, shown) ?? [];
  if (batches.length === 0) return null;
  return (
    <ul className={styles['next']} aria-label={t('batches')}>
      {batches.map(({ id, modelId, queuedAt, requestedBy, total, done, failed, cancelled }) => (
        <li key={id} className={styles['item']}>
          <Anchor component={Link} href={studyPath(study.code, 'slides')} prefetch={false} size="sm" fw={600}>
            {instant(queuedAt)}
          </Anchor>
          <Text component="span" size="sm">
            {t('scored', { done, total })}
            {failed > 0 ? t('failed', { n: failed }) : null}
            {cancelled > 0 ? t('cancelled', { n: cancelled }) : null}
          </Text>
          <Text component="span" size="sm" c="var(--text-quiet)">
            {modelId} · {requestedBy}
          </Text>
        </li>
      ))}
    </ul>
  );
}

'use client';
import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSnapshot } from '@/selection/use-snapshot.ts';
import { useMembershipsHere } from '@/session/session.tsx';
import { mayExport } from './may-export.ts';
import styles from './export-page.module.css';

const parts = ['analysis', 'forms', 'reasons', 'dictionary', 'readme', 'ineligible', 'trail'] as const;

/** What whoever opens the files finds, before there are any. */
export function WhatIsInIt() {
  const t = useTranslations('exporting.inside');
  const { isFrozen } = useSnapshot();
  const centres = [
    ...new Set(
      useMembershipsHere()
        .filter(mayExport)
        .flatMap((one) => one.centres),
    ),
  ].sort();
  return (
    <Stack gap="sm">
      <Text size="sm">{t('centres', { centres: centres.join(', ') })}</Text>
      {isFrozen ? <Text size="sm">{t('frozen')}</Text> : null}
      <ul className={styles['list']}>
        {parts.map((part) => (
          <li key={part}>{t(part)}</li>
        ))}
      </ul>
    </Stack>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconDatabase, IconSnowflake } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { snapshotsQuery } from './snapshot-query.ts';
import { useCohortSummary } from './use-cohort-summary.ts';
import { shortHash, useSnapshot } from './use-snapshot.ts';
import { useSnapshotId } from './use-snapshot-id.ts';
import styles from './data-version.module.css';

/** Which data a page counts: those of now, or a snapshot, and whether the data have moved since. */
export function DataVersion() {
  const t = useTranslations('snapshots');
  const study = useStudy();
  const { id, setId } = useSnapshotId();
  const { snapshot, isFrozen, isUnknown, nChanged } = useSnapshot();
  const { summary } = useCohortSummary();
  const version = summary?.dataVersion;
  const named = snapshot
    ? t('named', { name: snapshot.name, hash: shortHash(snapshot.sha256) })
    : isUnknown
      ? t('unknown')
      : t('loading');
  const now = version === undefined ? t('now') : t('nowVersion', { version });
  return (
    <>
      <Menu position="bottom-start" width={320} withinPortal>
        <Menu.Target>
          <Button
            variant={isFrozen ? 'light' : 'default'}
            size="xs"
            className={styles['button'] ?? ''}
            leftSection={isFrozen ? <IconSnowflake size={14} aria-hidden /> : <IconDatabase size={14} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={t('choose', { present: isFrozen ? named : now })}
          >
            {isFrozen ? named : now}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={styles['list'] ?? ''}>
          <Menu.Label>{t('counted')}</Menu.Label>
          <Menu.Item onClick={() => setId(null)} aria-current={isFrozen ? undefined : 'true'}>
            {t('now')}
          </Menu.Item>
          <Choices id={id} choose={setId} />
          <Menu.Divider />
          <Menu.Item component={Link} href={studyPath(study.code, 'snapshots')}>
            {t('all')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isFrozen && nChanged !== null && nChanged > 0 ? (
        <StatusBadge tone="attention" mark="△">
          {t('stale', { n: nChanged })}
        </StatusBadge>
      ) : null}
    </>
  );
}

/** Loaded when the menu is opened. */
function Choices({ id, choose }: { id: string | null; choose: (id: string) => void }) {
  const t = useTranslations('snapshots');
  const study = useStudy();
  const { data, error } = useQuery(snapshotsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data)
    return (
      <Text size="sm" px="sm" py={4} role="alert">
        {t('failed')}
      </Text>
    );
  if (!data)
    return (
      <Text size="sm" px="sm" py={4}>
        {t('loading')}
      </Text>
    );
  if (data.snapshots.length === 0)
    return (
      <Text size="sm" px="sm" py={4} c="var(--text-quiet)">
        {t('none')}
      </Text>
    );
  return data.snapshots.map((one) => (
    <Menu.Item key={one.id} onClick={() => choose(one.id)} aria-current={one.id === id ? 'true' : undefined}>
      <span className={styles['name']}>{one.name}</span>
      <Text span size="xs" c="var(--text-quiet)" display="block">
        {t('below', { hash: shortHash(one.sha256), version: one.dataVersion, n: one.n })}
      </Text>
    </Menu.Item>
  ));
}

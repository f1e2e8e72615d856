'use client';
import { useLazyQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type SnapshotChangesQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Snapshot } from '@/selection/snapshot-query.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { checkSnapshotQuery } from './query.ts';
import styles from './snapshots.module.css';
import { useDifferencePair } from './use-difference-pair.ts';

type Change = SnapshotChangesQuery['snapshotChanges'][number];

interface SnapshotsTableProps {
  readonly snapshots: readonly Snapshot[];
  /** Null while it is not known. */
  readonly changes: readonly Change[] | null;
}

/** Each snapshot with its content hash, what has changed since, and what can be done with it. */
export function SnapshotsTable({ snapshots, changes }: SnapshotsTableProps) {
  const t = useTranslations('snapshots.page');
  const instant = useInstant();
  const study = useStudy();
  const columns: Column<Snapshot>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      rowHeader: true,
      wraps: true,
      cell: ({ name, reason }) => (
        <>
          <Text fw={600} size="sm">
            {name}
          </Text>
          <Text size="xs" c="var(--text-quiet)">
            {reason}
          </Text>
        </>
      ),
    },
    {
      id: 'made',
      header: t('columns.made'),
      folds: true,
      cell: ({ madeAt, madeBy }) => (
        <>
          {instant(madeAt)}
          <Text size="xs" c="var(--text-quiet)">
            {madeBy}
          </Text>
        </>
      ),
    },
    {
      id: 'data',
      header: t('columns.data'),
      folds: true,
      cell: ({ dataVersion, cutoffOn, recipe, keepsImages, keepsCycles }) => (
        <>
          {t('version', { version: dataVersion })}
          <Text size="xs" c="var(--text-quiet)">
            {cutoffOn ? t('cutoff', { day: cutoffOn, recipe }) : recipe}
          </Text>
          {keepsCycles ? null : (
            <Text size="xs" c="var(--text-quiet)">
              {t(keepsImages ? 'noCycles' : 'noImages')}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'n',
      header: t('columns.n'),
      align: 'right',
      cell: ({ n, total }) => (total === null || total === n ? n : t('nOf', { n, total })),
    },
    {
      id: 'since',
      header: t('columns.since'),
      cell: ({ id }) => <Since change={changes?.find((one) => one.id === id)} />,
    },
    { id: 'hash', header: t('columns.hash'), folds: true, cell: (one) => <Hash snapshot={one} /> },
    {
      id: 'do',
      header: t('columns.do'),
      cell: (one) => (
        <Group gap="xs" wrap="nowrap">
          <Anchor size="sm" component={Link} href={`${studyPath(study.code, 'survival')}?snapshot=${one.id}`}>
            {t('analyse')}
          </Anchor>
          <Compare snapshot={one} />
        </Group>
      ),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={snapshots}
      rowKey={({ id }) => id}
      caption={t('list')}
      hideCaption
      foldBelow="wide"
    />
  );
}

function Since({ change }: { change: Change | undefined }) {
  const t = useTranslations('snapshots.page');
  if (!change) return '…';
  const { entered, removed, changed } = change;
  if (entered + removed + changed === 0)
    return (
      <StatusBadge tone="good" mark="✓">
        {t('same')}
      </StatusBadge>
    );
  return (
    <>
      <StatusBadge tone="attention" mark="△">
        {t('moved', { n: entered + removed + changed })}
      </StatusBadge>
      <Text size="xs" c="var(--text-quiet)" mt={2}>
        {t('counts', { entered, removed, changed })}
      </Text>
    </>
  );
}

/** The content hash, and whether what is stored still has it. */
function Hash({ snapshot: { id, sha256 } }: { snapshot: Snapshot }) {
  const t = useTranslations('snapshots.page');
  const study = useStudy();
  const [check, { data, error, loading }] = useLazyQuery(checkSnapshotQuery, { fetchPolicy: 'network-only' });
  const checked = data?.checkSnapshot;
  return (
    <div className={styles['hash']}>
      <code title={sha256}>{sha256.slice(0, 16)}…</code>
      <div aria-live="polite">
        {checked && !loading ? (
          <StatusBadge tone={checked.isSound ? 'good' : 'bad'} mark={checked.isSound ? '✓' : '✕'}>
            {checked.isSound ? t('sound') : t('unsound', { n: checked.damaged })}
          </StatusBadge>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            loading={loading}
            onClick={() => void check({ variables: { study: study.code, id } })}
          >
            {t('verify')}
          </Button>
        )}
        {error && !loading ? (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {t('unverified')}
          </Text>
        ) : null}
      </div>
    </div>
  );
}

function Compare({ snapshot: { id, name } }: { snapshot: Snapshot }) {
  const t = useTranslations('snapshots.page');
  const { compare } = useDifferencePair();
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={t('compareNamed', { name })}
      onClick={() => {
        compare({ from: id, to: null });
        document.getElementById('difference')?.scrollIntoView({ behavior: 'smooth', block: 'start' });
      }}
    >
      {t('compare')}
    </Button>
  );
}

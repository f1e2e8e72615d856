import { Stack } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import styles from './operation.module.css';
import { type Operation } from './query.ts';
import { useDuration } from './use-duration.ts';

type Queued = Operation['queue'][number];
type Worker = Operation['workers'][number];

const kinds = ['scores', 'explanations', 'trainings', 'checks'] as const;

/** What a kind of run is called; one that this page does not know is shown by its own name. */
function useKind(): (kind: string) => string {
  const t = useTranslations('operation.kinds');
  return (kind) => {
    const known = kinds.find((one) => one === kind);
    return known ? t(known) : kind;
  };
}

/** What waits, and who works on it. */
export function WorkPanel({ queue, workers }: { queue: readonly Queued[]; workers: readonly Worker[] }) {
  const t = useTranslations('operation.work');
  const { list } = useFormatter();
  const instant = useInstant();
  const duration = useDuration();
  const kindOf = useKind();
  const queued: Column<Queued>[] = [
    { id: 'kind', header: t('kind'), rowHeader: true, cell: ({ kind }) => kindOf(kind) },
    { id: 'waiting', header: t('waiting'), align: 'right', cell: ({ waiting }) => waiting },
    { id: 'active', header: t('active'), align: 'right', cell: ({ active }) => active },
    {
      id: 'oldest',
      header: t('oldest'),
      align: 'right',
      cell: ({ waiting, oldestSeconds }) => (waiting > 0 ? duration(oldestSeconds) : missing),
    },
  ];
  const working: Column<Worker>[] = [
    { id: 'host', header: t('host'), rowHeader: true, cell: ({ host, pid }) => t('process', { host, pid }) },
    {
      id: 'state',
      header: t('state'),
      cell: ({ isAlive, runKind }) => (
        <StatusBadge tone={isAlive ? (runKind ? 'active' : 'good') : 'attention'}>
          {isAlive ? (runKind ? t('works', { kind: kindOf(runKind) }) : t('idle')) : t('silent')}
        </StatusBadge>
      ),
    },
    { id: 'takes', header: t('takes'), folds: true, wraps: true, cell: (one) => list(one.kinds.map(kindOf)) },
    { id: 'seen', header: t('seen'), folds: true, cell: ({ seenAt }) => instant(seenAt, 'medium') },
  ];
  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="md">
        {queue.length > 0 ? (
          <DataTable columns={queued} rows={queue} rowKey={({ kind }) => kind} caption={t('queue')} dense />
        ) : (
          <p className={styles['note']}>{t('nothingWaits')}</p>
        )}
        {workers.length > 0 ? (
          <DataTable
            columns={working}
            rows={workers}
            rowKey={({ id }) => id}
            caption={t('workers')}
            dense
            foldBelow="wide"
          />
        ) : (
          <p className={styles['note']}>{t('noWorkers')}</p>
        )}
      </Stack>
    </Panel>
  );
}

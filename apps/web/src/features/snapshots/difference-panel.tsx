'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Button, Select, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { csvOf, type ExportedFile } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { type Snapshot } from '@/selection/snapshot-query.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { type ChangeLine, csvLinesOf, linesOf } from './difference-lines.ts';
import { type Difference, snapshotDifferenceQuery } from './query.ts';
import styles from './snapshots.module.css';
import { useDifferencePair } from './use-difference-pair.ts';

const now = 'now';

/** What differs between two snapshots, or a snapshot and now, by patient and field. */
export function DifferencePanel({ snapshots }: { snapshots: readonly Snapshot[] }) {
  const t = useTranslations('snapshots.difference');
  const study = useStudy();
  const { pair, compare } = useDifferencePair();
  const from = snapshots.find(({ id }) => id === pair.from) ?? null;
  const to = snapshots.find(({ id }) => id === pair.to) ?? null;
  const { data, error, loading, refetch } = useQuery(snapshotDifferenceQuery, {
    variables: { study: study.code, from: from?.id ?? '', to: to?.id ?? null },
    skip: from === null,
    fetchPolicy: 'cache-and-network',
  });
  const found = data?.snapshotDifference;
  const choices = snapshots.map(({ id, name }) => ({ value: id, label: name }));
  const nameOfTo = to?.name ?? t('now');
  return (
    <div id="difference">
      <Panel
        title={t('title')}
        note={t('note')}
        actions={from && found ? <SaveCsv difference={found} from={from} to={to} /> : null}
      >
        <div className={styles['chooser']}>
          <Select
            label={t('from')}
            placeholder={t('choose')}
            data={choices}
            value={from?.id ?? null}
            onChange={(id) => compare({ from: id, to: to?.id ?? null })}
            allowDeselect={false}
          />
          <Select
            label={t('to')}
            data={[{ value: now, label: t('now') }, ...choices.filter(({ value }) => value !== from?.id)]}
            value={to?.id ?? now}
            onChange={(id) => compare({ from: from?.id ?? null, to: id === now ? null : id })}
            allowDeselect={false}
          />
        </div>
        {from === null ? <EmptyState title={t('nothingChosen')} text={t('nothingChosenText')} /> : null}
        {error && !found ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {from && !found && loading ? <LoadingState height={220} lines={6} /> : null}
        {from && found ? <Found difference={found} from={from.name} to={nameOfTo} /> : null}
      </Panel>
    </div>
  );
}

function Found({ difference, from, to }: { difference: Difference; from: string; to: string }) {
  const t = useTranslations('snapshots.difference');
  const labels = useLabels();
  const { entered, removed, changed, settings, patients } = difference;
  const n = entered + removed + changed;
  const nameOf = (field: string) => (field === 'adverseEvents' ? t('adverseEvents') : labels.variable(field));
  const valueOf = (field: string, value: string | null) =>
    value === null ? missing : field === 'adverseEvents' ? value : labels.value(field, value);
  if (n === 0 && settings.length === 0) return <EmptyState title={t('none')} text={t('noneText')} />;
  const columns: Column<ChangeLine>[] = [
    { id: 'code', header: t('columns.patient'), rowHeader: true, sortBy: ({ code }) => code, cell: ({ code }) => code },
    { id: 'centre', header: t('columns.centre'), folds: true, cell: ({ centre }) => centre },
    { id: 'change', header: t('columns.change'), cell: ({ change }) => t(`change.${change}`) },
    {
      id: 'field',
      header: t('columns.field'),
      wraps: true,
      cell: ({ field }) => (field === null ? '' : nameOf(field)),
    },
    {
      id: 'values',
      header: t('columns.values', { from, to }),
      wraps: true,
      cell: ({ field, before, after }) =>
        field ? (
          <span className={styles['value']}>
            {valueOf(field, before)} → <strong>{valueOf(field, after)}</strong>
          </span>
        ) : null,
    },
  ];
  return (
    <>
      <div className={styles['counts']} aria-live="polite">
        {(['entered', 'removed', 'changed'] as const).map((kind) => (
          <Text key={kind} size="sm">
            <strong>{difference[kind]}</strong> {t(`counted.${kind}`)}
          </Text>
        ))}
      </div>
      {settings.length > 0 ? (
        <Alert variant="light" color="yellow" mb="sm" title={t('settings')}>
          {settings.map(({ field, before, after }) => (
            <Text key={field} size="sm" className={styles['value'] ?? ''}>
              {t.has(`setting.${field}` as 'setting.cutoffOn') ? t(`setting.${field}` as 'setting.cutoffOn') : field}:{' '}
              {before ?? missing} → {after ?? missing}
            </Text>
          ))}
        </Alert>
      ) : null}
      {patients.length < n ? (
        <Text size="sm" c="var(--text-quiet)" mb="xs">
          {t('first', { shown: patients.length, n })}
        </Text>
      ) : null}
      {n > 0 ? (
        <DataTable
          columns={columns}
          rows={linesOf(difference)}
          rowKey={({ key }) => key}
          caption={t('caption', { from, to })}
          hideCaption
          dense
          foldBelow="medium"
          maxHeight="60vh"
        />
      ) : null}
    </>
  );
}

/** The lines as they are stored, with the two states that they lie between. */
function SaveCsv({ difference, from, to }: { difference: Difference; from: Snapshot; to: Snapshot | null }) {
  const t = useTranslations('snapshots.difference');
  const study = useStudy();
  const saveFile = useSaveFile();
  const lines = csvLinesOf(difference, { study: study.code, from, to });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() =>
        void saveFile({
          name: `${study.code}-snapshot-difference.csv`,
          content: csvOf(lines),
          type: 'text/csv',
          holds: 'snapshotDifference' satisfies ExportedFile,
          rows: lines.length - 1,
        })
      }
    >
      {t('csv')}
    </Button>
  );
}

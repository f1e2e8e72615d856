'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { dataImportsQuery, type RecentImport } from './query.ts';

const UndoDialog = onOpening(async () => (await import('./undo-dialog.tsx')).UndoDialog);

/** What was imported into the study, newest first, each with what became of it; within a day with a way back. */
export function RecentImports({ study }: { study: string }) {
  const t = useTranslations('imports.recent');
  const { data, error, refetch } = useQuery(dataImportsQuery, {
    variables: { study },
    fetchPolicy: 'cache-and-network',
  });
  const [open, setOpen] = useState<RecentImport | null>(null);
  const columns = useColumns(setOpen);
  return (
    <Panel title={t('title')} note={t('note')}>
      {data ? (
        data.dataImports.length > 0 ? (
          <DataTable
            columns={columns}
            rows={data.dataImports}
            rowKey={({ id }) => id}
            caption={t('title')}
            hideCaption
            foldBelow="wide"
            maxHeight={420}
          />
        ) : (
          <Text size="sm" c="var(--text-quiet)">
            {t('none')}
          </Text>
        )
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingTable rows={3} />
      )}
      {open ? <UndoDialog imported={open} onUndone={() => void refetch()} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}

function useColumns(onUndo: (imported: RecentImport) => void): Column<RecentImport>[] {
  const t = useTranslations('imports.recent');
  const instant = useInstant();
  return [
    { id: 'file', header: t('file'), cell: ({ fileName }) => fileName, rowHeader: true, wraps: true },
    { id: 'when', header: t('when'), cell: ({ importedAt }) => instant(importedAt) },
    { id: 'who', header: t('who'), cell: ({ importedBy }) => importedBy, folds: true },
    { id: 'patients', header: t('patients'), cell: ({ patientsAdded }) => patientsAdded, align: 'right', folds: true },
    { id: 'added', header: t('added'), cell: ({ recordsAdded }) => recordsAdded, align: 'right' },
    { id: 'changed', header: t('changed'), cell: ({ recordsChanged }) => recordsChanged, align: 'right' },
    {
      ...{ id: 'corrected', header: t('corrected'), align: 'right', folds: true },
      cell: ({ corrected }) => corrected || null,
    },
    {
      id: 'state',
      header: t('state'),
      cell: (imported) => <State imported={imported} onUndo={onUndo} />,
      wraps: true,
    },
    // Enough of it to compare by eye; a file that is sent again has the same.
    { id: 'hash', header: 'SHA-256', cell: ({ sha256 }) => <code>{sha256.slice(0, 12)}</code>, folds: true },
  ];
}

interface StateProps {
  readonly imported: RecentImport;
  readonly onUndo: (imported: RecentImport) => void;
}

function State({ imported, onUndo }: StateProps) {
  const t = useTranslations('imports.recent');
  const instant = useInstant();
  const { fileName, mayUndo, undoableUntil, isExpired, undoneAt, undoneBy, undoReason } = imported;
  if (undoneAt) return t('undone', { when: instant(undoneAt), by: undoneBy ?? '', reason: undoReason ?? '' });
  if (mayUndo) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        aria-label={t('undoOf', { file: fileName })}
        title={t('until', { when: instant(undoableUntil) })}
        onClick={() => onUndo(imported)}
      >
        {t('undo')}
      </Button>
    );
  }
  return t(isExpired ? 'expired' : 'others');
}

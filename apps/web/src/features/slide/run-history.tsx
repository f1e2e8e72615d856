'use client';
import { UnstyledButton } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { missing, showScore } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { RegionOfRun } from './run-facts.tsx';
import { type Run } from '@/runs/run.ts';
import { RunStatus } from '@/runs/run-status.tsx';
import { useInstant } from '@/i18n/use-instant.ts';

interface RunHistoryProps {
  readonly runs: readonly Run[];
  readonly shownId: string;
  readonly onShow: (id: string) => void;
  readonly modelName: (id: string) => string;
}

const seconds = { style: 'unit', unit: 'second', maximumFractionDigits: 1 } as const;

/** Every run of the slide, newest first; any of them can be shown again. */
export function RunHistory({ runs, shownId, onShow, modelName }: RunHistoryProps) {
  const t = useTranslations('slides');
  const rois = useTranslations('rois');
  const format = useFormatter();
  const instant = useInstant();
  const columns: Column<Run>[] = [
    {
      id: 'queuedAt',
      header: t('history.when'),
      rowHeader: true,
      cell: (run) => (
        <UnstyledButton fz="inherit" td="underline" aria-current={run.id === shownId} onClick={() => onShow(run.id)}>
          {instant(run.queuedAt)}
        </UnstyledButton>
      ),
    },
    { id: 'status', header: t('history.status'), cell: (run) => <RunStatus status={run.status} /> },
    { id: 'prps', header: 'PRPS', align: 'right', cell: (run) => showScore(run.prps) },
    {
      id: 'provider',
      header: t('history.ran'),
      folds: true,
      cell: ({ providerRan, secondsTotal }) =>
        [providerRan ?? missing, ...(secondsTotal === null ? [] : [format.number(secondsTotal, seconds)])].join(', '),
    },
    { id: 'roi', header: rois('run.region'), folds: true, cell: (run) => <RegionOfRun run={run} /> },
    { id: 'model', header: t('history.model'), folds: true, cell: (run) => modelName(run.modelId) },
  ];
  return (
    <DataTable
      columns={columns}
      rows={runs}
      rowKey={({ id }) => id}
      caption={t('history.caption')}
      hideCaption
      foldBelow="medium"
      maxHeight={260}
    />
  );
}

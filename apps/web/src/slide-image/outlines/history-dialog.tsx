'use client';
import { useQuery } from '@apollo/client/react';
import { Modal } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type RoiHistoryQuery } from '@/graphql/generated/graphql.ts';
import { missing, showScore } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { type Run } from '@/runs/run.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Outline } from './outline.ts';
import { roiHistoryQuery } from './query.ts';

type Version = RoiHistoryQuery['slide']['rois'][number]['history'][number];

interface HistoryDialogProps {
  readonly slideId: string;
  readonly outline: Outline;
  readonly runs: readonly Run[];
  readonly onClose: () => void;
}

/** Every version of an outline: who saved it, when, and which runs it confined. */
export function HistoryDialog({ slideId, outline, runs, onClose }: HistoryDialogProps) {
  const t = useTranslations('rois');
  const format = useFormatter();
  const instant = useInstant();
  const { data, error } = useQuery(roiHistoryQuery, { variables: { slideId }, fetchPolicy: 'network-only' });
  const id = outline.saved?.id;
  const versions = data?.slide.rois.find((roi) => roi.id === id)?.history ?? [];
  const scores = (version: number): string =>
    runs
      .filter(({ rois }) => rois.some((roi) => roi.id === id && roi.version === version))
      .map(({ prps, queuedAt }) => `${showScore(prps)} (${instant(queuedAt)})`)
      .join(', ') || missing;
  const columns: Column<Version>[] = [
    { id: 'version', header: t('history.version'), rowHeader: true, cell: ({ version }) => version },
    { id: 'name', header: t('name'), cell: ({ name }) => name },
    {
      id: 'area',
      header: 'mm²',
      align: 'right',
      cell: ({ areaMm2 }) => (areaMm2 === null ? missing : format.number(areaMm2, { maximumSignificantDigits: 3 })),
    },
    { id: 'at', header: t('history.at'), cell: ({ savedAt }) => instant(savedAt) },
    { id: 'by', header: t('history.by'), cell: ({ savedBy }) => savedBy },
    { id: 'runs', header: t('history.runs'), cell: ({ version }) => scores(version) },
  ];
  return (
    <Modal opened lockScroll={false} onClose={onClose} title={t('history.title', { name: outline.name })} size="xl">
      {error && <ErrorState code={errorCode(error)} />}
      {!data && !error && <LoadingState height={120} />}
      {data && (
        <DataTable
          columns={columns}
          rows={versions}
          rowKey={({ version }) => String(version)}
          caption={t('history.title', { name: outline.name })}
          hideCaption
        />
      )}
    </Modal>
  );
}

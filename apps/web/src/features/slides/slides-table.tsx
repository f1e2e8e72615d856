'use client';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { missing, showScore } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { scoreOf } from './gallery-filter.ts';
import { byNewest } from '@/runs/run.ts';
import { RunStatus } from '@/runs/run-status.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type SlideRow } from './slide-row.ts';
import { useSetName } from './use-set-name.ts';

/** Every registered slide, with or without an image. */
export function SlidesTable({ slides, study, from }: { slides: readonly SlideRow[]; study: string; from: string }) {
  const t = useTranslations('slides');
  const setName = useSetName();
  const columns: Column<SlideRow>[] = [
    {
      id: 'barcode',
      header: t('table.code'),
      rowHeader: true,
      sortBy: ({ barcode }) => barcode,
      cell: ({ id, barcode }) => (
        <Anchor component={Link} fz="inherit" href={`${studyPath(study, 'slides', id)}${from}`}>
          {barcode}
        </Anchor>
      ),
    },
    {
      id: 'patient',
      header: t('table.patient'),
      folds: true,
      sortBy: (slide) => slide.patientCode,
      cell: (slide) => slide.patientCode,
    },
    { id: 'centre', header: t('table.centre'), sortBy: ({ centre }) => centre, cell: ({ centre }) => centre },
    { id: 'arm', header: t('table.arm'), folds: true, sortBy: ({ arm }) => arm, cell: ({ arm }) => arm ?? missing },
    {
      id: 'set',
      header: t('table.set'),
      folds: true,
      sortBy: ({ evaluationSet }) => evaluationSet,
      cell: ({ evaluationSet }) => (evaluationSet === null ? missing : setName(evaluationSet)),
    },
    {
      id: 'response',
      header: t('table.response'),
      sortBy: ({ bestResponse }) => bestResponse,
      cell: ({ bestResponse }) => bestResponse ?? missing,
    },
    {
      id: 'file',
      header: t('table.image'),
      folds: true,
      sortBy: ({ file }) => (file ? 0 : 1),
      cell: ({ file }) => t(file ? 'table.yes' : 'table.no'),
    },
    {
      id: 'run',
      header: t('table.run'),
      cell: (slide) => {
        const latest = byNewest(slide.inferences)[0];
        return latest ? <RunStatus status={latest.status} /> : missing;
      },
    },
    {
      id: 'prps',
      header: 'PRPS',
      align: 'right',
      sortBy: scoreOf,
      cell: (slide) => showScore(scoreOf(slide)),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={slides}
      rowKey={({ id }) => id}
      caption={t('table.caption')}
      hideCaption
      foldBelow="medium"
      maxHeight="70vh"
    />
  );
}

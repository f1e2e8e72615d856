'use client';
import { useTranslations } from 'use-intl';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type Training } from './training.ts';

type Part = Training['parts'][number];

/** How many slides, patients and labels each part has. */
export function PartsTable({ parts }: { parts: readonly Part[] }) {
  const t = useTranslations('training');
  const columns: readonly Column<Part>[] = [
    { id: 'part', header: t('parts.part'), cell: ({ part }) => t(`parts.${part}`), rowHeader: true },
    { id: 'slides', header: t('parts.slides'), cell: ({ slides }) => slides, align: 'right' },
    { id: 'patients', header: t('parts.patients'), cell: ({ patients }) => patients, align: 'right' },
    { id: 'positive', header: 'SD/PD', cell: ({ positive }) => positive, align: 'right' },
    { id: 'negative', header: 'CR/PR', cell: ({ negative }) => negative, align: 'right' },
    { id: 'centres', header: t('parts.centres'), cell: ({ centres }) => centres.join(', ') },
  ];
  return (
    <DataTable
      columns={columns}
      rows={parts}
      rowKey={({ part }) => part}
      caption={t('parts.caption')}
      hideCaption
      dense
    />
  );
}

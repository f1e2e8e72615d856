'use client';
import { useTranslations } from 'use-intl';
import { type CellKind, type ImportCells } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';

interface Cell extends Omit<ImportCells, 'cells'> {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface CellTableProps {
  readonly kind: Exclude<CellKind, 'refused'>;
  readonly records: readonly ImportCells[];
  readonly total: number;
}

/** Every cell of a page of records: what is stored, and what the file makes of it. */
export function CellTable({ kind, records, total }: CellTableProps) {
  const t = useTranslations('imports.cells');
  const label = useLabel();
  const study = useStudy();
  const cells = records.flatMap(({ cells: ofRecord, ...place }) =>
    ofRecord.map(([field, from, to]): Cell => ({ ...place, field, from, to })),
  );
  const nameOf = ({ form, field }: Cell) => {
    const known = formOf(study, form);
    const spec = known?.fields[field];
    return known && spec ? `${label(known.label)}: ${label(spec.label)}` : `${form}: ${field}`;
  };
  const tableColumn: Column<Cell> = { id: 'table', header: t('table'), cell: ({ table }) => table };
  const fromColumn: Column<Cell> = {
    id: 'from',
    header: t('from'),
    cell: ({ from }) => from ?? t('nothing'),
    wraps: true,
  };
  const columns: Column<Cell>[] = [
    ...(cells.some(({ table }) => table !== undefined) ? [tableColumn] : []),
    { id: 'row', header: t('row'), cell: ({ row }) => row, align: 'right' },
    { id: 'patient', header: t('patient'), cell: ({ patient }) => patient, rowHeader: true },
    { id: 'field', header: t('field'), cell: nameOf, wraps: true },
    ...(kind === 'changed' ? [fromColumn] : []),
    { id: 'to', header: t('to'), cell: ({ to }) => to ?? t('nothing'), wraps: true },
  ];
  return (
    <DataTable
      columns={columns}
      rows={cells}
      rowKey={({ table, row, form, field }) => `${table ?? ''} ${row} ${form} ${field}`}
      caption={t(kind, { n: total })}
      hideCaption
      maxHeight={420}
    />
  );
}

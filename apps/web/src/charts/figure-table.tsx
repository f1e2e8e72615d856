'use client';
import { useMemo } from 'react';
import { type Column, DataTable } from '@/ui/data-table.tsx';

/** A figure's data: `file` is the heading in CSV, `header` the one on screen. */
export interface FigureRows {
  readonly columns: readonly { readonly file: string; readonly header: string; readonly decimals?: number }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface KeyedRow {
  readonly key: string;
  readonly cells: FigureRows['rows'][number];
}

export function FigureTable({ caption, rows, maxHeight }: { caption: string; rows: FigureRows; maxHeight: number }) {
  const columns = useMemo(
    () =>
      rows.columns.map(({ file, header, decimals }, index): Column<KeyedRow> => ({
        id: file,
        header,
        cell: ({ cells }) => shown(cells[index] ?? null, decimals),
        ...(rows.rows.some((cells) => typeof cells[index] === 'number') ? { align: 'right' } : {}),
      })),
    [rows],
  );
  const keyed = useMemo(() => rows.rows.map((cells, index) => ({ key: String(index), cells })), [rows]);
  return (
    <DataTable caption={caption} hideCaption columns={columns} rows={keyed} rowKey={keyOf} maxHeight={maxHeight} />
  );
}

function keyOf(row: KeyedRow): string {
  return row.key;
}

function shown(value: string | number | null, decimals: number | undefined): string {
  if (value === null) return '–';
  return typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals) : String(value);
}

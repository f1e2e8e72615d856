'use client';
import { useMemo } from 'react';
import { missing, showNumber, showSignificant } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';

/** A figure's data: `file` is the heading in CSV, `header` the one on screen. */
export interface FigureRows {
  readonly columns: readonly {
    readonly file: string;
    readonly header: string;
    readonly decimals?: number;
    /** Significant digits, for values of very different size. */
    readonly significant?: number;
  }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface KeyedRow {
  readonly key: string;
  readonly cells: FigureRows['rows'][number];
}

export function FigureTable({ caption, rows, maxHeight }: { caption: string; rows: FigureRows; maxHeight: number }) {
  const columns = useMemo(
    () =>
      rows.columns.map(({ file, header, decimals, significant }, index): Column<KeyedRow> => ({
        id: file,
        header,
        cell: ({ cells }) => shown(cells[index] ?? null, decimals, significant),
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

function shown(value: string | number | null, decimals: number | undefined, significant: number | undefined): string {
  if (value === null) return missing;
  if (typeof value === 'number' && significant !== undefined) return showSignificant(value, significant);
  return typeof value === 'number' && decimals !== undefined ? showNumber(value, decimals) : String(value);
}

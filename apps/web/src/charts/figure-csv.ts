import { csvOf } from '@haim/schema';
import { type FigureRows } from './figure-table.tsx';

/** A figure's data as CSV: full precision, empty where missing. */
export function figureCsv({ columns, rows }: FigureRows): string {
  return csvOf([columns.map(({ file }) => file), ...rows]);
}

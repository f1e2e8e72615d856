import { type FigureRows } from './figure-table.tsx';

/**
 * A figure's data as CSV: full precision, empty where missing.
 * The byte order mark tells Excel that it is UTF-8; a leading `= + - @` in words is quoted out of being a formula.
 */
export function figureCsv({ columns, rows }: FigureRows): string {
  const lines = [columns.map(({ file }) => file), ...rows];
  return `\uFEFF${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

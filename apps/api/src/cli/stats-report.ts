import { say, type Statement } from '@haim/schema';

/** What a person reads: how it was computed, from how many rows, and tables of aligned columns. */
export interface Report {
  readonly methods: readonly string[];
  readonly nUsed: number;
  readonly nDropped: number;
  readonly tables: readonly ReportTable[];
  readonly warnings: readonly string[];
}

export interface ReportTable {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** null is printed as a dash: not estimable, or not reached. */
export type Cell = string | number | null | undefined;

/** The command line is in English. */
export const english = (statement: Statement): string => say(statement, 'en');

/** The report as lines of text, without one at the end. */
export function inWords({ methods, nUsed, nDropped, tables, warnings }: Report): string {
  const rows = (n: number) => `${n} ${n === 1 ? 'row' : 'rows'}`;
  return [
    ...new Set(methods),
    `${rows(nUsed)} used, ${nDropped === 0 ? 'none' : rows(nDropped)} left out for an empty cell`,
    ...tables.flatMap((table) => ['', ...(table.caption ? [table.caption] : []), ...aligned(table)]),
    ...(warnings.length > 0 ? ['', ...[...new Set(warnings)].map((warning) => `Warning: ${warning}`)] : []),
    '',
    'For research use only.',
  ].join('\n');
}

/** A p value with three digits; below 0.0001 only that is stated. */
export function pText(p: number | null): string | null {
  if (p === null) return null;
  return p < 0.0001 ? '< 0.0001' : p.toFixed(p < 0.001 ? 5 : p < 0.01 ? 4 : 3);
}

function aligned({ columns, rows }: ReportTable): string[] {
  const lines = [columns, ...rows.map((row) => row.map(cellText))];
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? '').length)));
  const isText = columns.map((_, k) => rows.some((row) => typeof row[k] === 'string' && !/^[<\d]/.test(row[k])));
  return lines.map((line) =>
    line
      .map((cell, k) => (isText[k] ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '-';
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return String(cell);
  if (!Number.isFinite(cell)) return cell > 0 ? 'Inf' : '-Inf';
  const size = Math.abs(cell);
  return size >= 1000 ? cell.toFixed(1) : size >= 0.001 ? String(Number(cell.toPrecision(5))) : cell.toExponential(3);
}

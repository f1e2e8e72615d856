export type CsvCell = string | number | null;

/** A spreadsheet runs a cell that begins with one of these as a formula. */
const formula = /^[=+\-@\t\r]/;

function csvCell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Lines of CSV, each with its end: for a file that is written piece by piece behind `csvStart`. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** The byte order mark without which Excel misreads Chinese. */
export const csvStart = '\uFEFF';

/** CSV for a spreadsheet: CRLF lines, and a byte order mark. */
export function csvOf(rows: readonly (readonly CsvCell[])[]): string {
  return csvStart + csvLines(rows);
}

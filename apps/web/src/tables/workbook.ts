import { type Cell } from 'write-excel-file/universal';

export type WorkbookCell = string | number | null;

export interface WorkbookRow {
  readonly cells: readonly WorkbookCell[];
  readonly look?: 'bold' | 'indented';
}

export interface WorkbookSheet {
  readonly name: string;
  readonly rows: readonly WorkbookRow[];
  /** Widths of the columns in letters; the last is that of all further ones. */
  readonly widths: readonly number[];
}

/** An Excel workbook of texts and numbers. Texts are texts: none is read as a formula. */
export async function workbookOf(sheets: readonly WorkbookSheet[]): Promise<Blob> {
  // Only who saves a workbook loads what writes it.
  const { default: writeWorkbook } = await import('write-excel-file/universal');
  const written = sheets.map(({ name, rows, widths }) => ({
    sheet: sheetName(name),
    columns: Array.from({ length: Math.max(1, ...rows.map(({ cells }) => cells.length)) }, (_, i) => ({
      width: widths[i] ?? widths.at(-1) ?? 12,
    })),
    data: rows.map(({ cells, look }) => cells.map((cell, place) => cellOf(cell, look, place))),
  }));
  return writeWorkbook(written, { fontFamily: 'Arial', fontSize: 11 }).toBlob();
}

function cellOf(cell: WorkbookCell, look: WorkbookRow['look'], place: number): Cell {
  if (cell === null || cell === '') return null;
  const value = typeof cell === 'number' && Number.isFinite(cell) ? cell : known(String(cell));
  if (look === 'bold') return { value, fontWeight: 'bold' };
  return look === 'indented' && place === 0 ? { value, indent: 2 } : { value };
}

/** At most 31 letters, without the signs that the name of a sheet cannot have. */
function sheetName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

/** Without the control characters that XML does not know, which the library writes as they are: tab and line ends stay. */
function known(text: string): string {
  return text.replaceAll(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '');
}

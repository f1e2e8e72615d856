import { tableColumn } from '../described-table.ts';
import { readHeadings } from '../headings.ts';
import { type TableRecord } from '../read-records.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { openWorkbook, type Workbook } from './xlsx-book.ts';
import { letters, mergedCells, refuseMerged, sheetRows, type SheetRow, writeCell } from './xlsx-sheet.ts';
import { type ZipListed } from './zip-entries.ts';
import { TableError } from '../table-error.ts';

/**
 * The sheets of an Excel workbook (.xlsx, ECMA-376) that have rows, each a table: its first row has the headings. Values
 * are those that Excel stored, also of formulas.
 *
 * @throws TableError that names sheet and cells, where headings are missing or repeated, or cells are merged.
 */
export async function readXlsx(file: FileBytes): Promise<ReadTable[]> {
  const book = await openWorkbook(file);
  const tables: ReadTable[] = [];
  for (const { name, entry } of book.sheets) {
    const head = await headingsOf(book, name, entry);
    if (head) tables.push(head);
  }
  if (tables.length === 0) {
    throw new TableError({ en: 'no sheet of the workbook has a row', zh: '工作簿中没有任何含数据的工作表' });
  }
  return tables;
}

async function headingsOf(book: Workbook, sheet: string, entry: ZipListed): Promise<ReadTable | null> {
  const rows = sheetRows(book, entry);
  try {
    for await (const row of rows) {
      const texts = textsOf(book, row);
      if (texts.every((text) => text.trim() === '')) continue;
      refuseMerged(sheet, await mergedCells(book, entry), row.line);
      const last = texts.findLastIndex((text) => text.trim() !== '') + 1;
      const headings = withSheet(sheet, () => readHeadings(texts.slice(0, last)));
      return {
        name: sheet,
        format: 'xlsx',
        label: null,
        columns: headings.map(columnOf),
        reading: { encoding: 'utf-8', cells: [] },
        records: () => records(book, entry, { sheet, headingLine: row.line, columns: headings.length }),
      };
    }
    return null;
  } finally {
    await rows.return(undefined);
  }
}

function withSheet<T>(sheet: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause;
    throw new TableError({
      en: `sheet ${sheet}: ${cause.label.en}`,
      zh: `工作表 ${sheet}：${cause.label.zh}`,
    });
  }
}

function columnOf(name: string): ReadColumn {
  const label = { en: name, zh: name };
  return { ...tableColumn({ name, label, type: 'text', origin: '' }), marks: [] };
}

function textsOf(book: Workbook, row: SheetRow): readonly string[] {
  const record = new RecordMaker();
  fill(book, row, (row.cells.at(-1)?.column ?? -1) + 1, record);
  return record.take(row.line).cells;
}

function fill(book: Workbook, { cells }: SheetRow, columns: number, record: RecordMaker): void {
  let next = 0;
  for (let column = 0; column < columns; column += 1) {
    while ((cells[next]?.column ?? columns) < column) next += 1;
    const cell = cells[next];
    writeCell(cell?.column === column ? cell : undefined, book, record);
  }
}

interface Place {
  readonly sheet: string;
  readonly headingLine: number;
  readonly columns: number;
}

async function* records(
  book: Workbook,
  entry: ZipListed,
  { sheet, headingLine, columns }: Place,
): AsyncGenerator<TableRecord> {
  const record = new RecordMaker();
  for await (const row of sheetRows(book, entry)) {
    if (row.line <= headingLine) continue;
    const beyond = row.cells.find(({ column, value }) => column >= columns && value !== null && value.trim() !== '');
    if (beyond) {
      throw new TableError({
        en: `sheet ${sheet}: cell ${letters(beyond.column)}${row.line} is beside the table: its column has no heading in row ${headingLine}`,
        zh: `工作表 ${sheet}：单元格 ${letters(beyond.column)}${row.line} 在表格之外：该列在第 ${headingLine} 行没有表头`,
      });
    }
    fill(book, row, columns, record);
    const made = record.take(row.line);
    if (made.faults || made.cells.some((text) => text.trim() !== '')) yield made;
  }
}

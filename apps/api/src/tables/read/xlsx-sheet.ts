import { type Label } from '@haim/schema';
import { TableError } from '../table-error.ts';
import { type RecordMaker } from './read-table.ts';
import { clockText, writeDay } from './written-days.ts';
import { attribute, partPieces, plain, type Workbook } from './xlsx-book.ts';
import { type ZipListed, zipContent } from './zip-entries.ts';

/** A cell as the sheet has it. */
export interface SheetCell {
  /** From 0. */
  readonly column: number;
  readonly type: string;
  readonly style: number;
  /** null where there is none. */
  readonly value: string | null;
  readonly isFormula: boolean;
}

export interface SheetRow {
  readonly line: number;
  readonly cells: readonly SheetCell[];
}

/** The rows of a sheet that have a cell, one after the other. */
export async function* sheetRows({ file }: Workbook, entry: ZipListed): AsyncGenerator<SheetRow> {
  let rows: SheetRow[] = [];
  let line = 0;
  let cells: SheetCell[] = [];
  let cell: { column: number; type: string; style: number; value: string | null; isFormula: boolean } | null = null;
  let taken: 'v' | 't' | null = null;
  let isReading = false;
  const pieces = partPieces(file, entry, {
    open: (tag) => {
      const { local } = tag;
      if (local === 'row') {
        line = Number(attribute(tag, 'r') ?? line + 1);
        cells = [];
      } else if (local === 'c') {
        const place = attribute(tag, 'r');
        const last = cells.at(-1);
        cell = {
          column: place ? columnOf(place) : last ? last.column + 1 : 0,
          type: attribute(tag, 't') ?? 'n',
          style: Number(attribute(tag, 's') ?? 0),
          value: null,
          isFormula: false,
        };
      } else if (cell && local === 'f') cell.isFormula = true;
      else if (local === 'rPh') isReading = true;
      else if (cell && (local === 'v' || (local === 't' && !isReading))) {
        taken = local;
        cell.value ??= '';
      }
    },
    text: (piece) => {
      if (taken && cell) cell.value += piece;
    },
    close: ({ local }) => {
      if (local === 'v' || local === 't') taken = null;
      else if (local === 'rPh') isReading = false;
      else if (local === 'c' && cell) {
        cells.push(cell);
        cell = null;
      } else if (local === 'row' && cells.length > 0) rows.push({ line, cells });
    },
  });
  for await (const _ of pieces) {
    yield* rows;
    rows = [];
  }
}

/** AB12 -> 27. */
function columnOf(place: string): number {
  let sum = 0;
  for (let i = 0; i < place.length; i += 1) {
    const letter = place.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    sum = sum * 26 + letter;
  }
  return sum - 1;
}

/** 27 -> AB. */
export function letters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letters(Math.floor(column / 26) - 1) + letter;
}

/** The places of cells that are merged. They are listed behind all rows, so that the sheet is read to its end. */
export async function mergedCells({ file }: Workbook, entry: ZipListed): Promise<string[]> {
  const found: string[] = [];
  let rest = '';
  for await (const piece of zipContent(file, entry)) {
    const text = rest + piece.toString('latin1');
    for (const [, place = ''] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"/g)) found.push(place);
    // A tag that ends in the next piece.
    const last = text.lastIndexOf('<');
    rest = last > text.lastIndexOf('>') && text.length - last < 4096 ? text.slice(last) : '';
  }
  return found;
}

/** @throws TableError where cells from the headings on are merged: their value would count for the first of them alone. */
export function refuseMerged(sheet: string, merged: readonly string[], headingLine: number): void {
  const wrong = merged.filter((place) => Number(/\d+$/.exec(place)?.[0] ?? 0) >= headingLine);
  if (wrong.length === 0) return;
  const list = wrong.slice(0, 5).join(', ') + (wrong.length > 5 ? ` (${wrong.length})` : '');
  throw new TableError({
    en: `sheet ${sheet}: cells ${list} are merged, so that their value counts for the first row or column alone: unmerge them and fill each`,
    zh: `工作表 ${sheet}：单元格 ${list} 已合并，其值仅对第一行（列）有效：请取消合并并逐格填写`,
  });
}

const withoutValue: Label = {
  en: 'the value of the formula, which the file does not hold: open it in Excel, and save it',
  zh: '公式的结果值，文件中未保存：请用 Excel 打开后重新保存',
};
const anError: Label = { en: 'a value, not an error of a formula', zh: '有效值，而非公式错误' };

/** Days from the day that Excel calls 0 to 1970; of those before its 29 February 1900, which never was, one less. */
const [DAYS_TO_1970, NEVER_WAS, DAYS_FROM_1904] = [25_569, 60, 1462] as const;
const SECONDS_A_DAY = 86_400;

/** Writes a cell as text: numbers as they are, days as 2024-03-05, true and false. */
export function writeCell(
  cell: SheetCell | undefined,
  { texts, styles, isFrom1904 }: Workbook,
  record: RecordMaker,
): void {
  if (!cell) {
    record.value('');
    return;
  }
  const { type, value, isFormula, style } = cell;
  if (value === null || (value === '' && type !== 'str')) {
    if (isFormula) record.fault('', 'formula', withoutValue);
    else record.value('');
    return;
  }
  switch (type) {
    case 's':
      record.value(texts[Number(value)] ?? '');
      return;
    case 'str':
    case 'inlineStr':
      record.value(plain(value));
      return;
    case 'b':
      record.value(value === '1' || value === 'true' ? 'true' : 'false');
      return;
    case 'e':
      record.fault(value, 'formula', anError);
      return;
    case 'd':
      record.value(value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' '));
      return;
    default:
      writeNumber(Number(value), styles[style] ?? 'number', isFrom1904, record);
  }
}

function writeNumber(value: number, shown: Workbook['styles'][number], isFrom1904: boolean, record: RecordMaker): void {
  // A time of day has no day before it: such a number is below one.
  if (shown === 'time') record.value(clockText(value * SECONDS_A_DAY));
  else if (shown === 'number') record.value(String(value));
  else {
    const days = isFrom1904 ? value + DAYS_FROM_1904 : value < NEVER_WAS ? value + 1 : value;
    writeDay(record, days - DAYS_TO_1970);
  }
}

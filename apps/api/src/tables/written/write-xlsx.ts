import { type DescribedTable, type TableCell, type TableRow } from '../described-table.ts';
import { PIECE_BYTES } from './rows-into.ts';
import { workbookParts } from './xlsx-parts.ts';
import { zipOf, type ZipEntry } from './zip.ts';

/** A sheet of texts, such as a dictionary; its first row is a heading. */
export interface TextSheet {
  readonly name: string;
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Rows of a sheet, the heading included. */
export const MOST_ROWS = 1_048_576;
/** Days from the day that Excel calls 0 to 1970, and the first day on which its calendar is right, 1900-03-01. */
const DAYS_TO_1970 = 25_569;
const FIRST_DAY = -25_508;
/** Styles of xl/styles.xml. */
const [DAY_STYLE, TEXT_STYLE, HEAD_STYLE] = [1, 2, 3] as const;

/**
 * Tables as one workbook, a sheet for each; what is longer than a sheet continues in the next. Texts are texts, also those
 * that look like formulas, and are marked as such: Excel shows them with an apostrophe in its line of input, and keeps them.
 *
 * @param onTable - called as each table begins.
 */
export function xlsxOf(
  texts: readonly TextSheet[],
  tables: readonly DescribedTable[],
  onTable: (table: DescribedTable, place: number) => void,
): AsyncGenerator<Buffer> {
  const parts = tables.map(({ rows }) => Math.max(1, Math.ceil(rows / (MOST_ROWS - 1))));
  const names = [
    ...texts.map(({ name }) => name),
    ...tables.flatMap(({ name }, i) => Array.from({ length: parts[i] ?? 1 }, (_, k) => sheetName(name, k))),
  ];
  return zipOf(entries());

  async function* entries(): AsyncGenerator<ZipEntry> {
    yield* workbookParts(names);
    let number = 0;
    for (const sheet of texts) yield { name: `xl/worksheets/sheet${++number}.xml`, content: textSheet(sheet) };
    for (const [i, table] of tables.entries()) {
      onTable(table, i);
      const rows = new Rows(table.batches());
      for (let k = 0; k < (parts[i] ?? 1); k++) {
        yield { name: `xl/worksheets/sheet${++number}.xml`, content: tableSheet(table, rows) };
      }
      await rows.needEnd(table);
    }
  }
}

/** A name has at most 31 characters. */
export function sheetName(name: string, part: number): string {
  const suffix = part === 0 ? '' : `_${part + 1}`;
  return name.slice(0, 31 - suffix.length) + suffix;
}

/** The rows of a table, taken by one sheet after the other. */
class Rows {
  private readonly batches: AsyncIterator<readonly TableRow[]>;
  private rest: readonly TableRow[] = [];

  constructor(batches: AsyncIterable<readonly TableRow[]>) {
    this.batches = batches[Symbol.asyncIterator]();
  }

  /** At most so many rows; none at the end. */
  async next(most: number): Promise<readonly TableRow[]> {
    if (this.rest.length === 0) {
      const next = await this.batches.next();
      if (next.done) return [];
      this.rest = next.value;
    }
    const taken = this.rest.slice(0, most);
    this.rest = this.rest.slice(most);
    return taken;
  }

  /** @throws where a table has more rows than were counted, and so than its sheets hold. */
  async needEnd(table: DescribedTable): Promise<void> {
    if ((await this.next(1)).length > 0)
      throw new Error(`${table.name}: more rows than the ${table.rows} that were counted`);
  }
}

const sheetStart = (frozen: boolean) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${frozen ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ''}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="60" width="18" customWidth="1"/></cols><sheetData>`;
const sheetEnd = '</sheetData></worksheet>';

async function* tableSheet({ columns }: DescribedTable, rows: Rows): AsyncGenerator<string> {
  const letters = columns.map((_, i) => columnLetters(i));
  yield sheetStart(true);
  yield `<row r="1">${columns.map(({ name }, i) => textCell(`${letters[i]}1`, name, HEAD_STYLE)).join('')}</row>`;
  let line = 2;
  let text = '';
  while (line <= MOST_ROWS) {
    const batch = await rows.next(MOST_ROWS - line + 1);
    if (batch.length === 0) break;
    for (const row of batch) {
      text += `<row r="${line}">`;
      for (let i = 0; i < columns.length; i++) {
        const cell = row[i] as TableCell;
        if (cell !== null) text += xmlCell(`${letters[i]}${line}`, cell, columns[i]?.type === 'date');
      }
      text += '</row>';
      line++;
    }
    if (text.length > PIECE_BYTES) {
      yield text;
      text = '';
    }
  }
  yield text + sheetEnd;
}

function xmlCell(place: string, cell: string | number | boolean, isDate: boolean): string {
  if (typeof cell === 'string') return textCell(place, cell, formula.test(cell) ? TEXT_STYLE : 0);
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (!isDate) return `<c r="${place}"><v>${cell}</v></c>`;
  if (cell >= FIRST_DAY) return `<c r="${place}" s="${DAY_STYLE}"><v>${cell + DAYS_TO_1970}</v></c>`;
  return textCell(place, new Date(cell * 86_400_000).toISOString().slice(0, 10), 0);
}

const formula = /^['=+\-@\t\r\n＝＋－＠]/;
const special = /[&<>\p{Cc}\ufffe\uffff]|_x[0-9a-f]{4}_/iu;

function textCell(place: string, text: string, style: number): string {
  const styled = style === 0 ? '' : ` s="${style}"`;
  const escaped = special.test(text) ? escape(text) : text;
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${place}"${styled} t="inlineStr"><is><t${space}>${escaped}</t></is></c>`;
}

/** XML has no place for control characters; Excel writes them as _x000B_, and what looks like that as _x005F_x000B_. */
function escape(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (character) => {
      if (character === '\n' || character === '\t') return character;
      return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    });
}

function* textSheet({ rows }: TextSheet): Generator<string> {
  yield sheetStart(true);
  for (const [i, row] of rows.entries()) {
    const cells = row.map((cell, k) => {
      const place = `${columnLetters(k)}${i + 1}`;
      if (cell === null) return '';
      return typeof cell === 'number'
        ? xmlCell(place, cell, false)
        : textCell(place, cell, i === 0 ? HEAD_STYLE : formula.test(cell) ? TEXT_STYLE : 0);
    });
    yield `<row r="${i + 1}">${cells.join('')}</row>`;
  }
  yield sheetEnd;
}

/** 0 -> A, 26 -> AA. */
function columnLetters(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : columnLetters(Math.floor(place / 26) - 1) + letter;
}

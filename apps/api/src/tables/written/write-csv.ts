import { csvStart } from '@haim/schema';
import { dayText, type DescribedTable, type TableCell } from '../described-table.ts';
import { PIECE_BYTES } from './rows-into.ts';

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, in Chinese and Japanese settings also in their
 * full width. A quotation mark is among them so that one in front can be taken away again without a doubt.
 */
const formula = /^['=+\-@\t\r\n＝＋－＠]/;
const special = /[",\r\n]/;

/** A text as a cell. Numbers are never texts, so that negative ones stay numbers. */
export function csvText(value: string): string {
  const harmless = formula.test(value) ? `'${value}` : value;
  return special.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A table as CSV in UTF-8: one line for each row, codes as they are stored, dates as 2024-03-05, true and false. */
export async function* csvOfTable(table: DescribedTable): AsyncGenerator<string> {
  yield `${csvStart}${table.columns.map(({ name }) => csvText(name)).join(',')}\r\n`;
  const writers = table.columns.map(({ type }) =>
    type === 'date' ? dateCell : type === 'text' ? textCell : plainCell,
  );
  let text = '';
  for await (const rows of table.batches()) {
    for (const row of rows) {
      for (let i = 0; i < writers.length; i++) {
        if (i > 0) text += ',';
        const value = row[i] as TableCell;
        if (value !== null) text += (writers[i] as typeof plainCell)(value);
      }
      text += '\r\n';
    }
    if (text.length > PIECE_BYTES) {
      yield text;
      text = '';
    }
  }
  yield text;
}

function dateCell(value: TableCell): string {
  return dayText(value as number);
}

function textCell(value: TableCell): string {
  return csvText(String(value));
}

/** Codes may begin with anything: a study names its own. */
function plainCell(value: TableCell): string {
  return typeof value === 'string' ? csvText(value) : String(value);
}

import { type Label } from '@haim/schema';
import { type RowPlace } from './import-row.ts';

/** Rows of one table, at most: the other bits of a number name the table. */
const ROWS = 2 ** 26;

/** Rows of several tables as single numbers, so that millions of them fit into memory. */
export class RowPlaces {
  private readonly tables: string[] = [];

  numberOf({ row, table = '' }: RowPlace): number {
    let at = this.tables.indexOf(table);
    if (at < 0) at = this.tables.push(table) - 1;
    return at * ROWS + row;
  }

  placeOf(number: number): RowPlace {
    const table = this.tables[Math.floor(number / ROWS)] ?? '';
    const row = number % ROWS;
    return table === '' ? { row } : { row, table };
  }

  /** As a sentence names it. */
  inWords(number: number): Label {
    const { row, table } = this.placeOf(number);
    return table === undefined
      ? { en: `line ${row}`, zh: `第 ${row} 行` }
      : { en: `line ${row} of ${table}`, zh: `${table} 第 ${row} 行` };
  }
}

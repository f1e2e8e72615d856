import { StatsInputError } from '../numerics/errors.ts';

/** A CSV file in columns; null is a missing cell. */
export type Table = Readonly<Record<string, readonly (string | null)[]>>;

const linesOf = new WeakMap<Table, readonly number[]>();

/**
 * Records on which line of its file each row of a table begins, so that an error names the right one.
 *
 * @param table - the columns read from the file; kept by reference, not copied.
 * @param lines - [n] from 1, one per row. Without them each row is assumed to be one line, below the heading.
 * @returns the same table.
 * @throws never: lines are read when a row is refused.
 *
 * Source: RFC 4180, by which a quoted cell may hold line breaks, so that rows and lines differ.
 * Checked against: lines counted by hand, in the tests of the portal's reader of tables.
 */
export function withLines(table: Table, lines: readonly number[]): Table {
  linesOf.set(table, lines);
  return table;
}

/** A model term as written in a call. */
export interface Term {
  readonly column: string;
  readonly type: 'numeric' | 'factor';
  readonly levels?: readonly string[];
}

/** The rows of a table that have a value in every column a call uses. */
export class CompleteCases {
  readonly nDropped: number;
  readonly rows: readonly number[];
  private readonly table: Table;

  constructor(table: Table, columns: readonly (string | undefined)[]) {
    this.table = table;
    const used = columns.filter((name) => name !== undefined).map((name) => this.column(name));
    const all = [...(used[0] ?? Object.values(table)[0] ?? []).keys()];
    this.rows = all.filter((row) => used.every((cells) => cells[row] !== null));
    this.nDropped = all.length - this.rows.length;
    if (this.rows.length === 0) throw new StatsInputError('table', 'has no complete row');
  }

  /** @throws StatsInputError naming the column and the line of the file if a cell is not a number. */
  numbers(name: string): number[] {
    return this.texts(name).map((cell, i) => {
      const read = Number(cell);
      // What is blank would be 0.
      const value = read === 0 && cell.trim() === '' ? NaN : read;
      if (Number.isNaN(value)) throw new StatsInputError(name, `${this.lineOf(i)}: "${cell}" is no number`);
      return value;
    });
  }

  /** Events and outcomes, 1 or 0. @throws StatsInputError on any other cell: 1 and 2 would be read the wrong way round. */
  flags(name: string): boolean[] {
    return this.numbers(name).map((value, i) => {
      if (value !== 0 && value !== 1)
        throw new StatsInputError(name, `${this.lineOf(i)}: must be 0 or 1, not ${value}`);
      return value === 1;
    });
  }

  texts(name: string): string[] {
    const cells = this.column(name);
    return this.rows.map((row) => cells[row] ?? '');
  }

  /** Levels of a grouping column: as given, otherwise numbers ascending, otherwise texts in byte order. */
  levels(name: string, given?: readonly string[]): string[] {
    if (given !== undefined) return [...given];
    const present = [...new Set(this.texts(name))];
    const isNumeric = this.column(name).every((cell) => cell === null || !Number.isNaN(Number(cell)));
    return present.sort(isNumeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  }

  /** Row positions (within the complete cases) of each level. */
  groups(name: string, given?: readonly string[]): { label: string; members: number[] }[] {
    const cells = this.texts(name);
    return this.levels(name, given).map((label) => ({
      label,
      members: cells.flatMap((cell, i) => (cell === label ? [i] : [])),
    }));
  }

  /** The line of the file; if not recorded, as if the heading were line 1 and each row a line. */
  private lineOf(i: number): string {
    const row = this.rows[i] ?? 0;
    return `line ${linesOf.get(this.table)?.[row] ?? row + 2}`;
  }

  private column(name: string): readonly (string | null)[] {
    const cells = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
    if (cells === undefined) throw new StatsInputError(name, 'is not a column of the table');
    return cells;
  }
}

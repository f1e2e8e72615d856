import { StatsInputError } from '../errors.ts';

/** A CSV file in columns; null is an empty cell. */
export type Table = Readonly<Record<string, readonly (string | null)[]>>;

/** A model term as it is written in a call. */
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

  numbers(name: string): number[] {
    return this.texts(name).map(Number);
  }

  flags(name: string): boolean[] {
    return this.numbers(name).map((value) => value === 1);
  }

  texts(name: string): string[] {
    const cells = this.column(name);
    return this.rows.map((row) => cells[row] ?? '');
  }

  /** Levels of a grouping column: as given, else numbers ascending, else texts in byte order. */
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

  private column(name: string): readonly (string | null)[] {
    const cells = this.table[name];
    if (cells === undefined) throw new StatsInputError(name, 'is not a column of the table');
    return cells;
  }
}

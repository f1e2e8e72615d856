/** Few distinct values, a small number each: 0 is missing, k stands for `words[k - 1]`. Flags have the words false, true. */
export interface CodeColumn {
  readonly kind: 'codes';
  readonly codes: Codes;
  readonly words: readonly string[];
}

/** Quantities, days, and dates as days since 1970-01-01; NaN is missing. */
export interface NumberColumn {
  readonly kind: 'numbers';
  readonly values: Float64Array;
}

/** A text of its own in each row, such as a patient's code; all in one string, each ended by a line feed. */
export interface TextColumn {
  readonly kind: 'text';
  readonly text: string;
  /** Where each row's text begins; one entry more than rows. */
  readonly starts: Uint32Array;
}

export type Column = CodeColumn | NumberColumn | TextColumn;
export type ColumnKind = Column['kind'];
export type Codes = Uint8Array | Uint32Array;

export const flagWords = ['false', 'true'] as const;

export function textAt({ text, starts }: TextColumn, row: number): string {
  return text.slice(starts[row] ?? 0, (starts[row + 1] ?? 1) - 1);
}

export function textColumn(rows: readonly string[]): TextColumn {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (starts[i + 1] = (starts[i] ?? 0) + row.length + 1));
  return { kind: 'text', text: rows.map((row) => `${row}\n`).join(''), starts };
}

/** Room for this many words: one byte a row where that is enough. */
export function codesFor(nWords: number, rows: number): Codes {
  return nWords <= 255 ? new Uint8Array(rows) : new Uint32Array(rows);
}

let missing = new Float64Array(0);

/** The values of a column of which nothing is recorded: most studies have several, and all of them share one array. */
export function missingNumbers(rows: number): Float64Array {
  if (missing.length < rows) missing = new Float64Array(rows).fill(NaN);
  return missing.subarray(0, rows);
}

/** Whether these are the values of a column of which nothing is recorded. */
export function areMissing({ buffer }: Float64Array): boolean {
  return buffer === missing.buffer;
}

export function bytesOf(column: Column): number {
  switch (column.kind) {
    case 'codes':
      return column.codes.byteLength;
    case 'numbers':
      return areMissing(column.values) ? 0 : column.values.byteLength;
    case 'text':
      return column.text.length + column.starts.byteLength;
  }
}

/** The value of one row: a word, a number, a text, or null where it is missing. */
export function valueAt(column: Column, row: number): string | number | null {
  switch (column.kind) {
    case 'codes':
      return column.words[(column.codes[row] ?? 0) - 1] ?? null;
    case 'numbers': {
      const value = column.values[row] ?? NaN;
      return Number.isNaN(value) ? null : value;
    }
    case 'text':
      return textAt(column, row);
  }
}

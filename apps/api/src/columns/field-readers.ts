import { type CodeColumn, codesFor, missingNumbers, type NumberColumn, type TextColumn } from './column.ts';
import { type PatientIds } from './patient-ids.ts';
import { type FieldReader, type Piece } from './read-binary-copy.ts';
import { Words } from './words.ts';

/*
 * Each reader starts with room for the expected number of rows: growing costs a copy, and the old array is memory
 * outside the heap, which makes the garbage collector run for little gain.
 */

/** Text of few distinct values. */
export class CodeReader implements FieldReader {
  private codes: Uint32Array;
  private readonly words: Words;

  constructor(expected: number, known: readonly string[] = []) {
    this.codes = new Uint32Array(expected);
    this.words = new Words(known);
  }

  take(row: number, { bytes }: Piece, start: number, length: number): void {
    if (row >= this.codes.length) this.codes = doubled(this.codes);
    this.codes[row] = length === -1 ? 0 : this.words.codeOf(bytes, start, length);
  }

  column(rows: number): CodeColumn {
    const codes = codesFor(this.words.list.length, rows);
    codes.set(this.codes.subarray(0, rows));
    return { kind: 'codes', codes, words: this.words.list };
  }
}

/** float8 */
export class NumberReader implements FieldReader {
  private values: Float64Array;
  private isEmpty = true;

  constructor(expected: number) {
    this.values = new Float64Array(expected);
  }

  take(row: number, { view }: Piece, start: number, length: number): void {
    if (row >= this.values.length) this.values = doubled(this.values);
    if (length !== -1) this.isEmpty = false;
    this.values[row] = length === -1 ? NaN : view.getFloat64(start);
  }

  column(rows: number): NumberColumn {
    return { kind: 'numbers', values: this.isEmpty ? missingNumbers(rows) : exactly(this.values, rows) };
  }
}

/** int4, from 0 to 255 and never null: for small counts. */
export class ByteReader implements FieldReader {
  private values: Uint8Array;

  constructor(expected: number) {
    this.values = new Uint8Array(expected);
  }

  take(row: number, { view }: Piece, start: number): void {
    if (row >= this.values.length) this.values = doubled(this.values);
    this.values[row] = view.getInt32(start);
  }

  valuesOf(rows: number): Uint8Array {
    return exactly(this.values, rows);
  }
}

/** int4, never below 0 and never null. */
export class WholeReader implements FieldReader {
  private values: Uint32Array;

  constructor(expected: number) {
    this.values = new Uint32Array(expected);
  }

  take(row: number, { view }: Piece, start: number): void {
    if (row >= this.values.length) this.values = doubled(this.values);
    this.values[row] = view.getInt32(start);
  }

  valuesOf(rows: number): Uint32Array {
    return exactly(this.values, rows);
  }
}

/** Text without line feeds, each row its own. Decoded once, as a whole. */
export class TextReader implements FieldReader {
  private bytes: Uint8Array;
  private starts: Uint32Array;

  constructor(expected: number) {
    this.bytes = new Uint8Array(16 * expected);
    this.starts = new Uint32Array(expected + 1);
  }

  take(row: number, { bytes }: Piece, start: number, length: number): void {
    const size = Math.max(0, length);
    const from = this.starts[row] as number;
    while (from + size + 1 > this.bytes.length) this.bytes = doubled(this.bytes);
    if (row + 1 >= this.starts.length) this.starts = doubled(this.starts);
    for (let i = 0; i < size; i++) this.bytes[from + i] = bytes[start + i] as number;
    this.bytes[from + size] = LINE_FEED;
    this.starts[row + 1] = from + size + 1;
  }

  column(rows: number): TextColumn {
    const end = this.starts[rows] as number;
    const text = new TextDecoder().decode(this.bytes.subarray(0, end));
    const starts = this.starts.slice(0, rows + 1);
    // One byte a character, unless there are characters beyond ASCII.
    if (text.length < end) for (let row = 0; row < rows; row++) starts[row + 1] = text.indexOf('\n', starts[row]) + 1;
    return { kind: 'text', text, starts };
  }
}

const LINE_FEED = 10;

/** uuid */
export class IdReader implements FieldReader {
  private words: Uint32Array;

  constructor(expected: number) {
    this.words = new Uint32Array(4 * expected);
  }

  take(row: number, { view }: Piece, start: number): void {
    if (4 * row >= this.words.length) this.words = doubled(this.words);
    for (let k = 0; k < 4; k++) this.words[4 * row + k] = view.getUint32(start + 4 * k);
  }

  idsOf(rows: number): PatientIds {
    return exactly(this.words, 4 * rows);
  }
}

/** Trimmed to the number of rows; the same array if it already has that length. */
function exactly<T extends Uint8Array | Uint32Array | Float64Array>(values: T, length: number): T {
  return values.length === length ? values : (values.slice(0, length) as T);
}

function doubled<T extends Uint8Array | Uint32Array | Float64Array>(values: T): T {
  const more = new (values.constructor as new (length: number) => T)(Math.max(16, values.length * 2));
  more.set(values);
  return more;
}

import { type CodeColumn, codesFor, type NumberColumn, type TextColumn, textColumn } from './column.ts';
import { type PatientIds } from './patient-ids.ts';
import { type FieldReader } from './read-binary-copy.ts';

/** The words of a code column, each numbered when it is first met. Words are told apart by their bytes, not as strings. */
export class Words {
  readonly list: string[];
  private readonly bytes: Buffer[];
  private readonly slots = new Map<number, number[]>();

  constructor(known: readonly string[] = []) {
    this.list = [];
    this.bytes = [];
    for (const word of known) this.add(Buffer.from(word));
  }

  /** 1 for the first word. */
  codeOf(buffer: Buffer, start: number, length: number): number {
    let hash = length;
    for (let i = start; i < start + length; i++) hash = (Math.imul(hash, 31) + (buffer[i] ?? 0)) | 0;
    for (const code of this.slots.get(hash) ?? []) {
      const word = this.bytes[code - 1];
      if (word?.length === length && buffer.compare(word, 0, length, start, start + length) === 0) return code;
    }
    return this.add(Buffer.from(buffer.subarray(start, start + length)), hash);
  }

  private add(word: Buffer, known?: number): number {
    const code = this.list.push(word.toString('utf8'));
    this.bytes.push(word);
    const hash = known ?? word.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, word.length);
    this.slots.set(hash, [...(this.slots.get(hash) ?? []), code]);
    return code;
  }
}

/** Text of few distinct values. */
export class CodeReader implements FieldReader {
  private codes = new Uint32Array(1024);
  private readonly words: Words;

  constructor(known: readonly string[] = []) {
    this.words = new Words(known);
  }

  take(row: number, buffer: Buffer, start: number, length: number): void {
    if (row >= this.codes.length) this.codes = doubled(this.codes);
    this.codes[row] = length === -1 ? 0 : this.words.codeOf(buffer, start, length);
  }

  column(rows: number): CodeColumn {
    const codes = codesFor(this.words.list.length, rows);
    codes.set(this.codes.subarray(0, rows));
    return { kind: 'codes', codes, words: this.words.list };
  }
}

/** float8 */
export class NumberReader implements FieldReader {
  private values = new Float64Array(1024);

  take(row: number, buffer: Buffer, start: number, length: number): void {
    if (row >= this.values.length) this.values = doubled(this.values);
    this.values[row] = length === -1 ? NaN : buffer.readDoubleBE(start);
  }

  column(rows: number): NumberColumn {
    return { kind: 'numbers', values: this.values.slice(0, rows) };
  }
}

/** int4 or int2, never null: what is small and counted. */
export class ByteReader implements FieldReader {
  private values = new Uint8Array(1024);

  take(row: number, buffer: Buffer, start: number, length: number): void {
    if (row >= this.values.length) this.values = doubled(this.values);
    this.values[row] = buffer.readUIntBE(start, length);
  }

  valuesOf(rows: number): Uint8Array {
    return this.values.slice(0, rows);
  }
}

/** Text, each row its own. */
export class TextReader implements FieldReader {
  private readonly texts: string[] = [];

  take(row: number, buffer: Buffer, start: number, length: number): void {
    this.texts[row] = length === -1 ? '' : buffer.toString('utf8', start, start + length);
  }

  column(rows: number): TextColumn {
    return textColumn(this.texts.slice(0, rows));
  }
}

/** uuid */
export class IdReader implements FieldReader {
  private words = new Uint32Array(4096);

  take(row: number, buffer: Buffer, start: number): void {
    if (4 * row >= this.words.length) this.words = doubled(this.words);
    for (let k = 0; k < 4; k++) this.words[4 * row + k] = buffer.readUInt32BE(start + 4 * k);
  }

  idsOf(rows: number): PatientIds {
    return this.words.slice(0, 4 * rows);
  }
}

function doubled<T extends Uint8Array | Uint32Array | Float64Array>(values: T): T {
  const more = new (values.constructor as new (length: number) => T)(values.length * 2);
  more.set(values);
  return more;
}

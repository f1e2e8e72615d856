import { isAscii, isUtf8 } from 'node:buffer';
import { TableError } from './table-error.ts';
import { type TableSource } from './table-source.ts';

/** A cell that is not ASCII, and the line of the file it is on. */
export interface ForeignCell {
  readonly line: number;
  readonly bytes: Buffer;
}

/** What the bytes of a file reveal about its encoding before any of them is decoded. */
export interface Scan {
  readonly mark: 'utf-8' | 'utf-16le' | 'utf-16be' | null;
  /** Lines that are not ASCII: those that are UTF-8, and those that are not. */
  readonly sound: Sample;
  readonly broken: Sample;
}

/** A file with a longer line is not a table; nothing larger is held in memory. */
const LONGEST_LINE = 1_000_000;
const SAMPLE_BYTES = 32_768;
const MAGIC_BYTES = 4;

/** The bytes a spreadsheet, an archive or a PDF begins with: files that people take for CSV. */
const notTables: readonly [magic: string, en: string, zh: string][] = [
  ['PK\u0003\u0004', 'an Excel or zip file', 'Excel 或压缩文件'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel file', '旧版 Excel 文件'],
  ['%PDF', 'a PDF file', 'PDF 文件'],
];
const marks = [
  ['\u00ef\u00bb\u00bf', 'utf-8'],
  ['\u00ff\u00fe', 'utf-16le'],
  ['\u00fe\u00ff', 'utf-16be'],
] as const;

/**
 * Reads a file once, line by line, without decoding it: a Chinese word on its last line counts as one on its first.
 *
 * @throws TableError for a file that is empty, a spreadsheet or binary, or has a line of more than a million bytes.
 */
export async function scanTable(source: TableSource): Promise<Scan> {
  const [sound, broken] = [new Sample(), new Sample()];
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  const take = (bytes: Buffer) => {
    if (bytes.includes(0)) throw binary(line);
    if (!isAscii(bytes)) (isUtf8(bytes) ? sound : broken).take(line, bytes);
    line += 1;
  };
  let isFirst = true;
  for await (const chunk of source()) {
    const bytes: Buffer = rest.length ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    if (isFirst && bytes.length < MAGIC_BYTES) {
      rest = bytes;
      continue;
    }
    const mark = isFirst ? markOf(bytes) : null;
    if (mark) return { mark, sound, broken };
    isFirst = false;
    let begin = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
      take(bytes.subarray(begin, end));
      begin = end + 1;
    }
    rest = bytes.subarray(begin);
    if (rest.length > LONGEST_LINE) {
      throw new TableError({
        en: `line ${line} has more than ${LONGEST_LINE} bytes: the file is not a table`,
        zh: `第 ${line} 行超过 ${LONGEST_LINE} 字节：该文件不是表格`,
      });
    }
  }
  if (line === 1 && rest.length === 0) throw new TableError({ en: 'the file is empty', zh: '文件为空' });
  const mark = isFirst ? markOf(rest) : null;
  if (mark === null && rest.length) take(rest);
  return { mark, sound, broken };
}

/** @throws TableError where the file begins like something that is not a table. */
function markOf(beginning: Buffer): Scan['mark'] {
  const head = beginning.subarray(0, MAGIC_BYTES).toString('latin1');
  const other = notTables.find(([magic]) => head.startsWith(magic));
  if (other) {
    throw new TableError({
      en: `the file is ${other[1]}, not a CSV file: save it as CSV first`,
      zh: `该文件是${other[2]}，不是 CSV 文件：请先另存为 CSV`,
    });
  }
  return marks.find(([bytes]) => head.startsWith(bytes))?.[1] ?? null;
}

/** Counts lines that are not ASCII and keeps their foreign cells, as many as SAMPLE_BYTES hold. */
export class Sample {
  readonly cells: ForeignCell[] = [];
  lines = 0;
  private bytes = 0;

  take(line: number, bytes: Buffer): void {
    this.lines += 1;
    if (this.bytes > SAMPLE_BYTES) return;
    const cells = foreignCells(bytes);
    this.cells.push(...cells.map((cell) => ({ line, bytes: cell })));
    this.bytes += cells.reduce((total, cell) => total + cell.length, 0);
  }
}

/** No byte of a comma, quote, semicolon, tab or line end is part of a character in any encoding without a mark. */
function foreignCells(line: Buffer): Buffer[] {
  const cells = line.toString('latin1').match(/[^,;"\t\r]*[\x80-\xff][^,;"\t\r]*/g) ?? [];
  return cells.map((cell) => Buffer.from(cell, 'latin1'));
}

export function binary(line: number): TableError {
  return new TableError({
    en: `line ${line} holds a zero byte: the file is binary data, or UTF-16 without its mark; save it as CSV UTF-8`,
    zh: `第 ${line} 行含有零字节：该文件是二进制数据，或缺少标记的 UTF-16；请另存为 CSV UTF-8`,
  });
}

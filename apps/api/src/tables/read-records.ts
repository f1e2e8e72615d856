import { type Readable, pipeline } from 'node:stream';
import { type Label } from '@haim/schema';
import { CsvError, type Options, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { type Encoding, encodingNames } from './encoding.ts';
import { binary } from './scan-table.ts';
import { TableError } from './table-error.ts';
import { type TableSource } from './table-source.ts';

export interface TableRecord {
  /** The line of the file on which the record begins, counting from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** For cells that the format says are missing, by place: what stands for the value. */
  readonly marks?: ReadonlyMap<number, string>;
  /** Cells that the format itself cannot give as a value. */
  readonly faults?: readonly CellFault[];
}

/** A cell that is not a value: a formula without one, a day that no calendar here has. */
export interface CellFault {
  /** The place of its column, from 0. */
  readonly at: number;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

export type Delimiter = ',' | '\t';

/** A file with more columns, or a longer record, is not a clinical file. */
const MOST_COLUMNS = 1000;
const LONGEST_RECORD = 1_000_000;

/**
 * The records of a CSV file one after another; lines without any value are passed over.
 *
 * @throws TableError for bytes that are not text in the encoding and for bad quoting, naming the line.
 */
export async function* readRecords(
  source: TableSource,
  encoding: Encoding,
  delimiter: Delimiter = ',',
): AsyncGenerator<TableRecord> {
  const lines = new LineCount();
  const options: Options<TableRecord, string[]> = {
    bom: true,
    delimiter,
    // While it is parsed: what waits to be read is lost when a later record is malformed.
    on_record: (cells: string[], { lines: counted }): TableRecord => ({ line: lines.beginOf(cells, counted), cells }),
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  };
  // Typed for records of texts alone, though `on_record` may make anything of them.
  const parser = parse(options as unknown as Options);
  // Any failure on the way ends the parser, where the loop sees it; leaving the loop closes the file.
  pipeline(
    source(),
    (bytes: Readable) => decode(bytes, encoding),
    parser,
    () => undefined,
  );
  try {
    for await (const record of parser as AsyncIterable<TableRecord>) {
      const { line, cells } = record;
      if (cells.length > MOST_COLUMNS) {
        throw new TableError({
          en: `line ${line} has ${cells.length} columns; at most ${MOST_COLUMNS}`,
          zh: `第 ${line} 行有 ${cells.length} 列，最多 ${MOST_COLUMNS} 列`,
        });
      }
      yield record;
    }
  } catch (cause) {
    throw cause instanceof CsvError ? malformed(cause, lines) : cause;
  }
}

async function* decode(bytes: Readable, encoding: Encoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  let line = 1;
  const sound = (text: string): string => {
    // A byte that means nothing reads as U+FFFD; a file that holds one lost a character before it came here. Half a pair
    // of UTF-16 would be stored as one.
    const wrong = text.search(/[\0\ufffd\ud800-\udfff]/u);
    if (wrong >= 0) {
      line += lineEnds(text.slice(0, wrong));
      throw text[wrong] === '\0' ? binary(line) : notInEncoding(line, encoding);
    }
    line += lineEnds(text);
    return text;
  };
  let half = '';
  for await (const chunk of bytes) {
    const text = half + decoder.write(chunk as Buffer);
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    yield sound(text.slice(0, text.length - half.length));
  }
  yield sound(half + (decoder.end() ?? ''));
}

/** csv-parse counts a line end of two characters twice inside quotation marks. */
class LineCount {
  private doubled = 0;
  /** The last line of the record before. */
  last = 0;

  beginOf(cells: readonly string[], counted: number): number {
    const inside = cells.filter((cell) => /[\r\n]/.test(cell)).join('');
    const doubled = inside.match(/\r\n/g)?.length ?? 0;
    this.doubled += doubled;
    this.last = this.corrected(counted);
    return this.last - ((inside.match(/[\r\n]/g)?.length ?? 0) - doubled);
  }

  corrected(counted: number): number {
    return counted - this.doubled;
  }
}

function lineEnds(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count += 1;
  return count;
}

function notInEncoding(line: number, encoding: Encoding): TableError {
  const name = encodingNames[encoding];
  return new TableError({
    en: `line ${line} holds bytes that are not text in ${name}: name the encoding of the file, or save it as CSV UTF-8`,
    zh: `第 ${line} 行含有在 ${name} 中不是文字的字节：请指明文件编码，或另存为 CSV UTF-8`,
  });
}

/** In our own words: the parser's messages repeat the cell, which is a patient's data. */
function malformed({ code, lines, column }: CsvError & { lines?: number; column?: number | string }, count: LineCount) {
  const isOpen = code === 'CSV_QUOTE_NOT_CLOSED';
  const line = isOpen || lines === undefined ? count.last + 1 : count.corrected(lines);
  const place = typeof column === 'number' && !isOpen ? column + 1 : null;
  const [en, zh] = faults[code.replace(/^CSV_/, '')] ?? ['', ''];
  return new TableError({
    en: `line ${line}${place ? `, column ${place}` : ''}: the file is not well-formed CSV${en && `: ${en}`}`,
    zh: `第 ${line} 行${place ? `第 ${place} 列` : ''}：文件不是规范的 CSV${zh && `：${zh}`}`,
  });
}

const faults: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  INVALID_OPENING_QUOTE: [
    'a quotation mark stands inside a cell; put the whole cell in quotation marks and write each one inside it twice',
    '单元格内部出现引号；请将整个单元格放入引号，并将其中每个引号写两次',
  ],
  INVALID_CLOSING_QUOTE: [
    'text follows a closing quotation mark; write a quotation mark inside a cell twice',
    '结束引号后还有文字；单元格内的引号须写两次',
  ],
  QUOTE_NOT_CLOSED: ['a quotation mark that opens there or below is never closed', '自该行起有一个引号始终没有结束'],
  MAX_RECORD_SIZE: ['a row has more than a million characters', '一行超过一百万个字符'],
};

import { type Readable, Transform } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { badInput } from '../../context/portal-error.ts';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface CsvRecord {
  /** The line of the file on which the record begins, counting from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** More columns, or a longer record, is no clinical file. */
const MOST_COLUMNS = 1000;
const LONGEST_RECORD = 1_000_000;
const PROBE_BYTES = 65_536;

/** The bytes a spreadsheet, an archive or a PDF begins with: files that people take for CSV. */
const notCsv: readonly [magic: string, what: string][] = [
  ['PK\u0003\u0004', 'an Excel or zip file'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel file'],
  ['%PDF', 'a PDF file'],
];

/**
 * Reads a CSV stream record by record, in the encoding it is found to have: a byte order mark decides, else UTF-8 where
 * the beginning is valid UTF-8, else GB18030 (what Chinese Excel writes).
 *
 * @throws BAD_USER_INPUT for a file that is empty, no CSV, or badly quoted, naming the line.
 */
export async function openCsv(file: Readable): Promise<{ encoding: CsvEncoding; records: AsyncIterable<CsvRecord> }> {
  const chunks = file[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let probed = 0;
  while (probed < PROBE_BYTES) {
    const { value, done } = await chunks.next();
    if (done) break;
    const chunk = Buffer.from(value as Uint8Array);
    head.push(chunk);
    probed += chunk.length;
  }
  const beginning = Buffer.concat(head);
  if (beginning.length === 0) throw badInput('the file is empty');
  const encoding = encodingOf(beginning);

  async function* bytes() {
    yield beginning;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value as Uint8Array;
  }
  return { encoding, records: records(bytes(), encoding) };
}

async function* records(bytes: AsyncIterable<Uint8Array>, encoding: CsvEncoding): AsyncGenerator<CsvRecord> {
  const { Readable: Source } = await import('node:stream');
  const parser = Source.from(bytes)
    .pipe(iconv.decodeStream(encoding))
    .pipe(refuseNul())
    .pipe(
      parse({
        bom: true,
        info: true,
        relax_column_count: true,
        max_record_size: LONGEST_RECORD,
        skip_empty_lines: true,
      }),
    );
  try {
    let line = 1;
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.length > MOST_COLUMNS)
        throw badInput(`line ${line} has ${record.length} columns; at most ${MOST_COLUMNS}`);
      yield { line, cells: record };
      // `lines` counts what has been read, so the next record begins on the line after.
      line = info.lines + 1;
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('CSV_')) {
      throw badInput(`the file is not well-formed CSV: ${cause.message}`);
    }
    throw cause;
  }
}

function encodingOf(beginning: Buffer): CsvEncoding {
  const magic = notCsv.find(([bytes]) => beginning.subarray(0, 4).toString('latin1').startsWith(bytes));
  if (magic) throw badInput(`the file is ${magic[1]}, not a CSV file: save it as CSV first`);
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le';
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return 'utf-16be';
  if (beginning.includes(0)) throw badInput('the file holds binary data, not text');
  try {
    // `stream` forgives a character that the end of the probe cuts in two.
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** PostgreSQL text holds no NUL, and no CSV file means one. U+FFFD is what a wrong byte was decoded to. */
function refuseNul(): Transform {
  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(text: string, _encoding, done) {
      if (text.includes('\0')) done(badInput('the file holds binary data, not text'));
      else if (text.includes('\ufffd'))
        done(badInput('the file holds bytes that are no text in its encoding (UTF-8, UTF-16 or GB18030)'));
      else done(null, text);
    },
  });
}

import { tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { type TableRecord } from '../read-records.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { columnTypeOf, kindOf, sasCell } from './sas-formats.ts';
import { readSasHead, type SasHead, type SasVariable } from './sas-head.ts';
import { readSasBody, rowsOfSas, type SasBody } from './sas-pages.ts';
import { dictionaryText, type TextDecoding, textsIn, textsOf, unpadded } from './text-encoding.ts';

const WESTERN = 'windows-1252';

/** Encodings by the numbers that SAS has for them; of any other, somebody has to say what it is. */
const encodings: Readonly<Record<number, string>> = {
  ...{ 20: 'utf-8', 28: WESTERN, 29: WESTERN, 62: WESTERN },
  ...{ 60: 'windows-1250', 61: 'windows-1251', 63: 'windows-1253', 64: 'windows-1254', 65: 'windows-1255' },
  ...{ 66: 'windows-1256', 67: 'windows-1257', 123: 'big5', 125: 'gb18030', 126: 'gb18030', 138: 'shift_jis' },
  ...{ 140: 'euc-kr', 141: 'euc-kr', 205: 'gb18030' },
};

/**
 * A data set of SAS 7 to 9, of any system, compressed or not. Its labels of values are in a catalogue that is another
 * file. `.A` to `.Z` and `._` are marks of what is missing. SAS has not published the format: what is not as those who
 * worked it out describe it (M. Shotwell, “SAS7BDAT Database Binary Format”) is refused.
 */
export async function readSas7bdat(file: FileBytes, name: string, named: Encoding | null): Promise<ReadTable> {
  const head = await readSasHead(file);
  const body = await readSasBody(file, head);
  const texts = await decodingOf(file, head, body, named);
  const columns = body.variables.map((variable) => columnOf(variable, texts));
  return {
    ...{ name, format: 'sas7bdat', label: null, columns, reading: texts.reading },
    records: () => records(file, head, body, texts),
  };
}

/**
 * As the file states, unless somebody says otherwise. Sessions of SAS in a Western encoding keep bytes of any other as they
 * are, and state their own: texts that are all UTF-8, or plainly Chinese, are read as that.
 */
async function decodingOf(
  file: FileBytes,
  head: SasHead,
  body: SasBody,
  named: Encoding | null,
): Promise<TextDecoding> {
  const stated = encodings[head.encoding];
  if (named !== null || stated === undefined) return textsOf(textsWithin(file, head, body), named);
  if (stated !== WESTERN) return textsIn(stated);
  try {
    return await textsOf(textsWithin(file, head, body), null);
  } catch (cause) {
    if (!(cause instanceof TableError) || cause.extensions['readings'] === undefined) throw cause;
    return textsIn(stated);
  }
}

function columnOf(variable: SasVariable, texts: TextDecoding): ReadColumn {
  const label = dictionaryText(texts, variable.label);
  return {
    ...tableColumn({
      name: dictionaryText(texts, variable.name),
      label: { en: label, zh: label },
      type: columnTypeOf(kindOf(variable)),
      origin: '',
    }),
    marks: [],
  };
}

async function* textsWithin(
  file: FileBytes,
  head: SasHead,
  body: SasBody,
): AsyncGenerator<{ line: number; bytes: Buffer }> {
  for (const { name, label } of body.variables) for (const bytes of [name, label]) yield { line: 1, bytes };
  const texts = body.variables.filter(({ isText }) => isText);
  let line = 0;
  for await (const row of rowsOfSas(file, head, body)) {
    line += 1;
    for (const { at, bytes } of texts) yield { line, bytes: Buffer.from(unpadded(row.subarray(at, at + bytes))) };
  }
}

async function* records(
  file: FileBytes,
  head: SasHead,
  body: SasBody,
  texts: TextDecoding,
): AsyncGenerator<TableRecord> {
  const record = new RecordMaker();
  const numberIn = numberOf(head);
  const cells = body.variables.map((variable) => sasCell(variable, texts, numberIn));
  let line = 0;
  for await (const row of rowsOfSas(file, head, body)) {
    line += 1;
    for (const cell of cells) cell(row, record);
    yield record.take(line);
  }
}

/** A number of two to eight bytes, which lacks its least significant ones, or the mark of what is missing. */
function numberOf({ isLittle }: SasHead): (row: Buffer, at: number, bytes: number) => number | string {
  const eight = Buffer.alloc(8);
  return (row, at, bytes) => {
    eight.fill(0);
    if (isLittle) for (let i = 0; i < bytes; i += 1) eight[i] = row[at + bytes - 1 - i] ?? 0;
    else row.copy(eight, 0, at, at + bytes);
    const value = eight.readDoubleBE();
    return Number.isNaN(value) ? markOf(eight[2] ?? 0) : value;
  };
}

/** A missing value is not a number, whose third byte says which of them. */
function markOf(byte: number): string {
  const tag = ~byte & 0xff;
  if (tag === 0) return '._';
  return tag >= 2 && tag <= 27 ? `.${String.fromCharCode(63 + tag)}` : '.';
}

import { tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { type TableRecord } from '../read-records.ts';
import { ByteReader, cutShort } from './byte-reader.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { columnTypeOf, kindOf, sasCell } from './sas-formats.ts';
import { dictionaryText, type TextDecoding, textsOf, unpadded } from './text-encoding.ts';
import { damaged, readXptMembers, RECORD, type XptMember, type XptVariable } from './xpt-head.ts';

const SPACE = 0x20;

/**
 * The data sets of a SAS transport file, of version 5 or 8. `.A` to `.Z` and `._` are marks of what is missing. The file
 * does not say in which encoding its texts are, nor what its codes mean.
 */
export async function readXpt(file: FileBytes, name: string, named: Encoding | null): Promise<ReadTable[]> {
  const members = await readXptMembers(file);
  const texts = await textsOf(textsWithin(file, members), named);
  return members.map((member): ReadTable => {
    const label = dictionaryText(texts, member.label);
    return {
      name: members.length === 1 ? name : dictionaryText(texts, member.name),
      ...{ format: 'xpt', reading: texts.reading },
      label: label === '' ? null : { en: label, zh: label },
      columns: member.variables.map((variable) => columnOf(variable, texts)),
      records: () => records(file, member, texts),
    };
  });
}

function columnOf(variable: XptVariable, texts: TextDecoding): ReadColumn {
  const label = dictionaryText(texts, variable.label);
  const kind = kindOf(variable);
  return {
    ...tableColumn({
      name: dictionaryText(texts, variable.name),
      label: { en: label, zh: label },
      type: columnTypeOf(kind),
      origin: '',
    }),
    marks: [],
  };
}

async function* records(file: FileBytes, member: XptMember, texts: TextDecoding): AsyncGenerator<TableRecord> {
  const record = new RecordMaker();
  const cells = member.variables.map((variable) => sasCell(variable, texts, ibmNumber));
  let line = 0;
  for await (const row of rowsOf(file, member)) {
    line += 1;
    for (const cell of cells) cell(row, record);
    yield record.take(line);
  }
}

/**
 * Rows follow each other without regard to records, and the last record is filled up with blanks: rows of nothing but
 * blanks at the end are such filling, though there may be several where rows are short.
 */
async function* rowsOf(file: FileBytes, { variables, from, to }: XptMember): AsyncGenerator<Buffer> {
  const width = variables.reduce((sum, { bytes }) => sum + bytes, 0);
  if (width <= 0 || variables.some(({ at, bytes }) => at < 0 || bytes <= 0 || at + bytes > width)) {
    throw damaged('the places of its variables', '变量位置');
  }
  if ((to - from) % RECORD !== 0) throw cutShort();
  const reader = new ByteReader(file.stream(from, to));
  try {
    const total = Math.floor((to - from) / width);
    const left = (to - from) % width;
    const couldBeFilling = Math.ceil(RECORD / width);
    const held: Buffer[] = [];
    for (let i = 0; i < total; i += 1) {
      const row = await reader.take(width);
      if (i < total - couldBeFilling) yield row;
      else held.push(Buffer.from(row));
    }
    const rest = await reader.take(left);
    // What does not fill a row is filling; anything else is the beginning of a row whose end is missing.
    if (!isBlank(rest)) throw cutShort();
    while (held.length > 0 && isBlank(held.at(-1) ?? rest)) held.pop();
    yield* held;
  } finally {
    reader.close();
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === SPACE);
}

/** The names, labels and texts of every data set. */
async function* textsWithin(
  file: FileBytes,
  members: readonly XptMember[],
): AsyncGenerator<{ line: number; bytes: Buffer }> {
  for (const member of members) {
    for (const bytes of [member.label, ...member.variables.map(({ label }) => label)]) {
      yield { line: 1, bytes: unpadded(bytes) };
    }
    const texts = member.variables.filter(({ isText }) => isText);
    if (texts.length === 0) continue;
    let line = 0;
    for await (const row of rowsOf(file, member)) {
      line += 1;
      for (const { at, bytes } of texts) yield { line, bytes: Buffer.from(unpadded(row.subarray(at, at + bytes))) };
    }
  }
}

/**
 * A number in the floating point of IBM mainframes, of two to eight bytes, or the mark of what is missing: `.`, `._`, `.A`
 * to `.Z`, which have a first byte that no number has without a fraction.
 */
export function ibmNumber(row: Buffer, at: number, bytes: number): number | string {
  const first = row[at] ?? 0;
  let high = 0;
  let low = 0;
  for (let i = 1; i < 4; i += 1) high = high * 256 + (i < bytes ? (row[at + i] ?? 0) : 0);
  for (let i = 4; i < 8; i += 1) low = low * 256 + (i < bytes ? (row[at + i] ?? 0) : 0);
  if (high === 0 && low === 0) {
    if (first === 0x2e) return '.';
    if (first === 0x5f) return '._';
    return first >= 0x41 && first <= 0x5a ? `.${String.fromCharCode(first)}` : 0;
  }
  const fraction = (high * 2 ** 32 + low) / 2 ** 56;
  const value = fraction * 16 ** ((first & 0x7f) - 64);
  return first >= 0x80 ? -value : value;
}

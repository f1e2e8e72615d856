import { type Label } from '@haim/schema';
import { type ColumnCode, tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { type TableRecord } from '../read-records.ts';
import { ByteReader, cutShort } from './byte-reader.ts';
import { cellOf, type DtaCell, kindOf } from './dta-cells.ts';
import { damaged, type DtaHead, dtaTypes, type DtaVariable, ended, readDtaHead } from './dta-head.ts';
import { type DtaTail, readDtaTail, rowBytes, widthOf } from './dta-tail.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { storedCodes } from './stored-codes.ts';
import { dictionaryText, type TextDecoding, textsOf, utf8Texts } from './text-encoding.ts';

const BLOCK_BYTES = 1 << 18;
/** `.a` as a label of a value names it; `.` is one less. */
const FIRST_MARK = 2_147_483_622;

/**
 * A data set of Stata 8 to 18. Numbers with labels are codes; `.a` to `.z` are marks of what is missing.
 *
 * @param named - the encoding as its sender named it: before Stata 14 a file does not state its own.
 */
export async function readDta(file: FileBytes, name: string, named: Encoding | null): Promise<ReadTable> {
  const head = await headOf(file);
  const tail = await readDtaTail(file, head);
  const texts = head.version >= 118 ? utf8Texts : await textsOf(textsWithin(file, head, tail), named);
  const said = characteristicsOf(head, texts);
  const columns = head.variables.map((variable) => columnOf(variable, tail, texts, said));
  const title = dictionaryText(texts, head.title);
  let at = 0;
  const cells = head.variables.map((variable, i): DtaCell => {
    const codes = new Map(columns[i]?.codes?.map(({ number, code }) => [number, code]));
    const cell = cellOf(variable, at, { head, tail, texts, codes });
    at += widthOf(variable.type);
    return cell;
  });
  return {
    ...{ name, format: 'dta', columns, reading: texts.reading },
    label: title === '' ? null : { en: title, zh: title },
    records: () => records(file, head, cells),
  };
}

async function headOf(file: FileBytes): Promise<DtaHead> {
  const reader = new ByteReader(file.stream());
  try {
    const head = await readDtaHead(reader);
    if (head.rows < 0) throw damaged(reader.at);
    if (head.dataAt + head.rows * rowBytes(head) > file.size) throw cutShort();
    return head;
  } finally {
    reader.close();
  }
}

async function* records(file: FileBytes, head: DtaHead, cells: readonly DtaCell[]): AsyncGenerator<TableRecord> {
  const record = new RecordMaker();
  let line = 0;
  for await (const bytes of rowsOf(file, head)) {
    line += 1;
    for (const cell of cells) cell(bytes, record);
    yield record.take(line);
  }
}

async function* rowsOf(file: FileBytes, head: DtaHead): AsyncGenerator<Buffer> {
  const width = rowBytes(head);
  const reader = new ByteReader(file.stream(head.dataAt, head.dataAt + head.rows * width));
  try {
    const atOnce = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, width)));
    for (let left = head.rows; left > 0; left -= atOnce) {
      const rows = Math.min(left, atOnce);
      const block = await reader.take(rows * width);
      for (let i = 0; i < rows; i += 1) yield block.subarray(i * width, (i + 1) * width);
    }
  } finally {
    reader.close();
  }
}

/** Every text of a file that does not say in which encoding they are. */
async function* textsWithin(
  file: FileBytes,
  head: DtaHead,
  tail: DtaTail,
): AsyncGenerator<{ line: number; bytes: Buffer }> {
  for (const { name, label } of head.variables) for (const bytes of [name, label]) yield { line: 1, bytes };
  for (const set of tail.labels.values()) for (const bytes of set.values()) yield { line: 1, bytes };
  for (const bytes of tail.longTexts.values()) yield { line: 1, bytes };
  let at = 0;
  const places = head.variables.flatMap(({ type }) => {
    const from = at;
    at += widthOf(type);
    return type <= 2045 ? [{ from, to: at }] : [];
  });
  if (places.length === 0) return;
  let line = 0;
  for await (const row of rowsOf(file, head)) {
    line += 1;
    for (const { from, to } of places) yield { line, bytes: ended(row.subarray(from, to)) };
  }
}

type Said = ReadonlyMap<string, ReadonlyMap<string, string>>;

function characteristicsOf({ characteristics }: DtaHead, { decode }: TextDecoding): Said {
  const found = new Map<string, Map<string, string>>();
  for (const { of, name, content } of characteristics) {
    const [variable, key, text] = [of, name, content].map((bytes) => decode(bytes) ?? '');
    if (variable === undefined || key === undefined || text === undefined) continue;
    const all = found.get(variable) ?? new Map<string, string>();
    all.set(key, text);
    found.set(variable, all);
  }
  return found;
}

function columnOf(variable: DtaVariable, tail: DtaTail, texts: TextDecoding, said: Said): ReadColumn {
  const name = dictionaryText(texts, variable.name);
  const about = said.get(name);
  // What `label language zh` shows is kept under the language’s own name.
  const language = said.get('_dta')?.get('_lang_c') === 'zh' ? 'en' : 'zh';
  const shown = dictionaryText(texts, variable.label);
  const inBoth = (first: string, second: string | undefined): Label =>
    language === 'zh' ? { en: first, zh: second || first } : { en: second || first, zh: first };
  const set = tail.labels.get(variable.labelsOf.toString('latin1')) ?? new Map<number, Buffer>();
  const other = tail.labels.get(Buffer.from(about?.get(`_lang_l_${language}`) ?? '').toString('latin1'));
  const stored = storedCodes(about?.get('codes'));
  const codes: ColumnCode[] = [];
  const marks: ReadColumn['marks'][number][] = [];
  for (const [value, bytes] of set) {
    const label = dictionaryText(texts, bytes);
    if (value >= FIRST_MARK) marks.push({ mark: `.${String.fromCharCode(97 + value - FIRST_MARK)}`, label });
    else {
      const second = other?.get(value);
      codes.push({
        code: stored.get(String(value)) ?? String(value),
        label: inBoth(label, second && dictionaryText(texts, second)),
        number: value,
      });
    }
  }
  const kind = kindOf(variable);
  const isNumber = kind === 'number';
  const isWhole = variable.type !== dtaTypes.double && variable.type !== dtaTypes.float;
  return {
    ...tableColumn({
      name,
      label: inBoth(shown, about?.get(`_lang_v_${language}`)),
      type: kind === 'text' ? 'text' : isNumber ? (isWhole ? 'integer' : 'decimal') : 'date',
      origin: about?.get('origin') ?? '',
      standard: about?.get('codes_of') ?? null,
      ...(isNumber && codes.length > 0 && { codes, type: 'code' }),
    }),
    marks,
  };
}

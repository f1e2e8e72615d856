import { numberedCodes, tableColumn } from '../described-table.ts';
import { type Encoding } from '../encoding.ts';
import { type TableRecord } from '../read-records.ts';
import { ByteReader } from './byte-reader.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { type Attributes, readAttributes } from './sav-attributes.ts';
import { savCases } from './sav-cases.ts';
import { damaged, readSavHead, type SavHead } from './sav-head.ts';
import { cellOf, labelsIn, type Place, placesIn, type ValueLabel } from './sav-variables.ts';
import { dictionaryText, type TextDecoding, textsIn, textsOf, unpadded } from './text-encoding.ts';

/** Code pages by the number that SPSS 14 and older note (record 7, 3). */
const byNumber: Readonly<Record<number, string>> = { 65_001: 'UTF-8', 28_591: 'ISO-8859-1' };

/**
 * A system file of SPSS (.sav of any kind, .zsav). Numbers with labels are codes; what SPSS takes as missing has a mark.
 *
 * @param named - the encoding as its sender named it, for a file that does not state its own.
 */
export async function readSav(file: FileBytes, name: string, named: Encoding | null): Promise<ReadTable> {
  const { head } = await opened(file);
  const texts = await decodingOf(file, head, named);
  const places = placesIn(head, texts);
  const attributes = attributesOf(head, texts);
  const labels = labelsIn(head, texts, places);
  const title = dictionaryText(texts, head.title);
  const columns = places.map((place) => columnOf(place, labels.get(place) ?? [], attributes.get(place.name)));
  return {
    name,
    format: 'sav',
    label: title === '' ? null : { en: title, zh: title },
    columns,
    reading: texts.reading,
    records: () =>
      records(
        file,
        head,
        places.map((place, i) => cellOf(place, head, texts, columns[i])),
      ),
  };
}

async function opened(file: FileBytes): Promise<{ head: SavHead; reader: ByteReader }> {
  const reader = new ByteReader(file.stream());
  try {
    const head = await readSavHead(reader);
    if (head.compression < 0 || head.compression > 2) throw damaged('its compression', '压缩方式');
    return { head, reader };
  } catch (cause) {
    reader.close();
    throw cause;
  }
}

async function* records(
  file: FileBytes,
  head: SavHead,
  cells: readonly ((bytes: Buffer, record: RecordMaker) => void)[],
): AsyncGenerator<TableRecord> {
  const { reader } = await opened(file);
  try {
    const record = new RecordMaker();
    let line = 0;
    for await (const bytes of savCases(file, reader, head)) {
      line += 1;
      for (const cell of cells) cell(bytes, record);
      yield record.take(line);
    }
  } finally {
    reader.close();
  }
}

async function decodingOf(file: FileBytes, head: SavHead, named: Encoding | null): Promise<TextDecoding> {
  const stated = head.extensions.get(20)?.data.toString('latin1').trim();
  if (stated) return textsIn(stated);
  const info = head.extensions.get(3);
  const number = info && info.data.length >= 32 ? head.numbers.int32(info.data, 28) : 0;
  if (number === 1) throw damaged('its text, which is EBCDIC', '其 EBCDIC 文字');
  // 2 and 3 say no more than that it is one of the many with ASCII in it.
  if (number > 3) return textsIn(byNumber[number] ?? `windows-${number}`);
  return textsOf(textsWithin(file, head), named);
}

/** Every text of a file that does not say in which encoding they are. */
async function* textsWithin(file: FileBytes, head: SavHead): AsyncGenerator<{ line: number; bytes: Buffer }> {
  for (const variable of head.variables) {
    for (const bytes of [variable?.name, variable?.label]) if (bytes) yield { line: 1, bytes: unpadded(bytes) };
  }
  for (const { values } of head.labels) for (const { label } of values) yield { line: 1, bytes: label };
  const at = head.variables.flatMap((variable, i) =>
    variable && variable.width > 0 ? [{ i, width: variable.width }] : [],
  );
  if (at.length === 0) return;
  const { reader } = await opened(file);
  try {
    let line = 0;
    for await (const bytes of savCases(file, reader, head)) {
      line += 1;
      for (const { i, width } of at) yield { line, bytes: Buffer.from(unpadded(bytes.subarray(8 * i, 8 * i + width))) };
    }
  } finally {
    reader.close();
  }
}

function attributesOf(head: SavHead, { decode }: TextDecoding): Attributes {
  const data = head.extensions.get(18)?.data;
  return readAttributes((data && decode(data)) ?? '');
}

function columnOf(
  place: Place,
  labels: readonly ValueLabel[],
  said: ReadonlyMap<string, readonly string[]> | undefined,
): ReadColumn {
  const one = (name: string) => said?.get(name)?.[0];
  const stored = pairs(said?.get('codes'));
  const [otherZh, otherEn] = [pairs(said?.get('values_zh')), pairs(said?.get('values_en'))];
  const codes = labels
    .filter(({ isMissing }) => !isMissing)
    .map(({ value, label }) => ({
      code: stored.get(value) ?? value,
      label: { en: otherEn.get(value) ?? label, zh: otherZh.get(value) ?? label },
      number: Number(value),
    }));
  const type = place.kind === 'text' ? 'text' : place.kind === 'number' ? 'decimal' : 'date';
  return {
    ...tableColumn({
      name: place.name,
      label: { en: one('label_en') ?? place.label, zh: one('label_zh') ?? place.label },
      type: codes.length > 0 && place.kind !== 'date' ? 'code' : type,
      codes: codes.length === 0 ? null : place.kind === 'text' ? numberedCodes(codes) : codes,
      unit: one('unit') ?? null,
      standard: one('codes_of') ?? null,
      origin: one('origin') ?? '',
    }),
    marks: labels.filter(({ isMissing }) => isMissing).map(({ value, label }) => ({ mark: value, label })),
  };
}

/** `1=male` as 1 and male. */
function pairs(values: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    values.flatMap((value): [string, string][] => {
      const at = value.indexOf('=');
      return at < 0 ? [] : [[value.slice(0, at), value.slice(at + 1)]];
    }),
  );
}

import { ByteReader } from './byte-reader.ts';
import { damaged, type DtaHead, dtaTypes, ended } from './dta-head.ts';
import { type FileBytes } from './file-bytes.ts';

export interface DtaTail {
  /** Sets of labels by their names, as bytes of latin1 text. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<number, Buffer>>;
  /** Long texts by what stands for them in a row. */
  readonly longTexts: ReadonlyMap<string, Buffer>;
}

export function rowBytes({ variables }: DtaHead): number {
  return variables.reduce((sum, { type }) => sum + widthOf(type), 0);
}

export function widthOf(type: number): number {
  const { longText, double, float, long, int, byte } = dtaTypes;
  return { [longText]: 8, [double]: 8, [float]: 4, [long]: 4, [int]: 2, [byte]: 1 }[type] ?? type;
}

/** What stands behind the rows: long texts and labels of values. */
export async function readDtaTail(file: FileBytes, head: DtaHead): Promise<DtaTail> {
  const { version, rows, dataAt } = head;
  const reader = new ByteReader(file.stream(dataAt + rows * rowBytes(head)));
  try {
    if (version < 117) return { labels: await plainLabels(reader, head), longTexts: new Map() };
    await expected(reader, '</data><strls>');
    const longTexts = await longTextsOf(reader, head);
    await expected(reader, 'trls><value_labels>');
    return { longTexts, labels: await taggedLabels(reader, head) };
  } finally {
    reader.close();
  }
}

async function expected(reader: ByteReader, tag: string): Promise<void> {
  if ((await reader.take(tag.length)).toString('latin1') !== tag) throw damaged(reader.at);
}

async function longTextsOf(reader: ByteReader, { numbers, version }: DtaHead): Promise<Map<string, Buffer>> {
  const { uint32, uint64 } = numbers;
  const found = new Map<string, Buffer>();
  for (;;) {
    const mark = (await reader.take(3)).toString('latin1');
    if (mark === '</s') return found;
    if (mark !== 'GSO') throw damaged(reader.at);
    const key = await reader.take(version === 117 ? 8 : 12);
    const [variable, row] = [uint32(key, 0), version === 117 ? uint32(key, 4) : uint64(key, 4)];
    const about = await reader.take(5);
    const content = Buffer.from(await reader.take(uint32(about, 1)));
    // 130 is text, with a byte that ends it; 129 may be anything.
    found.set(`${variable} ${row}`, about[0] === 130 ? ended(content) : content);
  }
}

async function taggedLabels(reader: ByteReader, head: DtaHead): Promise<Map<string, ReadonlyMap<number, Buffer>>> {
  const found = new Map<string, ReadonlyMap<number, Buffer>>();
  for (;;) {
    const mark = (await reader.take(5)).toString('latin1');
    if (mark === '</val') return found;
    if (mark !== '<lbl>') throw damaged(reader.at);
    await oneSet(reader, head, found);
    await expected(reader, '</lbl>');
  }
}

async function plainLabels(reader: ByteReader, head: DtaHead): Promise<Map<string, ReadonlyMap<number, Buffer>>> {
  const found = new Map<string, ReadonlyMap<number, Buffer>>();
  for (;;) {
    const length = await reader.upTo(4);
    if (length.length < 4) return found;
    await setOf(reader, head, head.numbers.int32(length, 0), found);
  }
}

async function oneSet(
  reader: ByteReader,
  head: DtaHead,
  found: Map<string, ReadonlyMap<number, Buffer>>,
): Promise<void> {
  await setOf(reader, head, head.numbers.int32(await reader.take(4), 0), found);
}

async function setOf(
  reader: ByteReader,
  { numbers, version }: DtaHead,
  length: number,
  found: Map<string, ReadonlyMap<number, Buffer>>,
): Promise<void> {
  const { int32 } = numbers;
  const name = ended(await reader.take(version >= 118 ? 129 : 33));
  await reader.take(3);
  if (length < 8 || length > 100_000_000) throw damaged(reader.at);
  const table = Buffer.from(await reader.take(length));
  const count = int32(table, 0);
  const textAt = 8 + 8 * count;
  if (count < 0 || textAt > length) throw damaged(reader.at);
  const values = Array.from({ length: count }, (_, i): [number, Buffer] => {
    const at = textAt + int32(table, 8 + 4 * i);
    if (at < textAt || at > length) throw damaged(reader.at);
    return [int32(table, 8 + 4 * (count + i)), ended(table.subarray(at))];
  });
  found.set(name.toString('latin1'), new Map(values));
}

import { TableError } from '../table-error.ts';
import { bigEndian, type ByteReader, littleEndian, type Numbers } from './byte-reader.ts';

/** What a data set of Stata says before its rows, its texts still bytes. */
export interface DtaHead {
  readonly version: number;
  readonly numbers: Numbers;
  readonly rows: number;
  readonly title: Buffer;
  readonly variables: readonly DtaVariable[];
  /** What is said of a variable, or of `_dta`, by name. */
  readonly characteristics: readonly { readonly of: Buffer; readonly name: Buffer; readonly content: Buffer }[];
  /** Where its rows begin. */
  readonly dataAt: number;
}

export interface DtaVariable {
  /** The bytes of a text, or one of `dtaTypes`. */
  readonly type: number;
  readonly name: Buffer;
  readonly format: string;
  readonly labelsOf: Buffer;
  readonly label: Buffer;
}

/** As of format 117; older ones are told in its numbers. */
export const dtaTypes = {
  longText: 32_768,
  double: 65_526,
  float: 65_527,
  long: 65_528,
  int: 65_529,
  byte: 65_530,
} as const;

interface Widths {
  readonly name: number;
  readonly format: number;
  readonly label: number;
}

const MOST_VARIABLES = 120_000;

/** Reads everything before the rows. @throws TableError for versions that are not read here, and for other files. */
export async function readDtaHead(reader: ByteReader): Promise<DtaHead> {
  const start = await reader.take(4);
  if (start.toString('latin1') === '<sta') return tagged(reader);
  const version = start[0] ?? 0;
  if (version < 113 || version > 115) throw unread(version);
  return plain(reader, version, start[1] === 1 ? bigEndian : littleEndian, start);
}

function unread(version: number): TableError {
  return new TableError({
    en: `the file is of version ${version} of Stata’s format: versions 113 to 119 (Stata 8 to 18) are read; save it again there, or with saveold`,
    zh: `文件为 Stata 格式第 ${version} 版：可读取第 113 至 119 版（Stata 8 至 18），请在 Stata 中重新保存或使用 saveold`,
  });
}

/** Stata 8 to 12. */
async function plain(reader: ByteReader, version: number, numbers: Numbers, start: Buffer): Promise<DtaHead> {
  if (start[2] !== 1) throw damaged(0);
  const { int16, int32 } = numbers;
  const head = await reader.take(105);
  const count = within(int16(head, 0), reader);
  const rows = int32(head, 2);
  const widths: Widths = { name: 33, format: version === 113 ? 12 : 49, label: 81 };
  const types = [...(await reader.take(count))].map(olderType);
  const names = await fixed(reader, count, widths.name);
  await reader.take(2 * (count + 1));
  const formats = await fixed(reader, count, widths.format);
  const labelsOf = await fixed(reader, count, widths.name);
  const labels = await fixed(reader, count, widths.label);
  const characteristics: DtaHead['characteristics'][number][] = [];
  for (;;) {
    const field = await reader.take(5);
    const length = int32(field, 1);
    if (field[0] === 0 && length === 0) break;
    if (length < 0 || length > 1_000_000) throw damaged(reader.at);
    const content = await reader.take(length);
    if (field[0] === 1) characteristics.push(characteristic(content, widths.name));
  }
  return {
    ...{ version, numbers, rows, characteristics, dataAt: reader.at },
    title: ended(head.subarray(6, 87)),
    variables: variablesOf({ types, names, formats, labelsOf, labels }),
  };
}

function olderType(type: number): number {
  const { double, float, long, int, byte } = dtaTypes;
  return { 251: byte, 252: int, 253: long, 254: float, 255: double }[type] ?? type;
}

/** Stata 13 and later. */
async function tagged(reader: ByteReader): Promise<DtaHead> {
  await tag(reader, 'ta_dta><header><release>');
  const version = Number((await reader.take(3)).toString('latin1'));
  if (!(version >= 117 && version <= 119)) throw unread(version);
  await tag(reader, '</release><byteorder>');
  const numbers = (await reader.take(3)).toString('latin1') === 'LSF' ? littleEndian : bigEndian;
  const { uint16, uint32, uint64 } = numbers;
  await tag(reader, '</byteorder><K>');
  const count = within(version === 119 ? uint32(await reader.take(4), 0) : uint16(await reader.take(2), 0), reader);
  await tag(reader, '</K><N>');
  const rows = version === 117 ? uint32(await reader.take(4), 0) : uint64(await reader.take(8), 0);
  await tag(reader, '</N><label>');
  const titleBytes = version === 117 ? ((await reader.take(1))[0] ?? 0) : uint16(await reader.take(2), 0);
  const title = Buffer.from(await reader.take(titleBytes));
  await tag(reader, '</label><timestamp>');
  await reader.take((await reader.take(1))[0] ?? 0);
  await tag(reader, '</timestamp></header><map>');
  await reader.take(14 * 8);
  const old = version === 117;
  const widths: Widths = { name: old ? 33 : 129, format: old ? 49 : 57, label: old ? 81 : 321 };
  await tag(reader, '</map><variable_types>');
  const typed = await reader.take(2 * count);
  const types = Array.from({ length: count }, (_, i) => uint16(typed, 2 * i));
  await tag(reader, '</variable_types><varnames>');
  const names = await fixed(reader, count, widths.name);
  await tag(reader, '</varnames><sortlist>');
  await reader.take((version === 119 ? 4 : 2) * (count + 1));
  await tag(reader, '</sortlist><formats>');
  const formats = await fixed(reader, count, widths.format);
  await tag(reader, '</formats><value_label_names>');
  const labelsOf = await fixed(reader, count, widths.name);
  await tag(reader, '</value_label_names><variable_labels>');
  const labels = await fixed(reader, count, widths.label);
  await tag(reader, '</variable_labels><characteristics>');
  const characteristics: DtaHead['characteristics'][number][] = [];
  let next = (await reader.take(4)).toString('latin1');
  while (next === '<ch>') {
    characteristics.push(characteristic(await reader.take(uint32(await reader.take(4), 0)), widths.name));
    await tag(reader, '</ch>');
    next = (await reader.take(4)).toString('latin1');
  }
  if (next !== '</ch') throw damaged(reader.at);
  await tag(reader, 'aracteristics><data>');
  return {
    ...{ version, numbers, rows, title, characteristics, dataAt: reader.at },
    variables: variablesOf({ types, names, formats, labelsOf, labels }),
  };
}

interface Lists {
  readonly types: readonly number[];
  readonly names: readonly Buffer[];
  readonly formats: readonly Buffer[];
  readonly labelsOf: readonly Buffer[];
  readonly labels: readonly Buffer[];
}

function variablesOf({ types, names, formats, labelsOf, labels }: Lists): DtaVariable[] {
  const none = Buffer.alloc(0);
  return types.map((type, i) => ({
    type,
    name: names[i] ?? none,
    format: (formats[i] ?? none).toString('latin1'),
    labelsOf: labelsOf[i] ?? none,
    label: labels[i] ?? none,
  }));
}

function characteristic(content: Buffer, name: number): DtaHead['characteristics'][number] {
  return {
    of: ended(content.subarray(0, name)),
    name: ended(content.subarray(name, 2 * name)),
    content: ended(content.subarray(2 * name)),
  };
}

/** Texts of one length, one after the other. */
async function fixed(reader: ByteReader, count: number, width: number): Promise<Buffer[]> {
  const all = Buffer.from(await reader.take(count * width));
  return Array.from({ length: count }, (_, i) => ended(all.subarray(i * width, (i + 1) * width)));
}

/** As far as the byte that ends it. */
export function ended(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end));
}

async function tag(reader: ByteReader, expected: string): Promise<void> {
  const found = (await reader.take(expected.length)).toString('latin1');
  if (found !== expected) throw damaged(reader.at);
}

function within(count: number, { at }: ByteReader): number {
  if (!(count >= 0 && count <= MOST_VARIABLES)) throw damaged(at);
  return count;
}

export function damaged(at: number): TableError {
  return new TableError({
    en: `the file is not a sound data set of Stata (.dta): what is at byte ${at} cannot be read; save it again in Stata`,
    zh: `文件不是完好的 Stata 数据集（.dta）：无法读取第 ${at} 字节处的内容，请在 Stata 中重新保存`,
  });
}

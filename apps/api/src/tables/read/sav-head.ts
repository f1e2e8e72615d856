import { TableError } from '../table-error.ts';
import { bigEndian, type ByteReader, littleEndian, type Numbers } from './byte-reader.ts';

/** What the dictionary of a system file of SPSS says, before its bytes are text. */
export interface SavHead {
  readonly numbers: Numbers;
  /** 0: none; 1: by bytes; 2: by bytes, then by zlib. */
  readonly compression: number;
  readonly bias: number;
  /** null where the file does not say. */
  readonly cases: number | null;
  readonly title: Buffer;
  /** One for each eight bytes of a case; null where a text continues. */
  readonly variables: readonly (SavVariable | null)[];
  readonly labels: readonly SavLabels[];
  /** By their number (record 7). */
  readonly extensions: ReadonlyMap<number, Extension>;
}

export interface SavVariable {
  /** 0 for a number, otherwise the bytes of the text. */
  readonly width: number;
  readonly name: Buffer;
  readonly label: Buffer | null;
  readonly format: number;
  /** Values that are missing: single ones, or the two ends of a range before one. */
  readonly missing: readonly Buffer[];
  readonly hasRange: boolean;
}

export interface SavLabels {
  readonly values: readonly { readonly value: Buffer; readonly label: Buffer }[];
  /** Places among the variables, from 1. */
  readonly of: readonly number[];
}

export interface Extension {
  readonly size: number;
  readonly data: Buffer;
}

const [VARIABLE, LABELS, LABELLED, DOCUMENTS, EXTENSION, END] = [2, 3, 4, 6, 7, 999] as const;
const MOST_VARIABLES = 100_000;

/** Reads everything before the cases. @throws TableError where it is not the dictionary of SPSS. */
export async function readSavHead(reader: ByteReader): Promise<SavHead> {
  const head = await reader.take(176);
  const numbers = [littleEndian, bigEndian].find(({ int32 }) => [2, 3].includes(int32(head, 64)));
  if (!numbers) throw damaged('its header', '文件头');
  const { int32, double } = numbers;
  const cases = int32(head, 80);
  const variables: (SavVariable | null)[] = [];
  const labels: SavLabels[] = [];
  const extensions = new Map<number, Extension>();
  for (;;) {
    const type = int32(await reader.take(4), 0);
    if (type === VARIABLE) {
      variables.push(await readVariable(reader, numbers));
      if (variables.length > MOST_VARIABLES) throw damaged('its variables', '变量');
    } else if (type === LABELS) labels.push(await readLabels(reader, numbers));
    else if (type === DOCUMENTS) await reader.take(80 * within(int32(await reader.take(4), 0), 1_000_000));
    else if (type === EXTENSION) {
      const about = await reader.take(12);
      const size = within(int32(about, 4), 1_000_000);
      const data = await reader.take(within(size * int32(about, 8), 200_000_000));
      extensions.set(int32(about, 0), { size, data: Buffer.from(data) });
    } else if (type === END) {
      await reader.take(4);
      return {
        numbers,
        compression: int32(head, 72),
        bias: double(head, 84),
        cases: cases < 0 ? null : cases,
        title: head.subarray(109, 173),
        ...{ variables, labels, extensions },
      };
    } else
      throw damaged(
        `a record of the unknown type ${type} at byte ${reader.at}`,
        `第 ${reader.at} 字节处的未知记录 ${type}`,
      );
  }
}

async function readVariable(reader: ByteReader, { int32 }: Numbers): Promise<SavVariable | null> {
  const about = await reader.take(28);
  const width = int32(about, 0);
  const missing = int32(about, 8);
  const label =
    int32(about, 4) === 1 ? await readText(reader, within(int32(await reader.take(4), 0), 65_535), 4) : null;
  const values: Buffer[] = [];
  for (let i = 0; i < within(Math.abs(missing), 3); i += 1) values.push(Buffer.from(await reader.take(8)));
  if (width === -1) return null;
  return {
    width: within(width, 255),
    name: Buffer.from(about.subarray(20, 28)),
    label,
    format: (int32(about, 12) >> 16) & 0xff,
    missing: values,
    hasRange: missing < 0,
  };
}

async function readLabels(reader: ByteReader, { int32 }: Numbers): Promise<SavLabels> {
  const count = within(int32(await reader.take(4), 0), 1_000_000);
  const values: SavLabels['values'][number][] = [];
  for (let i = 0; i < count; i += 1) {
    const head = await reader.take(9);
    const value = Buffer.from(head.subarray(0, 8));
    const length = head[8] ?? 0;
    const padded = Math.ceil((length + 1) / 8) * 8 - 1;
    values.push({ value, label: Buffer.from((await reader.take(padded)).subarray(0, length)) });
  }
  const next = await reader.take(8);
  if (int32(next, 0) !== LABELLED) throw damaged('its value labels', '值标签');
  const places = await reader.take(4 * within(int32(next, 4), MOST_VARIABLES));
  return { values, of: Array.from({ length: places.length / 4 }, (_, i) => int32(places, 4 * i)) };
}

/** A text with blanks up to a multiple of some bytes. */
async function readText(reader: ByteReader, length: number, multiple: number): Promise<Buffer> {
  return Buffer.from((await reader.take(Math.ceil(length / multiple) * multiple)).subarray(0, length));
}

function within(count: number, most: number): number {
  if (!(count >= 0 && count <= most)) throw damaged('a length', '长度');
  return count;
}

export function damaged(en: string, zh: string): TableError {
  return new TableError({
    en: `the file is not a sound data file of SPSS (.sav, .zsav): ${en} cannot be read; save it again in SPSS`,
    zh: `文件不是完好的 SPSS 数据文件（.sav、.zsav）：无法读取${zh}，请在 SPSS 中重新保存`,
  });
}

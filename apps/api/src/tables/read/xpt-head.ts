import { TableError } from '../table-error.ts';
import { bigEndian, ByteReader } from './byte-reader.ts';
import { type FileBytes } from './file-bytes.ts';

/** A data set of a SAS transport file. */
export interface XptMember {
  readonly name: Buffer;
  readonly label: Buffer;
  readonly variables: readonly XptVariable[];
  /** Where its rows begin, and where what follows them does. */
  readonly from: number;
  readonly to: number;
}

export interface XptVariable {
  readonly isText: boolean;
  readonly bytes: number;
  readonly at: number;
  readonly name: Buffer;
  readonly label: Buffer;
  readonly format: string;
}

/** Everything of the format comes in records of so many bytes. */
export const RECORD = 80;
const MARK = 'HEADER RECORD*******';
const { int16, int32 } = bigEndian;

/** The data sets of a transport file of version 5 or 8. @throws TableError where it is not one. */
export async function readXptMembers(file: FileBytes): Promise<XptMember[]> {
  const starts = await memberStarts(file);
  const members: XptMember[] = [];
  for (const [i, start] of starts.entries()) {
    const reader = new ByteReader(file.stream(start));
    try {
      members.push(await readMember(reader, start, starts[i + 1] ?? file.size));
    } finally {
      reader.close();
    }
  }
  return members;
}

/** Where the heads of data sets are: each begins a record. */
async function memberStarts(file: FileBytes): Promise<number[]> {
  const reader = new ByteReader(file.stream());
  const found: number[] = [];
  try {
    const first = (await reader.upTo(RECORD)).toString('latin1');
    if (first.startsWith('**COMPRESSED**')) {
      throw new TableError({
        en: 'the file was made by PROC CPORT, which only SAS itself reads: export it with the XPORT engine, or PROC COPY',
        zh: '文件由 PROC CPORT 生成，仅 SAS 可读取：请使用 XPORT 引擎或 PROC COPY 导出',
      });
    }
    if (!/^HEADER RECORD\*{7}(LIBRARY|LIBV8)/.test(first)) throw damaged('its first record', '首条记录');
    for (let at = RECORD; ;) {
      const block = await reader.upTo(RECORD * 4096);
      for (let i = block.indexOf(MARK, 0, 'latin1'); i >= 0; i = block.indexOf(MARK, i + 1, 'latin1')) {
        const kind = block.toString('latin1', i + MARK.length, i + MARK.length + 8);
        if (i % RECORD === 0 && /^(MEMBER|MEMBV8) /.test(kind)) found.push(at + i);
      }
      if (block.length < RECORD * 4096) break;
      at += block.length;
    }
  } finally {
    reader.close();
  }
  if (found.length === 0) throw damaged('the head of a data set', '数据集头');
  return found;
}

async function readMember(reader: ByteReader, start: number, to: number): Promise<XptMember> {
  const member = (await reader.take(RECORD)).toString('latin1');
  const isLong = member.includes('MEMBV8');
  const described = Number(member.slice(74, 78));
  const width = described === 136 ? 136 : 140;
  await reader.take(RECORD);
  const [head, second] = [Buffer.from(await reader.take(RECORD)), Buffer.from(await reader.take(RECORD))];
  const count = Number((await reader.take(RECORD)).toString('latin1', 48, 58));
  if (!(count > 0 && count < 100_000)) throw damaged('the number of its variables', '变量数');
  const entries = Buffer.from(await reader.take(Math.ceil((count * width) / RECORD) * RECORD));
  const variables = Array.from({ length: count }, (_, i) =>
    variableOf(entries.subarray(i * width, (i + 1) * width), isLong),
  );
  let next = (await reader.take(RECORD)).toString('latin1');
  if (/LABELV[89]/.test(next)) {
    await readLabels(reader, next, variables);
    next = (await reader.take(RECORD)).toString('latin1');
  }
  if (!/^HEADER RECORD\*{7}OBS/.test(next)) throw damaged('the record before its rows', '数据行之前的记录');
  return {
    name: head.subarray(8, isLong ? 40 : 16),
    label: second.subarray(32, 72),
    ...{ variables, from: start + reader.at, to },
  };
}

function variableOf(bytes: Buffer, isLong: boolean): XptVariable & { label: Buffer } {
  const longName = bytes.subarray(88, 120);
  const hasLong = isLong && longName.some((byte) => byte !== 0 && byte !== 0x20);
  return {
    isText: int16(bytes, 0) === 2,
    bytes: int16(bytes, 4),
    at: int32(bytes, 84),
    name: hasLong ? longName : bytes.subarray(8, 16),
    label: bytes.subarray(16, 56),
    format: bytes.toString('latin1', 56, 64).trim(),
  };
}

/** Labels of more than forty characters; of version 9 with formats behind them. */
async function readLabels(
  reader: ByteReader,
  head: string,
  variables: (XptVariable & { label: Buffer })[],
): Promise<void> {
  const count = Number(head.slice(48).trim().split(/\s+/)[0]?.slice(0, 10));
  if (!(count >= 0 && count <= variables.length)) throw damaged('its long labels', '长标签');
  const lengths = head.includes('LABELV9') ? 5 : 3;
  let used = 0;
  for (let i = 0; i < count; i += 1) {
    const about = await reader.take(2 * lengths);
    const [place, name, label, ...others] = Array.from({ length: lengths }, (_, k) => int16(about, 2 * k));
    const text = await reader.take((name ?? 0) + (label ?? 0) + others.reduce((sum, one) => sum + one, 0));
    const variable = variables[(place ?? 0) - 1];
    if (!variable) throw damaged('its long labels', '长标签');
    variable.label = Buffer.from(text.subarray(name, (name ?? 0) + (label ?? 0)));
    used += about.length + text.length;
  }
  await reader.take((RECORD - (used % RECORD)) % RECORD);
}

export function damaged(en: string, zh: string): TableError {
  return new TableError({
    en: `the file is not a sound SAS transport file (.xpt): ${en} cannot be read; export it again with the XPORT engine of SAS`,
    zh: `文件不是完好的 SAS 传输文件（.xpt）：无法读取${zh}，请使用 SAS 的 XPORT 引擎重新导出`,
  });
}

import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';

/** What the beginning of a data set of SAS says of its pages. */
export interface SasHead {
  readonly isLittle: boolean;
  /** Whether places and lengths have eight bytes. */
  readonly isWide: boolean;
  /** The number by which SAS knows the encoding of its texts. */
  readonly encoding: number;
  readonly name: Buffer;
  readonly headBytes: number;
  readonly pageBytes: number;
  readonly pages: number;
}

export interface SasVariable {
  readonly name: Buffer;
  readonly label: Buffer;
  readonly format: string;
  readonly isText: boolean;
  readonly at: number;
  readonly bytes: number;
}

const HEAD_BYTES = 512;
const [MOST_PAGE_BYTES, THREE] = [16 * 1024 * 1024, 0x33] as const;

/** @throws TableError for a file that does not begin as a data set does, or is cut off. */
export async function readSasHead(file: FileBytes): Promise<SasHead> {
  const head = await readRange(file, 0, HEAD_BYTES);
  if (head.length < HEAD_BYTES) throw damagedSas('its head', '文件头');
  const isWide = head[32] === THREE;
  const shift = head[35] === THREE ? 4 : 0;
  const isLittle = head[37] === 1;
  const read = isLittle ? head.readUInt32LE.bind(head) : head.readUInt32BE.bind(head);
  const [headBytes, pageBytes] = [read(196 + shift), read(200 + shift)];
  const pages = isWide ? wide(head, 204 + shift, isLittle) : read(204 + shift);
  if (headBytes < 288 || pageBytes < 256 || pageBytes > MOST_PAGE_BYTES) throw damagedSas('its head', '文件头');
  if (file.size < headBytes + pages * pageBytes) throw cutSas();
  return { isLittle, isWide, encoding: head[70] ?? 0, name: head.subarray(92, 156), headBytes, pageBytes, pages };
}

export function wide(bytes: Buffer, at: number, isLittle: boolean): number {
  return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}

export function damagedSas(en: string, zh: string): TableError {
  return new TableError({
    en: `the data set of SAS cannot be read: ${en} is not as expected; export it as a transport file (.xpt), or as CSV`,
    zh: `无法读取 SAS 数据集：${zh}不符合预期；请导出为传输文件（.xpt）或 CSV`,
  });
}

export function cutSas(): TableError {
  return new TableError({
    en: 'the data set of SAS is cut off: it has fewer pages or rows than it says; copy or send it again',
    zh: 'SAS 数据集被截断：页数或行数少于其所声明；请重新复制或发送',
  });
}

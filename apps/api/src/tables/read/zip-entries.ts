import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';

/** What a ZIP archive lists: each entry is read from its place, so that nothing of a large one is held in memory. */
export interface ZipListed {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly packed: number;
  /** Bytes, unpacked. */
  readonly size: number;
  readonly at: number;
}

const [END, END_64, LOCATOR_64, CENTRAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50] as const;
const [STORED, DEFLATED] = [0, 8] as const;
const LONGEST_COMMENT = 65_535 + 22 + 20;
const FULL = 0xffff_ffff;

/** @throws TableError where the archive lacks its list, which is at its end. */
export async function zipEntries(file: FileBytes): Promise<ZipListed[]> {
  const from = Math.max(0, file.size - LONGEST_COMMENT);
  const tail = await readRange(file, from, LONGEST_COMMENT);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw cutOff();
  let [size, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (end >= 20 && tail.readUInt32LE(end - 20) === LOCATOR_64) {
    const large = await readRange(file, Number(tail.readBigUInt64LE(end - 12)), 56);
    if (large.length < 56 || large.readUInt32LE(0) !== END_64) throw cutOff();
    [size, at] = [Number(large.readBigUInt64LE(40)), Number(large.readBigUInt64LE(48))];
  }
  const list = await readRange(file, at, size);
  if (list.length < size) throw cutOff();
  const entries: ZipListed[] = [];
  for (let i = 0; i + 46 <= list.length && list.readUInt32LE(i) === CENTRAL;) {
    const [name, extra, comment] = [28, 30, 32].map((place) => list.readUInt16LE(i + place));
    const next = i + 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (next > list.length) throw cutOff();
    entries.push(listed(list, i, name ?? 0, extra ?? 0));
    i = next;
  }
  return entries;
}

function listed(list: Buffer, at: number, name: number, extra: number): ZipListed {
  const flags = list.readUInt16LE(at + 8);
  const bytes = list.subarray(at + 46, at + 46 + name);
  const sizes = [list.readUInt32LE(at + 24), list.readUInt32LE(at + 20), list.readUInt32LE(at + 42)];
  const [size = 0, packed = 0, place = 0] = largeSizes(sizes, list.subarray(at + 46 + name, at + 46 + name + extra));
  return {
    name: bytes.toString((flags & 0x800) === 0 && bytes.some((byte) => byte > 127) ? 'latin1' : 'utf8'),
    isEncrypted: (flags & 1) !== 0,
    method: list.readUInt16LE(at + 10),
    ...{ size, packed, at: place },
  };
}

/** Sizes that four bytes do not hold are in a field of their own, in this order. */
function largeSizes(sizes: readonly number[], extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return sizes.map((size) => {
      if (size !== FULL || next + 8 > extra.length) return size;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return [...sizes];
}

/** The contents of an entry as they are unpacked. @throws TableError where they cannot be. */
export async function* zipContent(file: FileBytes, entry: ZipListed): AsyncGenerator<Buffer> {
  const packed = await packedBytes(file, entry);
  if (entry.method === STORED) {
    yield* packed as AsyncIterable<Buffer>;
    return;
  }
  const inflate = createInflateRaw();
  const fed = pipeline(packed, inflate);
  // What fails is thrown by the reading below.
  fed.catch(() => undefined);
  let size = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > entry.size) break;
      yield piece;
    }
  } catch {
    throw unreadable(entry);
  } finally {
    packed.destroy();
  }
  if (size !== entry.size) throw unreadable(entry);
}

/** A whole entry of limited size. */
export async function zipBuffer(file: FileBytes, entry: ZipListed, most: number): Promise<Buffer> {
  if (entry.size > most) {
    throw new TableError({
      en: `the part ${entry.name} unpacks to more than ${Math.round(most / 1_000_000)} MB`,
      zh: `${entry.name} 解压后超过 ${Math.round(most / 1_000_000)} MB`,
    });
  }
  const packed = await packedBytes(file, entry);
  const pieces: Buffer[] = [];
  for await (const piece of packed as AsyncIterable<Buffer>) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  try {
    const content = entry.method === STORED ? bytes : inflateRawSync(bytes, { maxOutputLength: most });
    if (content.length === entry.size) return content;
  } catch {
    // As below.
  }
  throw unreadable(entry);
}

async function packedBytes(file: FileBytes, entry: ZipListed): Promise<Readable> {
  if (entry.isEncrypted) {
    throw new TableError({
      en: `the part ${entry.name} of the archive is protected by a password: save it without one`,
      zh: `压缩包中的 ${entry.name} 有密码保护：请另存为无密码文件`,
    });
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) throw unreadable(entry);
  const local = await readRange(file, entry.at, 30);
  if (local.length < 30) throw cutOff();
  const from = entry.at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (from + entry.packed > file.size) throw cutOff();
  return file.stream(from, from + entry.packed);
}

function cutOff(): TableError {
  return new TableError({
    en: 'the file is cut off: the list at the end of the archive is missing; save or send it again',
    zh: '文件被截断：缺少压缩包末尾的目录，请重新保存或发送',
  });
}

function unreadable({ name }: ZipListed): TableError {
  return new TableError({
    en: `the part ${name} of the archive cannot be unpacked: it is damaged; save or send the file again`,
    zh: `无法解压压缩包中的 ${name}：文件已损坏，请重新保存或发送`,
  });
}

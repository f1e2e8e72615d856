import { open, type FileHandle } from 'node:fs/promises';

const HEADER_BYTES = 16;
/** Bytes of a value of each type: 2 text, 3 16 bits, 4 32 bits, 5 ratio of two of 32 bits, 7 bytes, 16 64 bits. */
const bytesOf = { 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 16: 8 } as const;

/** A tag with its values; a ratio is two of them. */
export type TiffEntry = readonly [tag: number, type: keyof typeof bytesOf, values: readonly bigint[] | Buffer];

/** Where a block was written. */
export interface WrittenBlock {
  readonly offset: bigint;
  readonly bytes: bigint;
}

/**
 * A BigTIFF that is written from its beginning to its end: first the blocks of all images, then their directories. Memory
 * holds only where the blocks are.
 *
 * Source: TIFF 6.0 and the BigTIFF layout of libtiff.
 */
export class BigTiffFile {
  private readonly file: FileHandle;
  private end = HEADER_BYTES;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  /** @param path - of a file that does not exist yet. */
  static async create(path: string): Promise<BigTiffFile> {
    return new BigTiffFile(await open(path, 'wx', 0o600));
  }

  async append(bytes: Uint8Array): Promise<WrittenBlock> {
    const offset = this.end;
    await this.write(bytes, offset);
    this.end += bytes.length;
    return { offset: BigInt(offset), bytes: BigInt(bytes.length) };
  }

  /**
   * Writes the directories, and then the header that makes the file a TIFF.
   *
   * @param pages - entries of each, in ascending order of their tags.
   */
  async finish(pages: readonly (readonly TiffEntry[])[]): Promise<void> {
    let start = aligned(this.end);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write('II', 0, 'latin1');
    header.writeUInt16LE(43, 2); // BigTIFF
    header.writeUInt16LE(8, 4); // bytes of an offset
    header.writeBigUInt64LE(BigInt(start), 8);
    for (const [i, entries] of pages.entries()) {
      const body = directoryAt(start, entries, i === pages.length - 1);
      await this.write(body, start);
      start += body.length;
    }
    await this.write(header, 0);
    await this.file.sync();
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async write(bytes: Uint8Array, at: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, written, bytes.length - written, at + written);
      written += bytesWritten;
    }
  }
}

function aligned(place: number): number {
  return place + (-place & 7);
}

/** A directory and the values that do not fit into it; its length is a multiple of eight. */
function directoryAt(start: number, entries: readonly TiffEntry[], isLast: boolean): Buffer {
  const directory = Buffer.alloc(aligned(8 + entries.length * 20 + 8));
  directory.writeBigUInt64LE(BigInt(entries.length), 0);
  const after: Buffer[] = [];
  let afterAt = start + directory.length;
  entries.forEach(([tag, type, values], index) => {
    const at = 8 + index * 20;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeBigUInt64LE(BigInt(type === 5 ? values.length / 2 : values.length), at + 4);
    const bytes = packed(type, values);
    if (bytes.length === 8) return void bytes.copy(directory, at + 12);
    directory.writeBigUInt64LE(BigInt(afterAt), at + 12);
    after.push(bytes);
    afterAt += bytes.length;
  });
  // The offset of the next directory, which follows what belongs to this one.
  if (!isLast) directory.writeBigUInt64LE(BigInt(afterAt), 8 + entries.length * 20);
  return Buffer.concat([directory, ...after]);
}

/** At least the eight bytes of an entry, and a multiple of them. */
function packed(type: keyof typeof bytesOf, values: readonly bigint[] | Buffer): Buffer {
  const size = type === 5 ? 4 : bytesOf[type];
  const bytes = Buffer.alloc(Math.max(8, aligned(values.length * size)));
  if (Buffer.isBuffer(values)) {
    values.copy(bytes);
    return bytes;
  }
  values.forEach((value, i) => {
    if (size === 8) bytes.writeBigUInt64LE(value, i * 8);
    else bytes.writeUIntLE(Number(value), i * size, size);
  });
  return bytes;
}

import { BackupError } from './backup-error.ts';

/** A file of an archive. Its size is known before its first byte. */
export interface Entry {
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Buffer>;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const LARGEST_OCTAL = 8 ** 11;

/**
 * The bytes of a tar of these files (POSIX ustar; a size that has no room in it is written in base 256, as GNU and BSD tar
 * do). Files are mode 0600 and owned by whoever unpacks them.
 */
export async function* writeTar(entries: AsyncIterable<Entry>, at: Date): AsyncGenerator<Buffer> {
  for await (const { name, bytes, content } of entries) {
    yield headerOf(name, bytes, at);
    let written = 0;
    for await (const chunk of content) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== bytes) throw new BackupError(`${name} changed while it was read: ${bytes} bytes, then ${written}.`);
    if (bytes % BLOCK !== 0) yield Buffer.alloc(BLOCK - (bytes % BLOCK));
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(name: string, bytes: number, at: Date): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new BackupError(`${name} is too long for an archive.`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000600\0' + '0000000\0' + '0000000\0', 100, 'latin1');
  if (bytes < LARGEST_OCTAL) header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  else {
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
  header.write(
    `${Math.floor(at.getTime() / 1_000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
    'latin1',
  );
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(checksumOf(header), 148, 'latin1');
  return header;
}

/** Sum of all bytes, those of the sum itself counted as blanks. */
function checksumOf(header: Buffer): string {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return `${sum.toString(8).padStart(6, '0')}\0 `;
}

/**
 * The files of a tar one after the other. What is not read of one is skipped.
 * @throws BackupError where it is not a tar, or ends early.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const bytes = new Bytes(source);
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (header.toString('latin1', 148, 156) !== checksumOf(header)) {
      throw new BackupError('The archive is damaged, or is not a backup of a portal.');
    }
    const name = header.toString('utf8', 0, NAME_BYTES).replace(/\0.*$/s, '');
    const size = sizeIn(header);
    const content = bytes.upTo(size);
    yield { name, bytes: size, content };
    for await (const _ of content);
    await bytes.take((BLOCK - (size % BLOCK)) % BLOCK);
  }
}

function sizeIn(header: Buffer): number {
  if ((header[124] ?? 0) & 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(header.toString('latin1', 124, 136), 8);
}

/** A stream that is taken by lengths. */
class Bytes {
  private readonly source: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for await (const chunk of this.upTo(length)) taken.push(chunk);
    return Buffer.concat(taken);
  }

  async *upTo(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (this.rest.length === 0) {
        const next = await this.source.next();
        if (next.done) throw new BackupError('The archive ends early: it was cut off.');
        this.rest = next.value;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}

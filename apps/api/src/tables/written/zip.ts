import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

const [LOCAL, DESCRIPTOR, CENTRAL, END] = [0x04034b50, 0x08074b50, 0x02014b50, 0x06054b50] as const;
/** Sizes follow the content, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1980-01-01: the same content is the same file. */
const DAY = 0x21;
const MOST_BYTES = 0xffff_fffe;

/**
 * A ZIP archive, piece by piece as its entries come.
 *
 * @throws where an entry or the archive is larger than four gigabytes.
 */
export async function* zipOf(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const central: Buffer[] = [];
  let at = 0;
  for await (const { name, content } of entries) {
    const title = Buffer.from(name, 'utf8');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    common(local, 4);
    local.writeUInt16LE(title.length, 26);
    yield Buffer.concat([local, title]);
    const counted = { crc: 0, size: 0, packed: 0 };
    for await (const piece of deflated(content, counted)) {
      counted.packed += piece.length;
      yield piece;
    }
    if (counted.size > MOST_BYTES || counted.packed > MOST_BYTES || at > MOST_BYTES) {
      throw new Error(
        `${name}: more than four gigabytes, which this archive does not hold; choose CSV on the command line`,
      );
    }
    const after = Buffer.alloc(16);
    after.writeUInt32LE(DESCRIPTOR, 0);
    sizes(after, 4, counted);
    yield after;
    const record = Buffer.alloc(46);
    record.writeUInt32LE(CENTRAL, 0);
    record.writeUInt16LE(20, 4);
    common(record, 6);
    sizes(record, 16, counted);
    record.writeUInt16LE(title.length, 28);
    record.writeUInt32LE(at, 42);
    central.push(record, title);
    at += local.length + title.length + counted.packed + after.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(central.length / 2, 8);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  yield Buffer.concat([directory, end]);
}

interface Counted {
  crc: number;
  size: number;
  packed: number;
}

/** Version, flags, method, time and day; the sizes behind them stay 0 where they follow the content. */
function common(record: Buffer, at: number): void {
  record.writeUInt16LE(20, at);
  record.writeUInt16LE(FLAGS, at + 2);
  record.writeUInt16LE(DEFLATED, at + 4);
  record.writeUInt16LE(0, at + 6);
  record.writeUInt16LE(DAY, at + 8);
}

function sizes(record: Buffer, at: number, { crc, size, packed }: Counted): void {
  record.writeUInt32LE(crc, at);
  record.writeUInt32LE(packed, at + 4);
  record.writeUInt32LE(size, at + 8);
}

async function* deflated(content: ZipEntry['content'], counted: Counted): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 1 << 16 });
  const fed = pipeline(Readable.from(measured(content, counted), { objectMode: false }), deflate);
  // What fails is thrown by the reading below.
  fed.catch(() => undefined);
  for await (const piece of deflate) yield piece as Buffer;
  await fed;
}

async function* measured(content: ZipEntry['content'], counted: Counted): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    const bytes =
      typeof piece === 'string'
        ? Buffer.from(piece, 'utf8')
        : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    counted.crc = crc32(bytes, counted.crc);
    counted.size += bytes.length;
    yield bytes;
  }
}

import { type Readable } from 'node:stream';
import { TableError } from '../table-error.ts';

/** Reads a stream of bytes in the pieces that a format is made of. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);
  /** How many bytes have been taken. */
  at = 0;

  constructor(private readonly stream: Readable) {
    this.chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** @throws TableError where the file ends before. */
  async take(bytes: number): Promise<Buffer> {
    const taken = await this.upTo(bytes);
    if (taken.length < bytes) throw cutShort();
    return taken;
  }

  /** So many bytes; fewer where the file ends. */
  async upTo(bytes: number): Promise<Buffer> {
    if (this.held.length < bytes) {
      const pieces = [this.held];
      let length = this.held.length;
      while (length < bytes) {
        const next = await this.chunks.next();
        if (next.done) break;
        pieces.push(next.value);
        length += next.value.length;
      }
      this.held = pieces.length === 1 ? this.held : Buffer.concat(pieces, length);
    }
    const taken = this.held.subarray(0, bytes);
    this.held = this.held.subarray(taken.length);
    this.at += taken.length;
    return taken;
  }

  /** What is left, as it comes. */
  async *rest(): AsyncGenerator<Buffer> {
    if (this.held.length > 0) yield this.held;
    this.held = Buffer.alloc(0);
    for (;;) {
      const next = await this.chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }

  close(): void {
    this.stream.destroy();
  }
}

export function cutShort(): TableError {
  return new TableError({
    en: 'the file ends before what it announces: it was cut off on its way here; save or send it again',
    zh: '文件在其声明的内容之前结束：传输中被截断，请重新保存或发送',
  });
}

/** Numbers of a binary format in one of the two orders of bytes. */
export interface Numbers {
  readonly int16: (bytes: Buffer, at: number) => number;
  readonly uint16: (bytes: Buffer, at: number) => number;
  readonly int32: (bytes: Buffer, at: number) => number;
  readonly uint32: (bytes: Buffer, at: number) => number;
  readonly uint64: (bytes: Buffer, at: number) => number;
  readonly float: (bytes: Buffer, at: number) => number;
  readonly double: (bytes: Buffer, at: number) => number;
}

export const littleEndian: Numbers = {
  int16: (bytes, at) => bytes.readInt16LE(at),
  uint16: (bytes, at) => bytes.readUInt16LE(at),
  int32: (bytes, at) => bytes.readInt32LE(at),
  uint32: (bytes, at) => bytes.readUInt32LE(at),
  uint64: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  float: (bytes, at) => bytes.readFloatLE(at),
  double: (bytes, at) => bytes.readDoubleLE(at),
};

export const bigEndian: Numbers = {
  int16: (bytes, at) => bytes.readInt16BE(at),
  uint16: (bytes, at) => bytes.readUInt16BE(at),
  int32: (bytes, at) => bytes.readInt32BE(at),
  uint32: (bytes, at) => bytes.readUInt32BE(at),
  uint64: (bytes, at) => Number(bytes.readBigUInt64BE(at)),
  float: (bytes, at) => bytes.readFloatBE(at),
  double: (bytes, at) => bytes.readDoubleBE(at),
};

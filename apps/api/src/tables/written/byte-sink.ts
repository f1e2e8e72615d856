/** Collects bytes of a binary format, little-endian unless it is said otherwise, and hands them on in pieces. */
export class ByteSink {
  private buffer = Buffer.allocUnsafe(1 << 17);
  private at = 0;
  /** Bytes that were written altogether. */
  total = 0;

  /** Comes before the buffer is named: it may become another one. */
  private room(bytes: number): number {
    if (this.at + bytes > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
      this.buffer.copy(larger, 0, 0, this.at);
      this.buffer = larger;
    }
    const start = this.at;
    this.at += bytes;
    this.total += bytes;
    return start;
  }

  byte(value: number): void {
    const start = this.room(1);
    this.buffer[start] = value;
  }

  int16(value: number): void {
    const start = this.room(2);
    this.buffer.writeInt16LE(value, start);
  }

  uint16(value: number): void {
    const start = this.room(2);
    this.buffer.writeUInt16LE(value, start);
  }

  int32(value: number): void {
    const start = this.room(4);
    this.buffer.writeInt32LE(value, start);
  }

  uint64(value: number): void {
    const start = this.room(8);
    this.buffer.writeBigUInt64LE(BigInt(value), start);
  }

  double(value: number): void {
    const start = this.room(8);
    this.buffer.writeDoubleLE(value, start);
  }

  int16be(value: number): void {
    const start = this.room(2);
    this.buffer.writeInt16BE(value, start);
  }

  int32be(value: number): void {
    const start = this.room(4);
    this.buffer.writeInt32BE(value, start);
  }

  /** The text alone. */
  text(value: string): void {
    const start = this.room(Buffer.byteLength(value));
    this.buffer.write(value, start, 'utf8');
  }

  bytes(value: Uint8Array): void {
    const start = this.room(value.length);
    this.buffer.set(value, start);
  }

  /** A text in so many bytes, filled up; longer ones are a mistake of the caller. */
  padded(value: string, bytes: number, fill: number): void {
    const length = Buffer.byteLength(value);
    if (length > bytes) throw new Error(`a text of ${length} bytes where ${bytes} are declared`);
    const start = this.room(bytes);
    this.buffer.write(value, start, 'utf8');
    this.buffer.fill(fill, start + length, start + bytes);
  }

  fill(value: number, bytes: number): void {
    const start = this.room(bytes);
    this.buffer.fill(value, start, start + bytes);
  }

  /** Bytes that wait to be taken. */
  get waiting(): number {
    return this.at;
  }

  /** What has been collected since it was last taken. */
  take(): Buffer {
    const taken = Buffer.from(this.buffer.subarray(0, this.at));
    this.at = 0;
    return taken;
  }
}

export const SPACE = 0x20;

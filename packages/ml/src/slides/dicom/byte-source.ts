import { type FileHandle } from 'node:fs/promises';
import { SlideError } from '../../errors.ts';

/** Bytes that belong together: a file, or a member of a zip that is stored without compression. */
export class ByteSource {
  /** As it may be repeated to the person who sent it. */
  readonly name: string;
  readonly length: number;
  private readonly file: FileHandle;
  private readonly start: number;

  constructor(name: string, file: FileHandle, start: number, length: number) {
    this.name = name;
    this.file = file;
    this.start = start;
    this.length = length;
  }

  /** @throws SlideError TRUNCATED naming the source where it has fewer bytes. */
  async read(at: number, length: number): Promise<Buffer> {
    if (!Number.isSafeInteger(at + length) || at < 0 || length < 0 || at + length > this.length) throw this.cutOff();
    const buffer = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await this.file.read(buffer, filled, length - filled, this.start + at + filled);
      if (bytesRead === 0) throw this.cutOff();
      filled += bytesRead;
    }
    return buffer;
  }

  private cutOff(): SlideError {
    return new SlideError('TRUNCATED', `${this.name} ends early: it looks like an incomplete copy or transfer.`);
  }
}

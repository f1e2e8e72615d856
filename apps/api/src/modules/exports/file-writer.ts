import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WrittenFile } from './readme.ts';

/** Writes files into a folder, and knows of each how long it is and what its hash is. */
export class FileWriter {
  readonly written: WrittenFile[] = [];

  constructor(
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws as the source, or as the signal does. */
  async write(name: string, content: AsyncIterable<string | Uint8Array> | string): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    const source = Readable.from(typeof content === 'string' ? [content] : content, { objectMode: false });
    await pipeline(source, measure, createWriteStream(join(this.folder, name), { flags: 'wx' }), {
      signal: this.signal,
    });
    this.written.push({ name, bytes, sha256: hash.digest('hex') });
  }
}

import { chmod, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { type Upload } from '@tus/server';
import { diskFull, isDiskFull } from './upload-error.ts';

/** An unfinished upload is kept this long. */
export const KEPT_MS = 7 * 24 * 3_600_000;
/** A sender reads the answer only after sending its part; a longer part is cut off. */
const LONGEST_DRAIN_BYTES = 64e6;

interface UploadStoreOptions {
  readonly directory: string;
  /** Called where an upload could not be created after all, and where it was cancelled. */
  readonly onGone: (id: string) => Promise<void>;
}

/**
 * The bytes of uploads as files named by their ids, with two differences from the library's store: a full disk is
 * distinguished from other errors, and nothing is still being written when a request is over.
 */
export class UploadStore extends FileStore {
  private readonly onGone: UploadStoreOptions['onGone'];

  constructor({ directory, onGone }: UploadStoreOptions) {
    super({ directory, expirationPeriodInMilliseconds: KEPT_MS });
    this.onGone = onGone;
    // The length of a file must be known before space is reserved for it.
    this.extensions = this.extensions.filter((name) => name !== 'creation-defer-length');
  }

  override async create(upload: Upload): Promise<Upload> {
    try {
      const created = await super.create(upload);
      await chmod(join(this.directory, upload.id), 0o600);
      return created;
    } catch (cause) {
      await this.onGone(upload.id);
      throw isDiskFull(cause) ? diskFull() : cause;
    }
  }

  override async remove(id: string): Promise<void> {
    await super.remove(id);
    await this.onGone(id);
  }

  /**
   * @returns the offset after what was written. What arrived before an error is kept, and the sender resumes after it.
   */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+');
    let position = offset;
    let drained = 0;
    let isFull = false;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (isFull) {
          drained += chunk.length;
          if (drained > LONGEST_DRAIN_BYTES) break;
          continue;
        }
        try {
          position = await writeWhole(file, chunk, position);
        } catch (cause) {
          if (!isDiskFull(cause)) throw cause;
          isFull = true;
        }
      }
    } finally {
      await file.close();
    }
    if (isFull) throw diskFull();
    return position;
  }
}

async function writeWhole(file: Awaited<ReturnType<typeof open>>, chunk: Buffer, position: number): Promise<number> {
  for (let written = 0; written < chunk.length;) {
    // A nearly full disk accepts part of a chunk and refuses the rest.
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
  return position + chunk.length;
}

import { join } from 'node:path';
import { openSlide, type SlideReader } from '@haim/ml';

interface OpenReader {
  readonly reader: Promise<SlideReader>;
  /** Reads under way; a reader is closed only when nobody reads. */
  users: number;
  isEvicted: boolean;
}

/** The slides that are being looked at stay open: a page of tiles is some dozens of requests for one file. */
export class SlideReaders {
  /** Least recently used first. */
  private readonly open = new Map<string, OpenReader>();

  constructor(
    private readonly folder: string,
    private readonly limit = 16,
  ) {}

  /** @param fileName - below the slides' folder, from the database and never from a request. */
  async use<T>(fileName: string, work: (reader: SlideReader) => Promise<T>): Promise<T> {
    const entry = this.take(fileName);
    entry.users += 1;
    try {
      return await work(await entry.reader);
    } finally {
      entry.users -= 1;
      if (entry.isEvicted && entry.users === 0) await closeQuietly(entry);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.keys()].map((fileName) => this.evict(fileName)));
  }

  private take(fileName: string): OpenReader {
    const known = this.open.get(fileName);
    const entry = known ?? { reader: openSlide(join(this.folder, fileName)), users: 0, isEvicted: false };
    if (!known) {
      // A file that does not open is not remembered: the operator may put it back.
      entry.reader.catch(() => this.forget(fileName, entry));
    }
    this.open.delete(fileName);
    this.open.set(fileName, entry);
    const [oldest] = this.open.keys();
    if (this.open.size > this.limit && oldest !== undefined) void this.evict(oldest);
    return entry;
  }

  private forget(fileName: string, entry: OpenReader): void {
    if (this.open.get(fileName) === entry) this.open.delete(fileName);
  }

  private async evict(fileName: string): Promise<void> {
    const entry = this.open.get(fileName);
    if (!entry) return;
    this.open.delete(fileName);
    entry.isEvicted = true;
    if (entry.users === 0) await closeQuietly(entry);
  }
}

/** Nobody waits for the closing of a reader, so nobody could be told. */
async function closeQuietly({ reader }: OpenReader): Promise<void> {
  await reader.then((opened) => opened.close()).catch(() => undefined);
}

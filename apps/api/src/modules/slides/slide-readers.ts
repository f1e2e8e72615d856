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

  constructor(private readonly limit = 16) {}

  /** @param path - of a slide on this machine, never from a request. */
  async use<T>(path: string, work: (reader: SlideReader) => Promise<T>): Promise<T> {
    const entry = this.take(path);
    entry.users += 1;
    try {
      return await work(await entry.reader);
    } finally {
      entry.users -= 1;
      if (entry.isEvicted && entry.users === 0) await closeQuietly(entry);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.keys()].map((path) => this.evict(path)));
  }

  private take(path: string): OpenReader {
    const known = this.open.get(path);
    const entry = known ?? { reader: openSlide(path), users: 0, isEvicted: false };
    if (!known) {
      // A file that does not open is not remembered: the operator may put it back.
      entry.reader.catch(() => this.forget(path, entry));
    }
    this.open.delete(path);
    this.open.set(path, entry);
    const [oldest] = this.open.keys();
    if (this.open.size > this.limit && oldest !== undefined) void this.evict(oldest);
    return entry;
  }

  private forget(path: string, entry: OpenReader): void {
    if (this.open.get(path) === entry) this.open.delete(path);
  }

  private async evict(path: string): Promise<void> {
    const entry = this.open.get(path);
    if (!entry) return;
    this.open.delete(path);
    entry.isEvicted = true;
    if (entry.users === 0) await closeQuietly(entry);
  }
}

/** Nobody waits for the closing of a reader, so nobody could be told. */
async function closeQuietly({ reader }: OpenReader): Promise<void> {
  await reader.then((opened) => opened.close()).catch(() => undefined);
}

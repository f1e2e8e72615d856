import { type SlideDecoders, type SlideReader } from '@haim/ml';
import { LRUCache } from 'lru-cache';

/**
 * Slides being viewed stay open: a page of tiles is some dozens of requests for one file. Their pixels are decoded in
 * separate processes.
 */
export class SlideReaders {
  private readonly open: LRUCache<string, Promise<SlideReader>>;

  constructor(
    private readonly decoders: SlideDecoders,
    limit = 64,
  ) {
    this.open = new LRUCache({
      max: limit,
      // Nothing waits for this close, so a failure has no one to report to. A request still reading reopens the slide.
      dispose: (reader) => void reader.then((opened) => opened.close()).catch(() => undefined),
    });
  }

  /** @param path - of a slide on this machine, never from a request. */
  of(path: string): Promise<SlideReader> {
    const known = this.open.get(path);
    if (known) return known;
    const reader = this.decoders.open(path);
    // A file that does not open is not cached: the operator may put it back.
    reader.catch(() => this.open.delete(path));
    this.open.set(path, reader);
    return reader;
  }
}

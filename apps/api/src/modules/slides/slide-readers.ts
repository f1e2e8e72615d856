import { type SlideDecoders, type SlideReader } from '@haim/ml';

/**
 * The slides that are being looked at stay open: a page of tiles is some dozens of requests for one file. Their pixels are
 * decoded in processes of their own.
 */
export class SlideReaders {
  /** Least recently used first. */
  private readonly open = new Map<string, Promise<SlideReader>>();

  constructor(
    private readonly decoders: SlideDecoders,
    private readonly limit = 64,
  ) {}

  /** @param path - of a slide on this machine, never from a request. */
  of(path: string): Promise<SlideReader> {
    const known = this.open.get(path);
    const reader = known ?? this.decoders.open(path);
    // A file that does not open is not remembered: the operator may put it back.
    if (!known) reader.catch(() => this.open.delete(path));
    this.open.delete(path);
    this.open.set(path, reader);
    const [oldest] = this.open;
    if (this.open.size > this.limit && oldest) {
      const [name, least] = oldest;
      this.open.delete(name);
      // Nobody waits for it to be closed, so nobody could be told. Who still reads from it opens it again by reading.
      least.then((opened) => opened.close()).catch(() => undefined);
    }
    return reader;
  }
}

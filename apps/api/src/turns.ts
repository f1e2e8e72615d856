/** Work that takes a core, or a connection, for long: so many at once, the others in the order in which they came. */
export class Turns {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(private readonly most: number) {
    this.free = most;
  }

  /** Whether the next one has to wait. */
  get isBusy(): boolean {
    return this.free === 0;
  }

  /** How many wait. */
  get waiting(): number {
    return this.line.length;
  }

  /** Whether nobody works or waits. */
  get isIdle(): boolean {
    return this.free === this.most;
  }

  /** Does the work when it is its turn. @throws as the signal does, where it is aborted before. */
  async take<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const end = await this.begin(signal);
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Waits for a turn. @returns what ends it, to be called once. @throws as the signal does, where it is aborted before. */
  async begin(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.turn(signal);
    return () => {
      const next = this.line.shift();
      if (next) next();
      else this.free += 1;
    };
  }

  private turn(signal: AbortSignal): Promise<void> {
    return new Promise((come, failed) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        come();
      };
      const leave = () => {
        this.line.splice(this.line.indexOf(begin), 1);
        failed(signal.reason as Error);
      };
      this.line.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

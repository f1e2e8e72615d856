/** A drawing takes a core for some seconds: so many at once, the others in the order in which they came. */
export class DrawingTurns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.free = most;
  }

  /** Whether the next one has to wait. */
  get isBusy(): boolean {
    return this.free === 0;
  }

  /** Does the work when it is its turn. @throws as the signal does, where it is aborted before. */
  async take<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.turn(signal);
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private turn(signal: AbortSignal): Promise<void> {
    return new Promise((come, failed) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        come();
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        failed(signal.reason as Error);
      };
      this.waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

/** What must be stopped, the last started first; a stop that fails does not keep the others from theirs. */
export class StopList {
  private readonly stops: (() => Promise<void> | void)[] = [];
  private stopped: Promise<void> | null = null;

  readonly add = (stop: () => Promise<void> | void): void => {
    this.stops.push(stop);
  };

  /** Stops everything once; a second call waits for the first. */
  run(onError: (error: unknown) => void): Promise<void> {
    this.stopped ??= (async () => {
      for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) {
        try {
          await stop();
        } catch (error) {
          onError(error);
        }
      }
    })();
    return this.stopped;
  }
}

import { type Asker } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { PortalError } from '../context/portal-error.ts';
import { isDatabaseAway } from '../db/database-away.ts';
import { type RunNotices } from './run-notices.ts';

/** Reread after this long without a notice: the row is the truth, a notice only a hint. */
const LONGEST_SILENCE_MS = 15_000;
/** An unavailable database is retried after this long; the stream waits for it and is not cut. */
const AWAY_MS = 1_000;

export interface Watched<Row> {
  /** Its name in the notices: the table of the runs. */
  readonly kind: string;
  /** @throws PortalError where the row is absent or not the asker's to see. */
  read(ctx: PortalContext, id: string): Promise<Row>;
  /** Whether this state is final. */
  isOver(row: Row): boolean;
}

/** A run as it changes, for as long as the asker may see it. */
export class RunWatch<Row> {
  /** @param freshly - the asker with current access, so that access that was removed ends the watch. */
  constructor(
    private readonly watched: Watched<Row>,
    private readonly notices: RunNotices,
    private readonly freshly: (asker: Asker) => Promise<Asker>,
  ) {}

  /** @throws NOT_FOUND before the first event where the run is absent or of a foreign centre. */
  async changes(ctx: PortalContext, id: string): Promise<AsyncIterableIterator<Row>> {
    await this.watched.read(ctx, id);
    const bell = new Bell();
    const forget = this.notices.onChange({ kind: this.watched.kind, id }, () => bell.ring());
    const states = this.states(ctx, id, bell);
    const end = (): void => {
      forget();
      bell.stop();
    };
    const iterator: AsyncIterableIterator<Row> = {
      next: async () => {
        const step = await states.next().catch((error: unknown) => {
          end();
          throw error;
        });
        if (step.done) end();
        return step;
      },
      // A waiting generator does not see return(): the bell wakes it first.
      return: async () => {
        end();
        return states.return(undefined);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private async *states(ctx: PortalContext, id: string, bell: Bell): AsyncGenerator<Row, void> {
    for (let last = ''; !bell.isStopped;) {
      bell.silence();
      const run = await this.visible(ctx, id);
      if (run === 'away') {
        await bell.rung(AWAY_MS);
        continue;
      }
      if (!run) return;
      const state = JSON.stringify(run);
      if (state !== last) yield run;
      if (this.watched.isOver(run)) return;
      last = state;
      await bell.rung(LONGEST_SILENCE_MS);
    }
  }

  private async visible(ctx: PortalContext, id: string): Promise<Row | 'away' | null> {
    try {
      return await this.watched.read({ ...ctx, asker: await this.freshly(ctx.asker) }, id);
    } catch (error) {
      if (error instanceof PortalError) return null;
      if (isDatabaseAway(error)) return 'away';
      throw error;
    }
  }
}

/** Remembers that it rang, so that a notice between reading and waiting is not lost. */
class Bell {
  isStopped = false;
  private hasRung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.hasRung = true;
    this.wake?.();
  }

  stop(): void {
    this.isStopped = true;
    this.ring();
  }

  silence(): void {
    this.hasRung = false;
  }

  async rung(longestMs: number): Promise<void> {
    if (this.hasRung || this.isStopped) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, longestMs);
    });
    clearTimeout(timer);
    this.wake = null;
  }
}

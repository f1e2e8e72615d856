import { type Asker } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { PortalError } from '../../context/portal-error.ts';
import { type InferenceRow, isOver } from './inference.query.ts';
import { type InferenceService } from './inference.service.ts';
import { type InferenceNotices } from './inference-notices.ts';

/** Looked at again after so long without a notice: the row is the truth, a notice only a hint. */
const LONGEST_SILENCE_MS = 15_000;

/** A run as it changes, for as long as the asker may see it. */
export class InferenceWatch {
  /** @param freshly - the asker with the access of this moment, so that access that was taken away ends the watch. */
  constructor(
    private readonly runs: InferenceService,
    private readonly notices: InferenceNotices,
    private readonly freshly: (asker: Asker) => Promise<Asker>,
  ) {}

  /** @throws NOT_FOUND before the first event where the run is absent or of a foreign centre. */
  async changes(ctx: PortalContext, id: string): Promise<AsyncIterableIterator<InferenceRow>> {
    await this.runs.one(ctx, id);
    const bell = new Bell();
    const forget = this.notices.onChange(id, () => bell.ring());
    const states = this.states(ctx, id, bell);
    const end = (): void => {
      forget();
      bell.stop();
    };
    const iterator: AsyncIterableIterator<InferenceRow> = {
      next: async () => {
        const step = await states.next().catch((error: unknown) => {
          end();
          throw error;
        });
        if (step.done) end();
        return step;
      },
      // A generator that waits does not hear return(): the bell wakes it first.
      return: async () => {
        end();
        return states.return(undefined);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private async *states(ctx: PortalContext, id: string, bell: Bell): AsyncGenerator<InferenceRow, void> {
    for (let last = ''; !bell.isStopped;) {
      bell.silence();
      const run = await this.visible(ctx, id);
      if (!run) return;
      const state = JSON.stringify(run);
      if (state !== last) yield run;
      if (isOver(run.status)) return;
      last = state;
      await bell.rung(LONGEST_SILENCE_MS);
    }
  }

  private async visible(ctx: PortalContext, id: string): Promise<InferenceRow | null> {
    try {
      return await this.runs.one({ ...ctx, asker: await this.freshly(ctx.asker) }, id);
    } catch (error) {
      if (error instanceof PortalError) return null;
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

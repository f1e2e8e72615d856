import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after a time, or at once when the wait is cancelled. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;
const pauseFor: Pause = (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined);

/** A process that runs until it ends by itself or is stopped. */
export interface Running {
  /** Resolves with a few words on how it ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Kept {
  readonly name: string;
  /** How the first one ended: anything waiting for the start can stop waiting. */
  readonly firstEnded: Promise<string>;
  /** Ends the one that runs now, which is started again. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

const shortestPauseMs = 250;
/** Waiting for a part takes no longer than this plus its start; a part that cannot start costs little more. */
const longestPauseMs = 8_000;
/** A part that ran this long was healthy: the next pause is short again. */
const wellAfterMs = 10_000;

/**
 * Keeps something running: when it ends, or cannot be started, starts it again, after 0.25 s and then twice as long
 * each time up to 8 s. The pause counts from the start of what ended, so that a part that ran for a while is not missed
 * for as long again.
 *
 * @param first - is running already: errors of the first start are the caller's.
 */
export function keepRunning<Part extends Running>(
  name: string,
  first: Part,
  start: () => Part | Promise<Part>,
  say: (line: string) => void,
  pause = pauseFor,
): Kept {
  const stopping = new AbortController();
  let part: Part | null = first;
  let pauseMs = shortestPauseMs;
  let ranMs = 0;
  /** Of the pause, what is left of it now. */
  const restMs = (): number => Math.max(shortestPauseMs, pauseMs - ranMs);

  const startAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(restMs(), stopping.signal);
      if (stopping.signal.aborted) return;
      ranMs = 0;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      try {
        part = await start();
        return;
      } catch (error) {
        say(`The ${name} could not be started (${wordsOf(error)}); the next try is in ${pauseMs / 1_000} s.`);
      }
    }
  };
  const loop = (async () => {
    while (part !== null) {
      const began = Date.now();
      const how = await part.ended;
      if (stopping.signal.aborted) return;
      part = null;
      ranMs = Date.now() - began;
      if (ranMs > wellAfterMs) pauseMs = shortestPauseMs;
      say(`The ${name} ended (${how}); it starts again in ${restMs() / 1_000} s.`);
      await startAgain();
    }
  })();
  return {
    name,
    firstEnded: first.ended,
    async end() {
      await part?.stop();
    },
    async stop() {
      stopping.abort();
      await part?.stop();
      await loop;
      // One that was just being started while it was to stop.
      await part?.stop();
    },
  };
}

function wordsOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  return cause instanceof Error ? `${message} ${cause.message}` : message;
}

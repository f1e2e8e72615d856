import { setTimeout as wait } from 'node:timers/promises';
import { type Part } from './part.ts';

const longestPauseMs = 60_000;
/** A worker that ran this long was well: the next pause is short again. */
const wellAfterMs = 60_000;

/** Keeps a part running: when it ends, starts it again, after 1 s and then twice as long each time up to a minute. */
export function keepRunning(start: () => Part, say: (line: string) => void): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let part = start();
  const loop = (async () => {
    for (let pauseMs = 1_000; ;) {
      const began = Date.now();
      const how = await part.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - began > wellAfterMs) pauseMs = 1_000;
      say(`The ${part.name} ended (${how}); it starts again in ${pauseMs / 1_000} s.`);
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      part = start();
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await part.stop();
      await loop;
    },
  };
}

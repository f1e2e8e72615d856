import { setTimeout as wait } from 'node:timers/promises';
import { type Kept } from './keep-running.ts';

/** Whether a part takes a question and gives no answer, whatever it is. */
export type IsSilent = (leaving: AbortSignal) => Promise<boolean>;

/** Between two questions. */
const EVERY_MS = 10_000;
/** How long an answer may take. */
const PATIENCE_MS = 20_000;
/** In a row: a machine that was asleep, or short of everything for a while, is not taken for a part that hangs. */
const MOST_SILENCES = 3;

/**
 * Asks a part for an answer, and ends one that has given none three times in a row: it is started again as one that ended
 * by itself.
 *
 * @returns what ends the watch.
 */
export function watchAnswers(
  part: Kept,
  isSilent: IsSilent,
  say: (line: string) => void,
  everyMs = EVERY_MS,
): () => Promise<void> {
  const leaving = new AbortController();
  const watch = async (): Promise<void> => {
    for (let silences = 0; !leaving.signal.aborted;) {
      await wait(everyMs, undefined, { signal: leaving.signal }).catch(() => undefined);
      if (leaving.signal.aborted) return;
      silences = (await isSilent(leaving.signal)) ? silences + 1 : 0;
      if (silences < MOST_SILENCES) continue;
      silences = 0;
      say(`The ${part.name} has answered none of ${MOST_SILENCES} questions; it is ended and starts again.`);
      await part.end();
    }
  };
  const over = watch();
  return async () => {
    leaving.abort();
    await over;
  };
}

/** Of a part that answers over HTTP. Where nothing listens, it is starting or has ended, which others see to. */
export function silenceAt(url: string, patienceMs = PATIENCE_MS): IsSilent {
  return async (leaving) => {
    const patience = AbortSignal.timeout(patienceMs);
    const signal = AbortSignal.any([patience, leaving]);
    const answer = await fetch(url, { redirect: 'manual', signal }).catch(() => null);
    await answer?.body?.cancel();
    return answer === null && patience.aborted;
  };
}

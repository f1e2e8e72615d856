import { fork } from 'node:child_process';
import { join } from 'node:path';
import { SlideError, type SlideErrorCode } from '@haim/ml';

/** What a slide file says of itself, proven by decoding parts of every level. */
export interface SlideFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly micronsPerPixel: number | null;
  readonly objectivePower: number | null;
  readonly vendor: string;
}

export type InspectAnswer =
  | { readonly facts: SlideFacts; readonly refusal?: never }
  | { readonly refusal: { readonly code: SlideErrorCode; readonly message: string }; readonly facts?: never };

/** Long enough to write the browsable copy of a slide of one level. */
const LONGEST_MS = 10 * 60_000;

/**
 * Opens a slide file in a child process and decodes parts of every level.
 *
 * @param pyramidPath - where the child may put a browsable copy, if the slide needs one.
 * @throws SlideError as packages/ml gives it; UNREADABLE also when the child crashes or takes too long.
 */
export function inspectSlide(slidePath: string, pyramidPath: string, longestMs = LONGEST_MS): Promise<SlideFacts> {
  return new Promise((resolve, reject) => {
    // The child gets no secret of the environment, and none of the parent's flags but its TypeScript loader.
    const child = fork(join(import.meta.dirname, 'inspect-slide-child.ts'), [slidePath, pyramidPath], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: longestMs,
      killSignal: 'SIGKILL',
    });
    child.once('message', ({ facts, refusal }: InspectAnswer) => {
      if (facts) resolve(facts);
      else reject(new SlideError(refusal.code, refusal.message));
    });
    child.once('error', reject);
    child.once('exit', () =>
      reject(new SlideError('UNREADABLE', 'The slide cannot be read: its decoder crashed or took too long.')),
    );
  });
}

import { setImmediate as turn } from 'node:timers/promises';
import { abandoned } from '../context/portal-error.ts';

/** The longest that other work waits for a slice of this one. */
const SLICE_MS = 5;

/** Long work, written as a generator that yields wherever other work may go first: every few thousand rows. */
export type Steps<Result> = Generator<void, Result, void>;

export const ROWS_IN_STEP = 4_096;

/**
 * Works in slices of a few milliseconds and lets other requests go first between them.
 *
 * @param isWanted - asked between slices.
 * @throws UNAVAILABLE where it is wanted no more.
 */
export async function inSlices<Result>(steps: Steps<Result>, isWanted: () => boolean = () => true): Promise<Result> {
  const slices = new Slices();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await slices.giveWay();
    if (!isWanted()) throw abandoned();
  }
}

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export class Slices {
  private end = performance.now() + SLICE_MS;

  /** Lets other work go first if this one has had its slice. */
  async giveWay(): Promise<void> {
    if (performance.now() <= this.end) return;
    await turn();
    this.end = performance.now() + SLICE_MS;
  }
}

/** Ranges of rows from 0 up to `rows`, one for each step. */
export function* stepsOver(rows: number): Generator<readonly [from: number, to: number], void> {
  for (let from = 0; from < rows; from += ROWS_IN_STEP) yield [from, Math.min(rows, from + ROWS_IN_STEP)];
}

import { StatsInputError } from './errors.ts';

/** Which way a score points. */
export type ScoreDirection = 'higher-is-positive' | 'lower-is-positive';

/** Truth per subject: event, disease, responder. */
export type Outcome = ArrayLike<boolean | 0 | 1> | Uint8Array;

export interface Scored {
  readonly scores: Float64Array;
  readonly positive: Uint8Array;
  readonly nPositive: number;
  readonly nNegative: number;
}

/** Copies a scored cohort into columns. @throws StatsInputError on unequal lengths, no subject, or a non-finite score. */
export function readScored(scores: ArrayLike<number>, positive: Outcome, argument = 'scores'): Scored {
  if (scores.length !== positive.length) throw new StatsInputError(argument, 'must have one entry per outcome');
  if (scores.length === 0) throw new StatsInputError(argument, 'needs at least one subject');
  const column = new Float64Array(scores.length);
  for (let i = 0; i < column.length; i++) column[i] = scores[i] as number;
  const bad = column.findIndex((score) => !Number.isFinite(score));
  if (bad >= 0) throw new StatsInputError(argument, `entry ${bad}: must be finite, not ${column[bad]}`);
  const truth = readOutcome(positive, 'positive');
  const nPositive = truth.reduce((sum, value) => sum + value, 0);
  return { scores: column, positive: truth, nPositive, nNegative: truth.length - nPositive };
}

/** @throws StatsInputError on anything but true, false, 1 and 0. */
export function readOutcome(outcome: Outcome, argument: string): Uint8Array {
  if (outcome instanceof Uint8Array) return readBytes(outcome, argument);
  const column = new Uint8Array(outcome.length);
  for (let i = 0; i < column.length; i++) {
    const value = outcome[i];
    if (value === true || value === 1) column[i] = 1;
    else if (value !== false && value !== 0) throw new StatsInputError(argument, `entry ${i}: must be true or false`);
  }
  return column;
}

function readBytes(outcome: Uint8Array, argument: string): Uint8Array {
  for (let i = 0; i < outcome.length; i++) {
    if ((outcome[i] as number) > 1) throw new StatsInputError(argument, `entry ${i}: must be true or false`);
  }
  return outcome.slice();
}

/** @throws StatsInputError unless the direction is one of the two. */
export function checkDirection(direction: ScoreDirection): ScoreDirection {
  if (direction === 'higher-is-positive' || direction === 'lower-is-positive') return direction;
  throw new StatsInputError(
    'direction',
    `must be 'higher-is-positive' or 'lower-is-positive', not ${String(direction)}`,
  );
}

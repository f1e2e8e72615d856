import { StatsInputError } from '../numerics/errors.ts';

/** A number as a publication has it. */
export interface PrintedValue {
  readonly value: number;
  /** Digits behind the point, those that are zero included. */
  readonly decimals: number;
}

/**
 * - `rounded`: to the nearest, a half either way.
 * - `truncated`: the digits behind were left out.
 * - `roundedUp`: away from zero, although the digits behind are less than a half.
 */
export type PrintedAs = 'rounded' | 'truncated' | 'roundedUp';

/** What is lost in multiplying and dividing doubles; no printed digit is as small. */
const NOTHING = 1e-9;
const MOST_DECIMALS = 8;

/**
 * By which rule a number was written with so many digits, if by any.
 *
 * @param exact - the number before it was written.
 * @param printed - what was written; `decimals` from 0 to 8.
 * @returns the first rule of `rounded`, `truncated`, `roundedUp` that gives it; null where none does.
 * @throws StatsInputError on a number that is not finite, or decimals that are not whole or too many.
 *
 * Source: definition.
 * Checked against: reference/attainable.R.
 * Common wrong use: calling a difference of one in the last digit a match; 0.7872 printed as 0.78 was truncated.
 */
export function printedAs(exact: number, printed: PrintedValue): PrintedAs | null {
  checkPrinted(printed);
  if (!Number.isFinite(exact)) throw new StatsInputError('exact', 'must be a finite number');
  const { value } = printed;
  const step = 10 ** -printed.decimals;
  const slack = NOTHING * Math.max(1, Math.abs(value));
  if (Math.abs(exact - value) <= step / 2 + slack) return 'rounded';
  // Seen from zero, so that both signs are written alike.
  const beyond = value < 0 || (value === 0 && exact < 0) ? value - exact : exact - value;
  if (Math.abs(beyond) >= step - slack) return null;
  return beyond > 0 ? 'truncated' : 'roundedUp';
}

/** @throws StatsInputError */
export function checkPrinted({ value, decimals }: PrintedValue): void {
  if (!Number.isFinite(value)) throw new StatsInputError('printed.value', 'must be a finite number');
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) {
    throw new StatsInputError('printed.decimals', `must be a whole number from 0 to ${MOST_DECIMALS}`);
  }
}

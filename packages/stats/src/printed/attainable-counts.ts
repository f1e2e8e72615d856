import { StatsInputError } from '../numerics/errors.ts';
import { checkPrinted, printedAs, type PrintedValue } from './printed-value.ts';

export interface AttainableCounts {
  readonly n: number;
  /** Counts of which the share is the printed one, rounded. */
  readonly rounded: readonly number[];
  /** Counts of which the share is the printed one only if its further digits were left out. */
  readonly truncated: readonly number[];
  /** The nearest count whose share is below the printed one, and the nearest above; null where there is none. */
  readonly below: number | null;
  readonly above: number | null;
}

const MOST_SUBJECTS = 1_000_000;

/**
 * Which counts of n have a share that is written as a printed one: the test of granularity.
 *
 * @param printed - a percentage, or a share from 0 to 1.
 * @param n - whole number of subjects, 1 to 1,000,000.
 * @param of - what the whole is: 100 for a percentage, 1 for a share.
 * @returns no count in `rounded` where the printed share is not one of n subjects.
 * @throws StatsInputError on an n that is not whole or outside the range, or a printed number that is not finite.
 *
 * Source: Brown & Heathers 2017.
 * Checked against: reference/attainable.R (every count in turn).
 * Common wrong use: with n above 10 to the power of the digits every share is attainable, and nothing is tested.
 */
export function attainableCounts(printed: PrintedValue, n: number, of: 1 | 100): AttainableCounts {
  checkPrinted(printed);
  if (!Number.isInteger(n) || n < 1 || n > MOST_SUBJECTS) {
    throw new StatsInputError('n', `must be a whole number from 1 to ${MOST_SUBJECTS}, not ${n}`);
  }
  const shareOf = (count: number) => (of * count) / n;
  // One step of the printed number to either side, and one count beyond it.
  const reach = (10 ** -printed.decimals * n) / of;
  const middle = (printed.value * n) / of;
  const first = Math.max(0, Math.floor(middle - reach) - 1);
  const last = Math.min(n, Math.ceil(middle + reach) + 1);
  const near = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const written = (as: 'rounded' | 'truncated') => near.filter((count) => printedAs(shareOf(count), printed) === as);
  const below = Math.min(n, Math.ceil(middle) - 1);
  const above = Math.max(0, Math.floor(middle) + 1);
  return {
    n,
    rounded: written('rounded'),
    truncated: written('truncated'),
    below: below >= 0 ? below : null,
    above: above <= n ? above : null,
  };
}

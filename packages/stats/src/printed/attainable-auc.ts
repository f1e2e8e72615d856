import { StatsInputError } from '../numerics/errors.ts';
import { checkPrinted, printedAs, type PrintedValue } from './printed-value.ts';

export interface AttainableAuc {
  readonly nPositive: number;
  readonly nNegative: number;
  /** `ties`: only where a positive and a negative subject have one score, which counts a half. */
  readonly rounded: 'yes' | 'ties' | 'no';
  /** The same if further digits were left out; `no` where rounding gives it already. */
  readonly truncated: 'yes' | 'ties' | 'no';
  /** The nearest areas that there are, ties allowed; null where there is none. */
  readonly below: number | null;
  readonly above: number | null;
}

export interface AucSplit {
  readonly nPositive: number;
  readonly nNegative: number;
  readonly needsTies: boolean;
}

const MOST_SUBJECTS = 100_000;

/**
 * Whether a printed AUC is an area that so many positive and negative subjects can have: a whole or half number of pairs.
 *
 * @param printed - a share from 0 to 1.
 * @param nPositive - whole number from 1.
 * @param nNegative - the same.
 * @returns `rounded` and `truncated` are `no` where no number of pairs is printed so.
 * @throws StatsInputError on counts that are not whole, below 1 or above 100,000, or a printed number that is not finite.
 *
 * Source: Bamber 1975: the area is U / (m n).
 * Checked against: reference/attainable.R (every half pair in turn).
 * Common wrong use: an area that was averaged over resamples or folds is not of one set, and need not be attainable.
 */
export function attainableAuc(printed: PrintedValue, nPositive: number, nNegative: number): AttainableAuc {
  checkPrinted(printed);
  for (const [name, count] of Object.entries({ nPositive, nNegative })) {
    if (!Number.isInteger(count) || count < 1 || count > MOST_SUBJECTS) {
      throw new StatsInputError(name, `must be a whole number from 1 to ${MOST_SUBJECTS}, not ${count}`);
    }
  }
  const halves = 2 * nPositive * nNegative;
  const middle = printed.value * halves;
  const reach = 10 ** -printed.decimals * halves;
  const first = Math.max(0, Math.floor(middle - reach) - 1);
  const last = Math.min(halves, Math.ceil(middle + reach) + 1);
  const found = { rounded: 'no', truncated: 'no' } as Record<'rounded' | 'truncated', 'yes' | 'ties' | 'no'>;
  for (let half = first; half <= last; half++) {
    const as = printedAs(half / halves, printed);
    if (as === null || as === 'roundedUp') continue;
    if (half % 2 === 0) found[as] = 'yes';
    else if (found[as] === 'no') found[as] = 'ties';
    // A long run has both kinds in its first members.
    if (found.rounded === 'yes') break;
  }
  const below = Math.min(halves, Math.ceil(middle) - 1);
  const above = Math.max(0, Math.floor(middle) + 1);
  return {
    ...{ nPositive, nNegative, rounded: found.rounded },
    truncated: found.rounded === 'no' ? found.truncated : 'no',
    below: below >= 0 ? below / halves : null,
    above: above <= halves ? above / halves : null,
  };
}

/**
 * The numbers of positive and negative subjects, together n, for which a printed AUC is attainable, rounded.
 *
 * @param printed - a share from 0 to 1.
 * @param n - whole number of subjects, 2 to 1,000.
 * @returns by ascending number of positive subjects; empty where there is none.
 * @throws StatsInputError on another n, or a printed number that is not finite.
 *
 * Source: Bamber 1975: the area is U / (m n).
 * Checked against: reference/attainable.R (every half pair of every split in turn).
 */
export function attainableAucSplits(printed: PrintedValue, n: number): AucSplit[] {
  if (!Number.isInteger(n) || n < 2 || n > 1000) {
    throw new StatsInputError('n', `must be a whole number from 2 to 1000, not ${n}`);
  }
  return Array.from({ length: n - 1 }, (_, i) => attainableAuc(printed, i + 1, n - i - 1)).flatMap(
    ({ nPositive, nNegative, rounded }) =>
      rounded === 'no' ? [] : [{ nPositive, nNegative, needsTies: rounded === 'ties' }],
  );
}

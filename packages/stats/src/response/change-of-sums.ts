import { StatsInputError } from '../numerics/errors.ts';

export interface ChangesOfSums {
  /**
   * (sum - baseline) / baseline of each visit, as a fraction: -0.3 is 30 % smaller. null where the sum is not known, or the
   * baseline is not known or 0.
   */
  readonly changes: readonly (number | null)[];
  /** The smallest of those that count; null where none of them is known. */
  readonly best: number | null;
  /** Index of the first visit with it. */
  readonly visit: number | null;
}

/**
 * Change of the sum of diameters from the baseline at each visit, and the best of them: the bars of a waterfall plot and the
 * lines of a spider plot.
 *
 * @param baselineMm - sum of the viable diameters at the baseline, mm; null where it is not known.
 * @param sumsMm - sums of the visits after it, mm, in the order of their days; null where a target was not evaluated.
 * @param lastCounted - index of the last visit that may be the best: that of the first PD, or the last of all.
 * @returns one change a visit, and the smallest up to `lastCounted`.
 * @throws StatsInputError on a sum that is negative or not finite.
 *
 * Source: Eisenhauer et al, Eur J Cancer 2009;45:228-47 (percentage change from the baseline sum); the smallest change as in
 * the waterfall plots of Gillespie, J Adv Pract Oncol 2012;3:106-11.
 * Checked against: series worked by hand.
 * Common wrong use: change from the nadir, which decides on progression and never falls below the best change.
 */
export function changesOfSums(
  baselineMm: number | null,
  sumsMm: readonly (number | null)[],
  lastCounted: number = sumsMm.length - 1,
): ChangesOfSums {
  [baselineMm, ...sumsMm].forEach((sum, i) => {
    if (sum !== null && !(sum >= 0 && sum < Infinity))
      throw new StatsInputError(i === 0 ? 'baselineMm' : `sumsMm[${i - 1}]`, `is at least 0 mm, not ${sum}`);
  });
  const changes = sumsMm.map((sum) =>
    sum === null || baselineMm === null || baselineMm === 0 ? null : (sum - baselineMm) / baselineMm,
  );
  const counted = changes.slice(0, lastCounted + 1).filter((change) => change !== null);
  const best = counted.length === 0 ? null : counted.reduce((least, change) => Math.min(least, change));
  return { changes, best, visit: best === null ? null : changes.indexOf(best) };
}

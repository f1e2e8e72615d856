import { StatsInputError } from '../numerics/errors.ts';

/** `holm` bounds the chance of any false finding; `benjamini-hochberg` the expected share of false ones. */
export type Adjustment = 'holm' | 'benjamini-hochberg';

/**
 * p values adjusted for having made several tests.
 *
 * @param pValues - in [0, 1], any order; null stays null and does not count as a test.
 * @param adjustment - 'holm' or 'benjamini-hochberg'.
 * @returns adjusted values in the same order.
 * @throws StatsInputError on a value outside [0, 1].
 *
 * Source: Holm 1979; Benjamini & Hochberg 1995.
 * Checked against: reference/two-by-two.R (p.adjust).
 */
export function adjustPValues(pValues: readonly (number | null)[], adjustment: Adjustment): (number | null)[] {
  const tests = pValues.flatMap((p, index) => {
    if (p === null) return [];
    if (!(p >= 0 && p <= 1)) throw new StatsInputError('pValues', `entry ${index}: must lie between 0 and 1, not ${p}`);
    return [{ p, index }];
  });
  tests.sort((a, b) => a.p - b.p);
  const m = tests.length;
  const adjusted: (number | null)[] = pValues.map(() => null);
  if (adjustment === 'holm') {
    let largest = 0;
    tests.forEach(({ p, index }, i) => {
      largest = Math.max(largest, Math.min(1, (m - i) * p));
      adjusted[index] = largest;
    });
    return adjusted;
  }
  let smallest = 1;
  for (let i = m - 1; i >= 0; i--) {
    const { p, index } = tests[i] as (typeof tests)[number];
    smallest = Math.min(smallest, (m / (i + 1)) * p);
    adjusted[index] = smallest;
  }
  return adjusted;
}

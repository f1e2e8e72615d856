import { statement } from '@haim/schema';
import { chiSquareTest } from '@haim/stats';
import { type ShownCount, toFigures } from '../../columns/index.ts';
import { type GroupTest } from './group-tests.ts';

/** Patients of a group who have what is compared, and all of them, as they are shown. */
export interface ShownRate {
  readonly yes: ShownCount;
  readonly of: ShownCount;
}

/** Of p values that are made of rounded counts, no more is told. */
const figures = 2;

/**
 * Two protected rates compared: the chi-square test of the counts that are shown, and the smallest and the largest p over
 * all counts that are as near to these as a rounded count is to its own. The test grows with either count of a group, and
 * falls with it on the other side of no difference (Barnard's convexity), so that both are among the corners.
 *
 * @param roundTo - counts differ by less than this from what is shown.
 * @returns null where a count is a bound.
 */
export function testOfShown([first, second]: readonly [ShownRate, ShownRate], roundTo: number): GroupTest | null {
  const rates = [first, second];
  if (rates.some(({ yes, of }) => yes.atMost || of.atMost || of.n === 0 || yes.n > of.n)) return null;
  const shown = chiSquareOf(first.yes.n, first.of.n, second.yes.n, second.of.n);
  if (shown === null) return null;
  const by = [1 - roundTo, roundTo - 1];
  const corners = by.flatMap((a) =>
    by.flatMap((b) =>
      by.flatMap((c) => by.map((d) => [first.yes.n + a, first.of.n + b, second.yes.n + c, second.of.n + d] as const)),
    ),
  );
  const possible = corners.map(([yes1, n1, yes2, n2]) => [clamped(yes1, n1), n1, clamped(yes2, n2), n2] as const);
  const ps = possible.flatMap((corner) => chiSquareOf(...corner)?.pValue ?? []);
  const signs = new Set(possible.map(([yes1, n1, yes2, n2]) => Math.sign(yes1 / n1 - yes2 / n2)));
  return {
    method: statement('chiSquareOfShown', { roundTo }),
    warnings: [],
    statistic: toFigures(shown.statistic, figures),
    df: shown.df,
    pValue: toFigures(shown.pValue, figures),
    lowestP: toFigures(Math.min(...ps), figures),
    // Where either group may be ahead, there is a table without a difference between the corners.
    highestP: signs.size > 1 ? 1 : toFigures(Math.max(...ps), figures),
    call: { fn: 'chisq', args: { correct: false } },
  };
}

const clamped = (yes: number, n: number): number => Math.max(0, Math.min(yes, n));

/** Null where nobody has it in either group, or everybody. */
function chiSquareOf(yes1: number, n1: number, yes2: number, n2: number) {
  if (n1 <= 0 || n2 <= 0 || yes1 + yes2 === 0 || yes1 + yes2 === n1 + n2) return null;
  const { statistic, df, pValue } = chiSquareTest([
    [yes1, yes2],
    [n1 - yes1, n2 - yes2],
  ]);
  return { statistic, df, pValue };
}

import { statement, type Statement } from '@haim/schema';
import { chiSquareTest, describe, fisherExact, kruskalWallis, oneWayAnova, tTest, wilcoxonRankSum } from '@haim/stats';
import { type CountedValues } from '../../columns/index.ts';

/** How a table describes a quantity, and so by which family of tests its groups are compared. */
export type Summary = 'mean' | 'median';

/** A comparison of the groups of a table. */
export interface GroupTest {
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  /** Chi-square, t, F or W, as the method says; null for an exact test, and where nothing could be tested. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
  /** Of rounded counts: the least and the greatest p over all counts that they may stand for. */
  readonly lowestP?: number | null;
  readonly highestP?: number | null;
  /** The same as a call of `runCall`, without the columns that it is of. */
  readonly call: { readonly fn: string; readonly args: Readonly<Record<string, unknown>> };
}

/**
 * Fisher's exact test goes through all tables with these margins, and everybody waits meanwhile. At most this many patients by
 * degrees of freedom, each under a second: 1 is a table of two by two, which needs no such walk.
 */
const mostPatients = (degrees: number): number => {
  if (degrees === 1) return Infinity;
  if (degrees === 2) return 2000;
  return degrees <= 6 ? 400 : 0;
};

/** Symmetric enough for a mean: |skewness| up to this. */
export const MOST_SKEWNESS = 1;

/** Mean where the values of all groups together are roughly symmetric, otherwise median; null where there is none. */
export function summaryBySkewness(samples: readonly CountedValues[]): Summary {
  const all = together(samples);
  if (all.values.length === 0) return 'median';
  return Math.abs(describe(all).skewness ?? 0) <= MOST_SKEWNESS ? 'mean' : 'median';
}

/** The values of all groups as one. */
export function together(samples: readonly CountedValues[]): CountedValues {
  const size = samples.reduce((sum, { values }) => sum + values.length, 0);
  const values = new Float64Array(size);
  const counts = new Uint32Array(size);
  let at = 0;
  for (const sample of samples) {
    values.set(sample.values, at);
    counts.set(sample.counts, at);
    at += sample.values.length;
  }
  return { label: 'All', values, counts };
}

/**
 * The groups of a category: Pearson's chi-square without correction, or Fisher's exact test where an expected count is
 * below 5 and the table is not too large for it.
 *
 * @param counts - [levels][groups], of levels and groups that occur.
 * @returns null where there is nothing to compare: fewer than two levels or two groups with a value.
 */
export function testOfCategory(counts: readonly (readonly number[])[]): GroupTest | null {
  const table = occurring(counts);
  if (table.length < 2 || (table[0]?.length ?? 0) < 2) return null;
  const chiSquare = chiSquareTest(table);
  if (chiSquare.expected.flat().every((count) => count >= 5)) return ofChiSquare(chiSquare);
  if (isTooLargeForFisher(table)) {
    const said = chiSquare.warnings.map((one) =>
      one.code === 'expectedBelowFive' ? statement('tooManyForFisher') : one,
    );
    return { ...ofChiSquare(chiSquare), warnings: said };
  }
  return ofFisher(table);
}

/** Both tests of a table of counts beside each other. @returns null where there is nothing to compare. */
export function bothTestsOf(counts: readonly (readonly number[])[]) {
  const table = occurring(counts);
  if (table.length < 2 || (table[0]?.length ?? 0) < 2) return null;
  return {
    chiSquare: ofChiSquare(chiSquareTest(table)),
    fisher: isTooLargeForFisher(table) ? null : ofFisher(table),
  };
}

/** The groups of a quantity: t or ANOVA beside means, Wilcoxon or Kruskal-Wallis beside medians. */
export function testOfQuantity(samples: readonly CountedValues[], summary: Summary): GroupTest | null {
  const [first, second] = samples;
  if (first === undefined || second === undefined) return null;
  if (summary === 'mean') {
    if (samples.length > 2) {
      const { method, warnings, f, pValue } = oneWayAnova(samples);
      return { method, warnings, statistic: f, df: null, pValue, call: { fn: 'anova', args: { varEqual: true } } };
    }
    const { method, warnings, t, df, pValue } = tTest(first, second, { equalVariances: true });
    return { method, warnings, statistic: t, df, pValue, call: { fn: 'ttest', args: { varEqual: true } } };
  }
  if (samples.length > 2) {
    const { method, warnings, statistic, df, pValue } = kruskalWallis(samples);
    return { method, warnings, statistic, df, pValue, call: { fn: 'kruskal', args: {} } };
  }
  const { method, warnings, w, pValue } = wilcoxonRankSum(first, second);
  const args = { exact: method.code === 'wilcoxonExact', correct: true };
  return { method, warnings, statistic: w, df: null, pValue, call: { fn: 'wilcoxon', args } };
}

function ofChiSquare({ method, warnings, statistic, df, pValue }: ReturnType<typeof chiSquareTest>): GroupTest {
  return { method, warnings, statistic, df, pValue, call: { fn: 'chisq', args: { correct: false } } };
}

function ofFisher(table: readonly (readonly number[])[]): GroupTest {
  const { method, warnings, pValue } = fisherExact(table);
  return { method, warnings, statistic: null, df: null, pValue, call: { fn: 'fisher', args: {} } };
}

function isTooLargeForFisher(table: readonly (readonly number[])[]): boolean {
  const degrees = (table.length - 1) * ((table[0]?.length ?? 1) - 1);
  const patients = table.flat().reduce((sum, count) => sum + count, 0);
  return patients > mostPatients(degrees);
}

/** Without rows and columns of nobody. */
function occurring(counts: readonly (readonly number[])[]): number[][] {
  const isUsed = (_: unknown, column: number) => counts.some((row) => (row[column] ?? 0) > 0);
  return counts.filter((row) => row.some((count) => count > 0)).map((row) => row.filter(isUsed));
}

import { describe, expect, it } from 'vitest';
import reference from '../../reference/attainable.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { attainableAuc, attainableAucSplits } from './attainable-auc.ts';
import { attainableCounts } from './attainable-counts.ts';
import { attainableDays } from './attainable-days.ts';
import { attainableTables } from './attainable-tables.ts';
import { printedAs } from './printed-value.ts';
import { ratioOfInterval } from './ratio-of-interval.ts';

const { written, counts, tables, auc, splits, days, ratio } = reference.cases;
const two = (value: number) => ({ value, decimals: 2 });

describe('printedAs', () => {
  it.each(written)('$numerator/$denominator as $value: $as', ({ numerator, denominator, as, ...printed }) => {
    expect(printedAs(numerator / denominator, printed) ?? 'none').toBe(as);
  });

  it('writes a negative number as its opposite', () => {
    expect(printedAs(-0.7872, two(-0.78))).toBe('truncated');
    expect(printedAs(-0.7872, two(-0.79))).toBe('rounded');
    expect(printedAs(-0.0021, two(0))).toBe('rounded');
    expect(printedAs(-0.008, two(0))).toBe('truncated');
    expect(printedAs(0.78, two(0.79))).toBeNull();
  });

  it('refuses what is not a printed number', () => {
    expect(() => printedAs(NaN, two(1))).toThrow(StatsInputError);
    expect(() => printedAs(1, two(Infinity))).toThrow(StatsInputError);
    expect(() => printedAs(1, { value: 1, decimals: 9 })).toThrow(StatsInputError);
    expect(() => printedAs(1, { value: 1, decimals: 0.5 })).toThrow(StatsInputError);
  });
});

describe('attainableCounts', () => {
  it.each(counts)('$value of $n', ({ value, decimals, n, of, ...wanted }) => {
    const { below = null, above = null, rounded, truncated } = wanted as Partial<typeof wanted>;
    expect(attainableCounts({ value, decimals }, n, of as 1 | 100)).toEqual({ n, rounded, truncated, below, above });
  });

  it('refuses a number of subjects that is none', () => {
    for (const n of [0, 2.5, -1, NaN]) expect(() => attainableCounts(two(0.5), n, 1)).toThrow(StatsInputError);
  });
});

describe('attainableTables', () => {
  it.each(tables)('six metrics of $n subjects', ({ n, printed, matching, mostMatched, deviation, closest }) => {
    const metrics = Object.fromEntries(Object.entries(printed).map(([name, value]) => [name, two(value)]));
    const found = attainableTables(metrics, n);
    expect(found).toMatchObject({ n, of: 6, matching, mostMatched });
    expect(found.deviation).toBeCloseTo(deviation, 12);
    expect(found.closest).toEqual(closest);
  });

  it('of one metric is the test of a count', () => {
    expect(attainableTables({ accuracy: two(0.77) }, 19)).toMatchObject({ of: 1, matching: 0, mostMatched: 0 });
    expect(attainableTables({ accuracy: two(0.79) }, 19).matching).toBeGreaterThan(0);
  });

  it('refuses no metric, and more subjects than can be gone through', () => {
    expect(() => attainableTables({}, 19)).toThrow(StatsInputError);
    expect(() => attainableTables({ accuracy: two(0.5) }, 251)).toThrow(StatsInputError);
    expect(() => attainableTables({ accuracy: two(0.5) }, 0)).toThrow(StatsInputError);
  });
});

describe('attainableAuc', () => {
  it.each(auc)('$value of $nPositive and $nNegative', ({ value, decimals, nPositive, nNegative, ...wanted }) => {
    const found = attainableAuc({ value, decimals }, nPositive, nNegative);
    const { below, above, rounded, truncated } = wanted as Partial<typeof wanted>;
    expect(found).toMatchObject({ nPositive, nNegative, rounded, truncated });
    expect(found.below ?? -1).toBeCloseTo(below ?? -1, 12);
    expect(found.above ?? -1).toBeCloseTo(above ?? -1, 12);
  });

  it.each(splits)('$value of $n, by split', ({ value, decimals, n, splits: wanted }) => {
    expect(attainableAucSplits({ value, decimals }, n)).toEqual(wanted);
  });

  it('refuses classes of nobody', () => {
    expect(() => attainableAuc(two(0.5), 0, 4)).toThrow(StatsInputError);
    expect(() => attainableAuc(two(0.5), 4, 1.5)).toThrow(StatsInputError);
    expect(() => attainableAucSplits(two(0.5), 1)).toThrow(StatsInputError);
  });
});

describe('attainableDays', () => {
  it.each(days)('$value months of $monthDays days', ({ value, decimals, monthDays, days: wanted }) => {
    expect(attainableDays({ value, decimals }, monthDays)).toEqual(wanted);
  });

  it('refuses another month, and a time before it began', () => {
    expect(() => attainableDays(two(1), 27)).toThrow(StatsInputError);
    expect(() => attainableDays(two(-1), 30)).toThrow(StatsInputError);
  });
});

describe('ratioOfInterval', () => {
  it.each(ratio)('$ratio ($lower to $upper)', ({ ratio: estimate, lower, upper, confidence, ...wanted }) => {
    const found = ratioOfInterval(estimate, lower, upper, confidence);
    expect(found.logStdErr).toBeCloseTo(wanted.logStdErr, 12);
    expect(found.z).toBeCloseTo(wanted.z, 12);
    expect(found.pValue / wanted.pValue).toBeCloseTo(1, 10);
  });

  it('refuses limits that are none', () => {
    expect(() => ratioOfInterval(0, 1, 2)).toThrow(StatsInputError);
    expect(() => ratioOfInterval(1, 2, 2)).toThrow(StatsInputError);
    expect(() => ratioOfInterval(1, 1, Infinity)).toThrow(StatsInputError);
  });
});

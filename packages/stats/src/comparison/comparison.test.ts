import { describe, expect, it } from 'vitest';
import { binomialInterval } from './binomial-interval.ts';
import { chiSquareTest } from './chi-square.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { fisherExact } from './fisher-exact.ts';
import { kruskalWallis } from './kruskal-wallis.ts';
import { tTest } from './t-test.ts';
import { wilcoxonRankSum } from './wilcoxon.ts';

const [a, b] = [
  { label: 'a', values: [1, 2, 3] },
  { label: 'b', values: [4, 5, 6] },
];

describe('tests of two samples', () => {
  it('t: means 2 and 5, variance 1 each, so t = -3 / sqrt(2/3)', () => {
    const result = tTest(a, b);
    expect(result.t).toBeCloseTo(-3 / Math.sqrt(2 / 3), 12);
    expect(result.df).toBeCloseTo(4, 12);
    expect(tTest({ label: 'a', values: [1, 1] }, { label: 'b', values: [1, 1] })).toMatchObject({
      t: null,
      pValue: null,
    });
    expect(tTest({ label: 'a', values: [1] }, b)).toMatchObject({ t: null });
    expect(() => tTest({ label: 'a', values: [] }, b)).toThrow(StatsInputError);
  });

  it('rank sum: the most extreme of 20 orders, twice', () => {
    expect(wilcoxonRankSum(a, b)).toMatchObject({ w: 0, hasTies: false });
    expect(wilcoxonRankSum(a, b).pValue).toBeCloseTo(2 / 20, 14);
    const equal = { label: 'a', values: [7, 7] };
    expect(wilcoxonRankSum(equal, equal).pValue).toBeNull();
  });

  it('Kruskal-Wallis: rank sums 6 and 15 of 6', () => {
    expect(kruskalWallis([a, b]).statistic).toBeCloseTo((12 / 42) * (36 / 3 + 225 / 3) - 21, 12);
    expect(() => kruskalWallis([a])).toThrow(StatsInputError);
  });
});

describe('tests of tables', () => {
  it('chi-square: 10, 20 / 20, 10 is 4 · 5² / 15', () => {
    const table = [
      [10, 20],
      [20, 10],
    ];
    expect(chiSquareTest(table).statistic).toBeCloseTo(100 / 15, 12);
    expect(chiSquareTest(table, { correct: true }).statistic).toBeCloseTo((4 * 4.5 ** 2) / 15, 12);
    expect(
      chiSquareTest([
        [3, 0],
        [2, 0],
      ]),
    ).toMatchObject({ statistic: null, pValue: null });
    expect(() => chiSquareTest([[1, 2]])).toThrow(StatsInputError);
    expect(() =>
      chiSquareTest([
        [1, 2],
        [3, 0.5],
      ]),
    ).toThrow(StatsInputError);
  });

  it('Fisher: the lady tasting tea, 34 of 70', () => {
    expect(
      fisherExact([
        [3, 1],
        [1, 3],
      ]).pValue,
    ).toBeCloseTo(34 / 70, 12);
    expect(
      fisherExact([
        [3, 1],
        [1, 3],
      ]).pGreater,
    ).toBeCloseTo(17 / 70, 12);
  });

  it('Fisher, three rows: 1 of 90 orders is as extreme as six', () => {
    // Margins 2, 2, 2 by 2, 2, 2: 90 arrangements; the six with three 2s have 1 each, so p = 6 / 90.
    expect(
      fisherExact([
        [2, 0, 0],
        [0, 2, 0],
        [0, 0, 2],
      ]).pValue,
    ).toBeCloseTo(6 / 90, 12);
  });

  it('Fisher: exact roots solve their equations', () => {
    const { lower, upper, oddsRatio } = fisherExact(
      [
        [3, 1],
        [1, 3],
      ],
      { rootTolerance: 1e-13 },
    );
    // Weights of 0 to 4 in the first cell: 1, 16, 36, 16, 1.
    const weight = [1, 16, 36, 16, 1];
    const share = (ratio: number, keep: (x: number) => boolean) => {
      const terms = weight.map((w, x) => w * ratio ** x);
      return terms.reduce((sum, t, x) => (keep(x) ? sum + t : sum), 0) / terms.reduce((sum, t) => sum + t, 0);
    };
    expect(share(lower!, (x) => x >= 3)).toBeCloseTo(0.025, 10);
    expect(share(upper!, (x) => x <= 3)).toBeCloseTo(0.025, 10);
    const mean = [1, 2, 3, 4].reduce((sum, k) => sum + share(oddsRatio!, (x) => x >= k), 0);
    expect(mean).toBeCloseTo(3, 9);
  });
});

describe('binomialInterval', () => {
  it('Wilson: for 0 of n the upper limit is z² / (n + z²)', () => {
    const z = 1.959963984540054;
    expect(binomialInterval(0, 10).upper).toBeCloseTo(z ** 2 / (10 + z ** 2), 12);
    expect(binomialInterval(0, 10).lower).toBe(0);
  });

  it('Clopper-Pearson: for 0 of n the upper limit is 1 - 0.025^(1/n)', () => {
    expect(binomialInterval(0, 8, { method: 'clopper-pearson' }).upper).toBeCloseTo(1 - 0.025 ** (1 / 8), 10);
  });

  it('is null for no trials, and refuses what are no counts', () => {
    expect(binomialInterval(0, 0)).toMatchObject({ estimate: null, lower: null, upper: null });
    expect(() => binomialInterval(3, 2)).toThrow(StatsInputError);
    expect(() => binomialInterval(1.5, 2)).toThrow(StatsInputError);
  });
});

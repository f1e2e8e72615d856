import { describe, expect, it } from 'vitest';
import { countByCode } from './count.ts';
import { rowsOf } from './outside.ts';
import { tallyOf, summarise as summariseTallies } from './quantity.ts';
import { ranksOf } from './ranks.ts';

const tally = (values: Float64Array, by = new Uint8Array(values.length)) => {
  const { distinct, codes } = ranksOf({ kind: 'numbers', values });
  return tallyOf(distinct, countByCode(codes, distinct.length, rowsOf(by).rows));
};
const summarise = (values: Float64Array, nPatients: number) => summariseTallies([tally(values)], nPatients);

describe('the summary of a quantity', () => {
  // R 4: x <- c(...); mean(x); sd(x); quantile(x, c(.25, .5, .75), type = 7)
  it('agrees with R for a few values with ties', () => {
    const found = summarise(Float64Array.of(3.5, 1, 4, 1, 5, 9, 2.6, 5, 3.5, 8.9, 7.9), 13);
    expect(found).toMatchObject({
      n: 11,
      missing: 2,
      minimum: 1,
      maximum: 9,
      lowerQuartile: 3.05,
      median: 4,
      upperQuartile: 6.45,
    });
    expect(found.mean).toBeCloseTo(4.67272727272727, 12);
    expect(found.standardDeviation).toBeCloseTo(2.85835299047928, 12);
  });

  // R 4: y <- ((1:5000) * 7919) %% 10007 / 10
  it('agrees with R for thousands of values, where sampling selects them', () => {
    const y = Float64Array.from({ length: 5000 }, (_, i) => (((i + 1) * 7919) % 10_007) / 10);
    const found = summarise(y, 5000);
    expect(found).toMatchObject({ minimum: 0.5, maximum: 1000.6 });
    expect(found.mean).toBeCloseTo(500.76772, 9);
    expect(found.standardDeviation).toBeCloseTo(288.897016729589, 9);
    expect([found.lowerQuartile, found.median, found.upperQuartile]).toEqual(
      [250.55, 500.95, 750.65].map((q) => expect.closeTo(q, 9)),
    );
  });

  // R 4: z <- 1e9 + (1:4)
  it('keeps the spread of large values that are close together', () => {
    const found = summarise(
      Float64Array.from([1, 2, 3, 4], (k) => 1e9 + k),
      4,
    );
    expect(found.standardDeviation).toBeCloseTo(1.29099444873581, 12);
    expect(found).toMatchObject({
      lowerQuartile: 1_000_000_001.75,
      median: 1_000_000_002.5,
      upperQuartile: 1_000_000_003.25,
    });
  });

  it('finds the same quartiles as sorting does, for few and for many values, distinct or equal', () => {
    for (const n of [2, 3, 4, 5, 6, 7, 8, 9, 50, 601, 20_000]) {
      for (const distinct of [1, 2, 7, 5000]) {
        const values = Float64Array.from({ length: n }, (_, i) => (i * 7919) % distinct);
        const sorted = values.toSorted();
        const at = (p: number) => {
          const below = Math.floor((n - 1) * p);
          const [lower = 0, upper = lower] = sorted.subarray(below, below + 2);
          return expect.closeTo(lower + (upper - lower) * ((n - 1) * p - below), 9);
        };
        const expected = { lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75) };
        expect(summarise(values, n)).toMatchObject(expected);
      }
    }
  });

  it('of one value has no spread, and of none is empty', () => {
    expect(summarise(Float64Array.of(7), 1)).toMatchObject({
      mean: 7,
      standardDeviation: null,
      median: 7,
      lowerQuartile: 7,
    });
    expect(summarise(new Float64Array(0), 3)).toMatchObject({
      n: 0,
      missing: 3,
      mean: null,
      median: null,
      minimum: null,
    });
  });

  it('is the same however the patients are divided among centres', () => {
    for (const distinct of [1, 3, 40, 100_000]) {
      const values = Float64Array.from({ length: 3_001 }, (_, i) => 1e6 + ((i * 7919) % distinct) / 8);
      const whole = summarise(values, 3_100);
      // By turns, in ranges that do not overlap, and with centres of one patient or of none.
      const byTurns = [0, 1, 2].map((turn) => values.filter((_, i) => i % 3 === turn));
      const sorted = values.toSorted();
      const ranges = [sorted.subarray(0, 1), sorted.subarray(1, 1), sorted.subarray(1, 2_000), sorted.subarray(2_000)];
      for (const centres of [byTurns, ranges]) {
        const divided = summariseTallies(
          centres.map((centre) => tally(centre)),
          3_100,
        );
        const near = (value: number | null) => expect.closeTo(value ?? NaN, 6);
        const { mean, standardDeviation, ...exact } = whole;
        expect(divided).toMatchObject({ ...exact, mean: near(mean), standardDeviation: near(standardDeviation) });
      }
    }
  });

  it('takes only the known values of the cohort', () => {
    const one = tally(Float64Array.of(1, 2, NaN, 4, 2), Uint8Array.of(0, 255, 0, 1, 0));
    const other = tally(Float64Array.of(5, NaN, -0));
    expect([[...one.values], [...one.upTo]]).toEqual([
      [1, 2, 4],
      [0, 1, 2, 2],
    ]);
    expect(summariseTallies([one, other], 6)).toMatchObject({ n: 4, missing: 2, minimum: 0, maximum: 5, median: 1.5 });
  });
});

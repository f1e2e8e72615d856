import { describe as group, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { describe } from './describe.ts';

group('describe', () => {
  it('has mean, spread, quartiles and skewness of 1, 2, 3, 4 and 10', () => {
    const found = describe({ label: 'x', values: [10, 2, 1, 4, 3] });
    expect(found).toMatchObject({ n: 5, mean: 4, lowerQuartile: 2, median: 3, upperQuartile: 4 });
    expect(found).toMatchObject({ minimum: 1, maximum: 10 });
    // Deviations -3, -2, -1, 0, 6: squares 50, cubes 216 - 27 - 8 - 1 = 180.
    expect(found.standardDeviation).toBeCloseTo(Math.sqrt(50 / 4), 14);
    expect(found.skewness).toBeCloseTo(180 / 5 / (50 / 5) ** 1.5, 14);
  });

  it('reads between two values as type 7 does: a quarter of the way from 1 to 4 places', () => {
    // Places 0.75, 1.5 and 2.25 of 1, 2, 4, 8.
    expect(describe({ label: 'x', values: [1, 2, 4, 8] })).toMatchObject({
      lowerQuartile: 1.75,
      median: 3,
      upperQuartile: 5,
      // Places 1 and 2.
      tertiles: [2, 4],
    });
    // Places 4/3 and 8/3 of 1, 2, 3, 4, 10.
    const { tertiles } = describe({ label: 'x', values: [10, 2, 1, 4, 3] });
    expect(tertiles[0]).toBeCloseTo(2 + 1 / 3, 12);
    expect(tertiles[1]).toBeCloseTo(3 + 2 / 3, 12);
  });

  it('answers for counted values as for listed ones', () => {
    const listed = describe({ label: 'x', values: [1, 5, 1, 5] });
    expect(describe({ label: 'x', values: [5, 1], counts: [2, 2] })).toEqual(listed);
    expect(describe({ label: 'x', values: [1, 5, 1], counts: [1, 2, 1] })).toEqual(listed);
  });

  it('has no spread of one value, and no skewness where nothing varies', () => {
    expect(describe({ label: 'x', values: [5] })).toMatchObject({ standardDeviation: null, skewness: null, median: 5 });
    expect(describe({ label: 'x', values: [0.1], counts: [3] }).skewness).toBeNull();
  });

  it('refuses an empty sample, and counts that are not whole', () => {
    expect(() => describe({ label: 'x', values: [] })).toThrow(StatsInputError);
    expect(() => describe({ label: 'x', values: [1], counts: [0] })).toThrow(/x: count 0/);
    expect(() => describe({ label: 'x', values: [1], counts: [1, 2] })).toThrow(/2 counts for 1 values/);
  });
});

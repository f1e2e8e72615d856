import { describe, expect, it } from 'vitest';
import { chiSquareTest } from './chi-square.ts';
import { StatsInputError } from '../numerics/errors.ts';

describe('chiSquareTest', () => {
  it('is 4 · 5² / 15 for 10, 20 / 20, 10', () => {
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
});

import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { grayTest } from './gray-test.ts';

describe('grayTest', () => {
  it('finds no difference between a group and itself', () => {
    const group = { days: [1, 2, 3, 4, 5], cause: [1, 2, 1, 0, 1] };
    expect(grayTest([group, group], 1).statistic).toBeCloseTo(0, 10);
    expect(grayTest([group, group], 9)).toMatchObject({ statistic: null, pValue: null });
    expect(() => grayTest([group], 1)).toThrow(StatsInputError);
  });
});

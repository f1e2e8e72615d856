import { describe, expect, it } from 'vitest';
import reference from '../../reference/planning.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { categoryDifference, meanDifference } from './standardized-difference.ts';

const { smd } = reference.cases;

describe('meanDifference', () => {
  it.each(['age', 'lwt'] as const)('equals R for %s, without a sign', (name) => {
    const of = (side: number) => ({
      label: String(side),
      values: smd[name].filter((_, i) => smd.smoke[i] === side),
    });
    expect(meanDifference(of(1), of(0)).difference! / Math.abs(smd.differences[name][0]!)).toBeCloseTo(1, 9);
  });

  it('is null for constants, with the reason', () => {
    const constant = { label: 'x', values: [7], counts: [4] };
    expect(meanDifference(constant, constant)).toMatchObject({
      difference: null,
      warnings: [{ code: 'noDifference' }],
    });
  });
});

describe('categoryDifference', () => {
  it('is |p1 - p2| over the mean spread for two levels', () => {
    // 0.2 and 0.5: 0.3 / sqrt((0.16 + 0.25) / 2).
    const { difference } = categoryDifference([20, 80], [50, 50]);
    expect(difference).toBeCloseTo(0.3 / Math.sqrt(0.205), 12);
    expect(categoryDifference([80, 20], [50, 50]).difference).toBeCloseTo(difference!, 12);
  });

  it('is the distance of Yang and Dalton for three levels', () => {
    // Shares (0.5, 0.3, 0.2) and (0.2, 0.3, 0.5). Of levels two and three the difference is (0, -0.3), the mean
    // covariance [[0.21, -0.105], [-0.105, 0.205]], its determinant 0.032025; 0.09 * 0.21 / 0.032025 is the square.
    expect(categoryDifference([50, 30, 20], [20, 30, 50]).difference).toBeCloseTo(
      Math.sqrt((0.09 * 0.21) / 0.032025),
      12,
    );
  });

  it('leaves out levels that nobody has, and is null for an empty group', () => {
    expect(categoryDifference([20, 0, 80], [50, 0, 50]).difference).toBeCloseTo(0.3 / Math.sqrt(0.205), 12);
    expect(categoryDifference([0, 0], [5, 5]).difference).toBeNull();
    expect(categoryDifference([5, 0], [9, 0]).difference).toBeNull();
    expect(() => categoryDifference([1], [1, 2])).toThrow(StatsInputError);
  });
});

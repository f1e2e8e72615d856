import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { netBenefit } from './net-benefit.ts';

describe('netBenefit', () => {
  it('is (2 - 1/3) / 5 at 1/4 for 2 true and 1 false positive of 5', () => {
    const result = netBenefit([0.9, 0.5, 0.3, 0.1, 0.2], [1, 1, 0, 0, 1], [0.25]);
    expect(result.points[0]!.model).toBeCloseTo((2 - 1 / 3) / 5, 14);
    expect(() => netBenefit([0.5], [1], [1])).toThrow(StatsInputError);
  });
});

import { describe, expect, it } from 'vitest';
import { calibration } from './calibration.ts';
import { StatsInputError } from '../numerics/errors.ts';

describe('calibration', () => {
  it('Brier of 0.8, 0.4 for yes, no is (0.04 + 0.16) / 2', () => {
    const result = calibration([0.8, 0.4], [1, 0]);
    expect(result.brier).toBeCloseTo(0.1, 14);
    expect(result.slope).toBeNull();
    expect(() => calibration([1, 0.5], [1, 0])).toThrow(StatsInputError);
  });
});

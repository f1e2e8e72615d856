import { describe, expect, it } from 'vitest';
import { calibration } from './calibration.ts';
import { StatsInputError } from '../numerics/errors.ts';

describe('calibration', () => {
  it('has a Brier score of (0.04 + 0.16) / 2 for 0.8, 0.4 with yes, no', () => {
    const result = calibration([0.8, 0.4], [1, 0]);
    expect(result.brier).toBeCloseTo(0.1, 14);
    expect(result.slope).toBeNull();
    expect(() => calibration([1, 0.5], [1, 0])).toThrow(StatsInputError);
  });
});

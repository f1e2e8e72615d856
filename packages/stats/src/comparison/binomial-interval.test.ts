import { describe, expect, it } from 'vitest';
import { binomialInterval } from './binomial-interval.ts';
import { StatsInputError } from '../numerics/errors.ts';

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

import { describe, expect, it } from 'vitest';
import { binomialInterval } from './binomial-interval.ts';
import { StatsInputError } from '../numerics/errors.ts';

describe('binomialInterval', () => {
  it('has the Wilson upper limit z² / (n + z²) for 0 of n', () => {
    const z = 1.959963984540054;
    expect(binomialInterval(0, 10).upper).toBeCloseTo(z ** 2 / (10 + z ** 2), 12);
    expect(binomialInterval(0, 10).lower).toBe(0);
  });

  it('has the Clopper-Pearson upper limit 1 - 0.025^(1/n) for 0 of n', () => {
    expect(binomialInterval(0, 8, { method: 'clopper-pearson' }).upper).toBeCloseTo(1 - 0.025 ** (1 / 8), 10);
  });

  it('is null for no trials, and refuses invalid counts', () => {
    expect(binomialInterval(0, 0)).toMatchObject({ estimate: null, lower: null, upper: null });
    expect(() => binomialInterval(3, 2)).toThrow(StatsInputError);
    expect(() => binomialInterval(1.5, 2)).toThrow(StatsInputError);
  });
});

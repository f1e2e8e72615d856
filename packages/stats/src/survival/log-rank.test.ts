import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { logRank, stratifiedLogRank } from './log-rank.ts';

const at = (event: boolean) => (days: number) => ({ days, event });
const a = { label: 'a', times: [1, 3].map(at(true)) };
const b = { label: 'b', times: [2, 4].map(at(true)) };

describe('logRank', () => {
  it('adds up the hand-worked days', () => {
    // Days 1 to 4: a is 2 of 4, 1 of 3, 1 of 2, 0 of 1 at risk.
    const expected = 1 / 2 + 1 / 3 + 1 / 2;
    const variance = 1 / 4 + 2 / 9 + 1 / 4;
    const result = logRank([a, b]);
    expect(result.observed).toEqual([2, 2]);
    expect(result.expected[0]).toBeCloseTo(expected, 14);
    expect(result.variance[0]?.[1]).toBeCloseTo(-variance, 14);
    expect(result.chiSquare).toBeCloseTo((2 - expected) ** 2 / variance, 12);
    expect(result.df).toBe(1);
  });

  it('uses the hypergeometric variance for ties, when 2 of 4 die with 2 in each group', () => {
    const times = [at(true)(1), at(false)(2)];
    const result = logRank([
      { label: 'a', times },
      { label: 'b', times },
    ]);
    expect(result.variance[0]?.[0]).toBeCloseTo((2 * 0.5 * 0.5 * (4 - 2)) / 3, 14);
  });

  it('is not estimable without events, and warns', () => {
    const none = logRank([
      { label: 'a', times: [at(false)(1)] },
      { label: 'b', times: [at(false)(2)] },
    ]);
    expect(none).toMatchObject({ chiSquare: null, df: null, pValue: null });
    expect(none.warnings.length).toBeGreaterThan(0);
  });

  it('is summed over strata by stratifiedLogRank', () => {
    const twice = stratifiedLogRank([
      [a, b],
      [a, b],
    ]);
    const once = logRank([a, b]);
    expect(twice.expected[0]).toBeCloseTo(2 * once.expected[0]!, 12);
    expect(twice.chiSquare).toBeCloseTo(2 * once.chiSquare!, 12);
  });

  it('refuses a single group and a rho that is not a number', () => {
    expect(() => logRank([a])).toThrow(StatsInputError);
    expect(() => logRank([a, b], { rho: NaN })).toThrow(StatsInputError);
  });
});

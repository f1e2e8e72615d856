import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { propensityWeights } from './propensity.ts';

describe('propensityWeights', () => {
  it('are the inverse shares with one binary covariate, and balance it exactly', () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1];
    const treated = [1, 0, 0, 0, 1, 1, 1, 0] as (0 | 1)[];
    const result = propensityWeights(treated, [{ name: 'x', values: x }]);
    expect(result.weights[0]).toBeCloseTo(4, 8);
    expect(result.weights[1]).toBeCloseTo(4 / 3, 8);
    expect(result.balance[0]!.weighted).toBeCloseTo(0, 8);
    expect(propensityWeights(treated, [{ name: 'x', values: x }], { estimand: 'ATT' }).weights[1]).toBeCloseTo(
      1 / 3,
      8,
    );
    expect(() => propensityWeights([1, 1], [{ name: 'x', values: [0, 1] }])).toThrow(StatsInputError);
  });
});

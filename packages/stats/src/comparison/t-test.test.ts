import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { tTest } from './t-test.ts';

const [a, b] = [
  { label: 'a', values: [1, 2, 3] },
  { label: 'b', values: [4, 5, 6] },
];

describe('tTest', () => {
  it('gives t = -3 / sqrt(2/3) for means 2 and 5 with variance 1 each', () => {
    const result = tTest(a, b);
    expect(result.t).toBeCloseTo(-3 / Math.sqrt(2 / 3), 12);
    expect(result.df).toBeCloseTo(4, 12);
    expect(tTest({ label: 'a', values: [1, 1] }, { label: 'b', values: [1, 1] })).toMatchObject({
      t: null,
      pValue: null,
    });
    expect(tTest({ label: 'a', values: [1] }, b)).toMatchObject({ t: null });
    expect(() => tTest({ label: 'a', values: [] }, b)).toThrow(StatsInputError);
  });
});

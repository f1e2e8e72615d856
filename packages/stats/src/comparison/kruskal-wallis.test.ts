import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { kruskalWallis } from './kruskal-wallis.ts';

const [a, b] = [
  { label: 'a', values: [1, 2, 3] },
  { label: 'b', values: [4, 5, 6] },
];

describe('kruskalWallis', () => {
  it('has the statistic of rank sums 6 and 15 of six values', () => {
    expect(kruskalWallis([a, b]).statistic).toBeCloseTo((12 / 42) * (36 / 3 + 225 / 3) - 21, 12);
    expect(() => kruskalWallis([a])).toThrow(StatsInputError);
  });

  it('ranks ties by their mean, and counted values as listed ones', () => {
    // 1, 2, 2 against 2, 3: ranks 1, 3, 3 and 3, 5; one tie of three, so that the correction is 1 - 24 / 120.
    const listed = kruskalWallis([
      { label: 'a', values: [1, 2, 2] },
      { label: 'b', values: [2, 3] },
    ]);
    expect(listed.statistic).toBeCloseTo(((12 / 30) * (49 / 3 + 64 / 2) - 18) / 0.8, 12);
    const counted = kruskalWallis([
      { label: 'a', values: [2, 1], counts: [2, 1] },
      { label: 'b', values: [2, 3] },
    ]);
    expect(counted).toEqual(listed);
  });
});

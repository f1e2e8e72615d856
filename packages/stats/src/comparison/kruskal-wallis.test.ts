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
});

import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { changesOfSums } from './change-of-sums.ts';

// By hand: (70 - 100) / 100 = -0.3, (40 - 100) / 100 = -0.6, (130 - 100) / 100 = 0.3.
describe('changesOfSums', () => {
  it('has the change from the baseline at each visit, and the smallest', () => {
    const { changes, best, visit } = changesOfSums(100, [70, 40, 130]);
    expect(changes).toEqual([-0.3, -0.6, 0.3]);
    expect([best, visit]).toEqual([-0.6, 1]);
  });

  it('takes the first of equal changes, and growth where nothing else is known', () => {
    expect(changesOfSums(80, [40, 40])).toMatchObject({ best: -0.5, visit: 0 });
    expect(changesOfSums(50, [null, 150])).toEqual({ changes: [null, 2], best: 2, visit: 1 });
  });

  it('counts nothing after the last visit that may be the best', () => {
    expect(changesOfSums(100, [90, 125, 20], 1)).toMatchObject({ best: -0.1, visit: 0 });
    expect(changesOfSums(100, [90], -1)).toEqual({ changes: [-0.1], best: null, visit: null });
  });

  it('knows no change from a baseline that is not known or 0', () => {
    expect(changesOfSums(null, [40])).toEqual({ changes: [null], best: null, visit: null });
    expect(changesOfSums(0, [40, null])).toEqual({ changes: [null, null], best: null, visit: null });
    expect(changesOfSums(100, [])).toEqual({ changes: [], best: null, visit: null });
  });

  it.each([
    ['baselineMm', -1, [40]],
    ['sumsMm[1]', 100, [40, Number.NaN]],
    ['sumsMm[0]', 100, [Infinity]],
  ] as const)('refuses %s that is not a sum, by its name', (name, baseline, sums) => {
    expect(() => changesOfSums(baseline, sums)).toThrow(StatsInputError);
    expect(() => changesOfSums(baseline, sums)).toThrow(name);
  });
});

import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { cumulativeIncidence } from './cumulative-incidence.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { kaplanMeier } from './kaplan-meier.ts';

describe('cumulativeIncidence', () => {
  it('adds S(t-) d / Y: 1/4, then 3/4 · 1/3 for the other cause', () => {
    const result = cumulativeIncidence({ days: [1, 2, 3, 4], cause: [1, 2, 1, 0] });
    expect(result.curves[0]?.incidence).toEqual([0.25, 0.25, 0.5, 0.5]);
    expect(result.curves[1]?.incidence).toEqual([0, 0.25, 0.25, 0.25]);
  });

  it('is 1 minus Kaplan-Meier without competing events', () => {
    const days = [3, 1, 4, 1, 5, 9, 2, 6];
    const cause = [1, 0, 1, 1, 0, 1, 1, 0];
    const { curves } = cumulativeIncidence({ days, cause });
    const { survival } = kaplanMeier(days.map((day, i) => ({ days: day, event: cause[i] === 1 })));
    survival.forEach((s, i) => expect(curves[0]!.incidence[i]).toBeCloseTo(1 - s, 12));
  });

  it('warns if no cause was seen, and refuses half a cause', () => {
    expect(cumulativeIncidence({ days: [1], cause: [0] })).toMatchObject({
      curves: [],
      warnings: [statement('noEventOfAnyCause')],
    });
    expect(() => cumulativeIncidence({ days: [1], cause: [0.5] })).toThrow(StatsInputError);
    expect(() => cumulativeIncidence({ days: [1, 2], cause: [1] })).toThrow(StatsInputError);
  });
});

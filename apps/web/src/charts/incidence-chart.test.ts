import { describe, expect, it } from 'vitest';
import { incidenceTicks, stepPath } from './incidence-chart-data.ts';

describe('the axis of months', () => {
  it('has whole months, nine at most', () => {
    expect(incidenceTicks(7.4)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(incidenceTicks(41)).toEqual([0, 6, 12, 18, 24, 30, 36]);
    expect(incidenceTicks(0)).toEqual([0]);
  });
});

describe('a step curve', () => {
  it('stays at its height until the next day, from nothing at time zero', () => {
    const points = [
      { months: 2, value: 0.25 },
      { months: 5, value: 0.5 },
    ];
    const path = stepPath(
      points,
      (months) => 10 * months,
      (value) => 100 - 100 * value,
    );
    expect(path).toBe('M0 100H20V75H50V50');
  });
});

import { describe, expect, it } from 'vitest';
import { monthTicks, roundTicks } from './schoenfeld-chart-data.ts';

describe('the axis of transformed time', () => {
  it('has whole months where straight lines between events put them', () => {
    // Events on days 0, 30 and 90 at 0, 0.5 and 1: month 2 (day 60) is half way between the last two.
    const ticks = monthTicks([0, 30, 90], [0, 0.5, 1], 30, { from: 0, to: 1, leastShare: 0.1 });
    expect(ticks).toEqual([
      { months: 0, time: 0 },
      { months: 1, time: 0.5 },
      { months: 2, time: 0.75 },
      { months: 3, time: 1 },
    ]);
  });

  it('has fewer where they would meet, and none of a single day', () => {
    const days = Array.from({ length: 61 }, (_, month) => month * 30);
    const ticks = monthTicks(
      days,
      days.map((day) => day / 1800),
      30,
      { from: 0, to: 1, leastShare: 0.09 },
    );
    expect(ticks.map(({ months }) => months)).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
    expect(monthTicks([5, 5], [0, 0], 30, { from: 0, to: 1, leastShare: 0.1 })).toEqual([]);
  });
});

describe('round marks', () => {
  it('are multiples of one, two or five within the range', () => {
    expect(roundTicks(-1.2, 2.3)).toEqual([-1, 0, 1, 2]);
    expect(roundTicks(3, 3)).toEqual([3]);
  });
});

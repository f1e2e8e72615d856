import { describe, expect, it } from 'vitest';
import { lastMonthOf, survivalAt, survivalPath } from './course-chart-data.ts';

// Four patients: deaths at 2 and 5 months, the others alive at 8.
const curve = { months: [2, 5, 8], survival: [0.75, 0.5, 0.5] };

describe('survivalAt', () => {
  it('is 1 before the first death, and the height after a step on its day', () => {
    expect([0, 1.9, 2, 4.9, 5, 30].map((at) => survivalAt(curve, at))).toEqual([1, 1, 0.75, 0.75, 0.5, 0.5]);
  });
});

describe('survivalPath', () => {
  it('begins with everybody and stays level until each death', () => {
    const path = survivalPath(
      curve,
      (month) => month * 10,
      (share) => 100 - share * 100,
    );
    expect(path).toBe('M0 0H20V25H50V50H80V50');
  });
});

describe('lastMonthOf', () => {
  it('reaches the end of the longest curve, and the patient beyond it', () => {
    const curves = [{ ...curve, label: 'HTI', n: 4, style: 0, isOwn: true }];
    expect([lastMonthOf(curves, null), lastMonthOf(curves, 11.2), lastMonthOf([], null)]).toEqual([8, 12, 1]);
  });
});

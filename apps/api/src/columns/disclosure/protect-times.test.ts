import { type DayCounts } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { isTooFew, midpoint, protectTimes } from './protect-times.ts';

const rule = { smallestCell: 7, roundTo: 5, minimumAtRisk: 10, gridMonths: 1 };
const times = (rows: readonly (readonly [day: number, events: number, censored: number])[]): DayCounts => ({
  days: rows.map(([day]) => day),
  events: rows.map(([, events]) => events),
  censored: rows.map(([, , censored]) => censored),
});

describe('a midpoint of six', () => {
  it('is the middle of its class, and 0 for nobody', () => {
    // OpenSAFELY, sdc.md: ceiling(x / 6) * 6 - 3.
    expect([0, 1, 6, 7, 12, 13, 100].map((n) => midpoint(n, 6))).toEqual([0, 3, 3, 9, 9, 15, 99]);
  });
});

describe('protected times', () => {
  it('are on the grid, with midpoints of the numbers up to it', () => {
    // Events up to 30, 60, 90, 120 days: 5, 13, 20, 20, so 3, 15, 21, 21; censored 0, 4, 26, 50, so 0, 3, 27, 51: 72 of 70.
    const found = protectTimes(times([[3, 2, 0], [30, 3, 0], [31, 8, 4], [75, 7, 22], [120, 0, 24]]), rule, 30); // prettier-ignore
    // 24 remain after day 90, and nobody after day 120.
    expect(found).toEqual({ days: [30, 60, 90], events: [3, 12, 6], censored: [0, 3, 48] });
  });

  it('end before too few remain, who are censored there', () => {
    // Events 18, 34, 36, so 15, 33, 33; censored 2, 6, 9, so 3, 3, 9: of 42, 24 remain after day 30, and 6 after day 60.
    const found = protectTimes(times([[20, 18, 2], [50, 16, 4], [80, 2, 3]]), rule, 30); // prettier-ignore
    expect(found).toEqual({ days: [30], events: [15], censored: [27] });
  });

  it('of two groups that differ in the day of one death within a month are the same', () => {
    const one = times([[5, 9, 1], [40, 12, 20]]); // prettier-ignore
    const other = times([[5, 8, 1], [29, 1, 0], [40, 12, 20]]); // prettier-ignore
    expect(protectTimes(one, rule, 30)).toEqual(protectTimes(other, rule, 30));
  });

  it('need patients and events of other centres', () => {
    expect(isTooFew(times([[5, 8, 1]]), rule)).toBe(true);
    expect(isTooFew(times([[5, 7, 30]]), rule)).toBe(true);
    expect(isTooFew(times([[5, 8, 30]]), rule)).toBe(false);
  });
});

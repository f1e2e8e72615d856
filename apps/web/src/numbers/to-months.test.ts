import { describe, expect, it } from 'vitest';
import { monthsOf, showMonths, toDays, toMonths } from './to-months.ts';

describe('days as months', () => {
  // By hand: 761 / 30.4375 = 25.002; 761 / 30 = 25.367.
  it.each([
    [761, 30.4375, '25.0'],
    [761, 30, '25.4'],
    [-45, 30, '−1.5'],
    [0, 30, '0.0'],
  ])('%d days of months of %d days are %s', (days, monthDays, written) =>
    expect(showMonths(days, monthDays)).toBe(written),
  );

  it('are missing without days, or replaced by the word that says why', () => {
    expect([showMonths(null, 30), showMonths(undefined, 30, 'NR'), monthsOf(null, 30)]).toEqual(['—', 'NR', null]);
  });

  it('convert back to the days', () => expect(toDays(toMonths(761, 30.4375), 30.4375)).toBe(761));
});

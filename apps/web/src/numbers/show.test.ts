import { describe, expect, it } from 'vitest';
import { showInterval, showNumber, showP, showPercent, showPStatement, showExactP } from './show.ts';

describe('numbers on screen', () => {
  it('never print a p of zero', () => {
    expect(showP(0)).toBe('< 0.001');
    expect(showP(0.00099)).toBe('< 0.001');
    expect(showP(0.001)).toBe('0.001');
    expect(showP(0.0415)).toBe('0.042');
    expect(showPStatement(1e-9)).toBe('p < 0.001');
    expect(showPStatement(0.5)).toBe('p = 0.500');
  });

  it('give a small p itself where it is asked for', () => {
    // By hand: 0.00000399 is 3.99 x 10^-6.
    expect(showExactP(0.00000399)).toBe('p = 4.0e-6');
    expect(showExactP(1.26e-13)).toBe('p = 1.3e-13');
    expect(showExactP(0.000999)).toBe('p = 1.0e-3');
    expect(showExactP(0.001)).toBe('p = 0.001');
    expect(showExactP(0.0415)).toBe('p = 0.042');
    expect(showExactP(0)).toBe('p < 2.2e-308');
    expect(showExactP(null)).toBe('p –');
  });

  it('never print NaN, Infinity or null', () => {
    for (const nothing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect([showP(nothing), showNumber(nothing, 2), showPercent(nothing)]).toEqual(['–', '–', '–']);
    }
  });

  it('name an open end of an interval', () => {
    expect(showInterval(20.2, null, 1, 'NR')).toBe('20.2–NR');
    expect(showInterval(0.331, 0.629, 2)).toBe('0.33–0.63');
  });

  it('write a minus, not a hyphen', () => {
    expect([showNumber(-0.25, 2), showInterval(-3, -1.5, 1), showPercent(-0.1)]).toEqual([
      '−0.25',
      '−3.0–−1.5',
      '−10.0 %',
    ]);
  });
});

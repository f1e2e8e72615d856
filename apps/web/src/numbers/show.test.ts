import { describe, expect, it } from 'vitest';
import { locales } from '@/i18n/locale.ts';
import {
  showBriefInterval,
  showBriefly,
  showEstimate,
  showExactP,
  showFraction,
  showInterval,
  showNumber,
  showP,
  showPercent,
  showPercentInterval,
  showPStatement,
  showScore,
  showSignificant,
  showThreshold,
} from './show.ts';

const nothing = [null, undefined, Number.NaN, Number.POSITIVE_INFINITY];

describe('a p value', () => {
  it.each([
    [0, '< 0.001'],
    [0.00099, '< 0.001'],
    [0.001, '0.001'],
    [0.0415, '0.042'],
  ])('%d is written %s, never 0.000', (p, written) => expect(showP(p)).toBe(written));

  it('is written with the letter p as a statement', () => {
    expect(showPStatement(1e-9)).toBe('p < 0.001');
    expect(showPStatement(0.5)).toBe('p = 0.500');
  });

  // By hand: 0.00000399 is 3.99 x 10^-6.
  it.each([
    [0.00000399, 'p = 4.0e-6'],
    [1.26e-13, 'p = 1.3e-13'],
    [0.000999, 'p = 1.0e-3'],
    [0.001, 'p = 0.001'],
    [0.0415, 'p = 0.042'],
    [0, 'p < 2.2e-308'],
    [null, 'p —'],
  ])('%d is given itself where it is asked for: %s', (p, written) => expect(showExactP(p)).toBe(written));
});

describe('a missing value', () => {
  it('is shown by one sign, whatever its kind', () => {
    for (const one of nothing) {
      const written = [
        showP(one),
        showNumber(one, 2),
        showScore(one),
        showThreshold(one),
        showPercent(one),
        showSignificant(one, 3),
        showFraction(one, 40),
        showInterval(one, one, 2),
        showPercentInterval(one, one),
        showEstimate(one, one, one, 3),
      ];
      expect([...new Set(written)]).toEqual(['—']);
    }
  });

  it('is shown by a word where one is given', () => {
    expect(showInterval(20.2, null, 1, 'NR')).toBe('20.2–NR');
    expect(showEstimate(25, 20.2, null, 1, 'NR')).toBe('25.0 (20.2–NR)');
    expect(showEstimate(null, null, null, 1, 'NR')).toBe('NR (NR–NR)');
  });
});

describe('an interval', () => {
  it.each([
    [0.331, 0.629, 2, '0.33–0.63'],
    // A dash beside a minus would be read as one.
    [-3, -1.5, 1, '−3.0, −1.5'],
    [-0.21, 0.11, 3, '−0.210, 0.110'],
    [null, 0.5, 2, '—–0.50'],
  ])('from %d to %d with %d decimals is %s', (lower, upper, decimals, written) =>
    expect(showInterval(lower, upper, decimals)).toBe(written),
  );

  it('is in brackets after its estimate', () => {
    expect(showEstimate(0.8123, 0.7, 0.9, 3)).toBe('0.812 (0.700–0.900)');
    expect(showEstimate(-0.05, -0.21, 0.11, 3)).toBe('−0.050 (−0.210, 0.110)');
    expect(showEstimate(-0.0001, null, null, 3)).toBe('0.000');
  });

  it('is in percent for a share, without repeating the sign', () => {
    expect(showPercentInterval(0.4857, 0.6021)).toBe('48.6–60.2');
  });
});

describe('a number', () => {
  it('has a typographic minus, and none before a zero', () => {
    expect([showNumber(-0.25, 2), showPercent(-0.1), showNumber(-0.004, 2)]).toEqual(['−0.25', '−10.0 %', '0.00']);
  });

  it('keeps the decimals that distinguish a threshold from a score', () => {
    expect([0.5, 0.512, 0.51234, 0.1234567].map(showThreshold)).toEqual(['0.500', '0.512', '0.51234', '0.123457']);
  });

  it('keeps its significant digits at very different sizes', () => {
    expect([1.234e-7, 0.1234, -2].map((value) => showSignificant(value, 3))).toEqual(['1.23e-7', '0.123', '−2.00']);
  });

  it('of any size has few digits in a tile, and no zero at the end', () => {
    expect([287.4, 104, 22.31, 45.25, -2.714, 1.1, 2, 0, null].map(showBriefly)).toEqual(
      ['287', '104', '22.3', '45.3', '−2.71', '1.1', '2', '0', '—'], // prettier-ignore
    );
    expect([showBriefInterval(-2.85, -2.4), showBriefInterval(45.25, 61)]).toEqual(['−2.85, −2.4', '45.3–61']);
  });

  // Both languages share one number format, which is valid as long as both write decimals the same way.
  it.each(locales)('has the decimal point of %s', (locale) => {
    const own = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
    expect(showScore(0.778)).toBe(own.format(0.778));
  });
});

import { describe, expect, it } from 'vitest';
import { asTyped, roundSignificant, roundTo } from './round.ts';

describe('a rounded number', () => {
  it('has no more decimals or digits than requested', () => {
    expect([roundTo(0.12345678, 6), roundTo(0.5, 6), roundSignificant(0.1 + 0.2, 6)]).toEqual([0.123457, 0.5, 0.3]);
  });

  it('has neither exponent nor grouping in an input', () => {
    expect([1e-7, 12_345.5, -3].map(asTyped)).toEqual(['0.0000001', '12345.5', '-3']);
  });
});

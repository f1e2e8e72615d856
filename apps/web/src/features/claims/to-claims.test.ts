import { describe, expect, it } from 'vitest';
import { showClaimed, showPrinted, showRecomputed } from './to-claims.ts';
import { type CheckedClaim } from './query.ts';

const claim = (more: Partial<CheckedClaim>): CheckedClaim =>
  ({
    ...{ unit: 'PERCENT', decimals: 2, isBelow: false, printed: 93.95, recomputed: 94.30604982206405 },
    ...{ verdict: 'DIFFERS' },
    ...more,
  }) as CheckedClaim;

describe('numbers of claims', () => {
  it('are written with the digits of the printed one, both alike', () => {
    expect(showPrinted(claim({}), 'not reached')).toBe('93.95 %');
    expect(showRecomputed(claim({}), 'not reached')).toBe('94.31 %');
    expect(showClaimed(25, { unit: 'MONTHS', decimals: 1 })).toBe('25.0');
    expect(showClaimed(0.7872, { unit: 'SHARE', decimals: 2 })).toBe('0.79');
  });

  it('say what is below a value, and what was not reached', () => {
    expect(showPrinted(claim({ unit: 'P_VALUE', decimals: 3, isBelow: true, printed: 0.001 }), '')).toBe('< 0.001');
    expect(showRecomputed(claim({ unit: 'P_VALUE', decimals: 3, recomputed: 2.3e-8 }), '')).toBe('< 0.001');
    expect(showPrinted(claim({ printed: null }), 'not reached')).toBe('not reached');
    expect(showRecomputed(claim({ recomputed: null, verdict: 'MATCH' }), 'not reached')).toBe('not reached');
    expect(showRecomputed(claim({ recomputed: null, verdict: 'NOT_RECOMPUTED' }), 'not reached')).toBe('—');
  });
});

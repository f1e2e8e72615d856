import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { mcNemar } from './mcnemar.ts';

const { cases } = reference;

describe('mcNemar', () => {
  it.each(cases.mcnemar)('agrees with R on $b against $c', ({ b, c, corrected, plain, exact }) => {
    const withCorrection = mcNemar(b, c);
    expect(withCorrection.statistic).toBeCloseTo(corrected[0]!, 10);
    expect(withCorrection.pValue).toBeCloseTo(corrected[1]!, 10);
    expect(mcNemar(b, c, { correct: false }).pValue).toBeCloseTo(plain[1]!, 10);
    expect(withCorrection.exactPValue).toBeCloseTo(exact, 10);
  });

  it('is null if all pairs agree', () => {
    expect(mcNemar(0, 0)).toMatchObject({ statistic: null, pValue: null });
    expect(() => mcNemar(-1, 2)).toThrow(StatsInputError);
  });
});

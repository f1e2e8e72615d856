import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { mantelHaenszel, type TwoByTwo } from './mantel-haenszel.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('mantelHaenszel', () => {
  const tables = cases.mantelHaenszel.tables as unknown as TwoByTwo[];

  it.each(['corrected', 'plain'] as const)('agrees with R, %s', (variant) => {
    const result = mantelHaenszel(tables, { correct: variant === 'corrected' });
    const wanted = cases.mantelHaenszel[variant];
    close(result.oddsRatio, wanted.or);
    close(result.lower, wanted.lower);
    close(result.upper, wanted.upper);
    close(result.statistic, wanted.stat);
    close(result.pValue, wanted.p);
    close(result.petoOddsRatio, cases.mantelHaenszel.peto);
  });

  it('is the cross product for one table', () => {
    expect(
      mantelHaenszel([
        [
          [3, 1],
          [2, 5],
        ],
      ]).oddsRatio,
    ).toBeCloseTo(15 / 2, 14);
  });

  it('is null for tables without information, and refuses an empty list of tables', () => {
    expect(
      mantelHaenszel([
        [
          [3, 0],
          [2, 0],
        ],
      ]),
    ).toMatchObject({ oddsRatio: null, statistic: null });
    expect(() => mantelHaenszel([])).toThrow(StatsInputError);
  });
});

import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { adjustPValues } from './multiple-testing.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('adjustPValues', () => {
  it('adjusts p values as p.adjust does, ignoring nulls', () => {
    const { p, holm, bh } = cases.adjust;
    const withNull = [...p, null];
    adjustPValues(withNull, 'holm').forEach((value, i) =>
      i < p.length ? close(value, holm[i]!) : expect(value).toBeNull(),
    );
    adjustPValues(p, 'benjamini-hochberg').forEach((value, i) => close(value, bh[i]!));
    expect(() => adjustPValues([1.2], 'holm')).toThrow(StatsInputError);
  });
});

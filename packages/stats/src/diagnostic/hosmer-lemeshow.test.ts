import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { hosmerLemeshow } from './hosmer-lemeshow.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('hosmerLemeshow', () => {
  it('groups predictions as R does', () => {
    const { prob, y, observed, n, stat, df, p } = cases.hosmerLemeshow;
    const result = hosmerLemeshow(prob, y as (0 | 1)[]);
    expect(result.groups.map((group) => group.observed)).toEqual(observed);
    expect(result.groups.map((group) => group.n)).toEqual(n);
    expect(result.df).toBe(df);
    close(result.statistic, stat);
    close(result.pValue, p);
    expect(hosmerLemeshow([0.5, 0.5], [0, 1])).toMatchObject({ statistic: null });
  });
});

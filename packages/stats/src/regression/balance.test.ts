import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/planning.json' with { type: 'json' };
import { standardizedDifferences } from './balance.ts';
import { StatsInputError } from '../numerics/errors.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('standardizedDifferences', () => {
  const { smoke, w, differences } = cases.smd;

  const names = ['age', 'lwt', 'ht'] as const;

  it('equal R, weighted or not', () => {
    const covariates = names.map((name) => ({ name, values: cases.smd[name] }));
    const { balance, n } = standardizedDifferences(smoke as (0 | 1)[], covariates, w);
    expect(n).toBe(smoke.length);
    balance.forEach(({ unweighted, weighted }, k) => {
      close(unweighted, differences[names[k]!][0]!);
      close(weighted, differences[names[k]!][1]!);
    });
  });

  it('are sqrt 2 for means 2 and 4 with variance 2 each', () => {
    const { balance } = standardizedDifferences([0, 0, 1, 1], [{ name: 'x', values: [1, 3, 3, 5] }]);
    expect(balance[0]!.unweighted).toBeCloseTo(Math.SQRT2, 14);
    expect(balance[0]!.weighted).toBe(balance[0]!.unweighted);
  });

  it('are null for a constant; an empty arm or a weight of 0 is refused', () => {
    const constant = [{ name: 'x', values: [7, 7] }];
    const flat = standardizedDifferences([0, 1], constant);
    expect(flat.balance[0]!.unweighted).toBeNull();
    expect(flat.warnings).toEqual([statement('noSpreadInArms', { columns: ['x'] })]);
    expect(() => standardizedDifferences([1, 1], constant)).toThrow(StatsInputError);
    expect(() => standardizedDifferences([0, 1], constant, [1, 0])).toThrow(StatsInputError);
    expect(() => standardizedDifferences([0, 1], [{ name: 'x', values: [1, NaN] }])).toThrow(/x: entry 1/);
  });
});

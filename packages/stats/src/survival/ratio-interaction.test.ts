import { describe, expect, it } from 'vitest';
import reference from '../../reference/ratio-interaction.json' with { type: 'json' };
import { readCsv } from '../../reference/read-csv.ts';
import { runCall } from '../run-calls.ts';
import { ratioInteraction } from './ratio-interaction.ts';

/** Times with an event each. */
const died = (...days: number[]) => days.map((one) => ({ days: one, event: true }));

describe('ratioInteraction', () => {
  it.each(reference.cases)('has the likelihood ratio that R has for $group by $by of $csv', (one) => {
    const { csv, time, event, group, by, reference: first, comparison } = one;
    const table = readCsv(new URL(`../../reference/goldens/${csv}`, import.meta.url));
    const args = { time, event, group, by, levels: [first, comparison] };
    const { interaction } = runCall({ fn: 'subgroups', args }, table) as {
      interaction: { chisq: number; df: number; p: number };
    };
    expect(interaction.df).toBe(one.df);
    expect(interaction.chisq / one.statistic).toBeCloseTo(1, 7);
    expect(interaction.p / one.p).toBeCloseTo(1, 7);
  });

  it('is a sum that can be worked by hand', () => {
    // Reference, comparison, reference fail in this order: (1 / (2 + r)) (r / (1 + r)), largest where r is the root of 2;
    // comparison, reference, comparison: (r / (1 + 2 r)) (1 / (1 + r)), largest where r is 1 / the root of 2.
    // Their product is the same for r and 1 / r, and largest at 1: 1 / 36.
    const strata = [
      { label: 'a', reference: died(1, 3), comparison: died(2) },
      { label: 'b', reference: died(2), comparison: died(1, 3) },
    ];
    const root = Math.SQRT2;
    const each = root / ((2 + root) * (1 + root));
    const { statistic, df, warnings } = ratioInteraction(strata);
    expect(statistic).toBeCloseTo(2 * (2 * Math.log(each) + Math.log(36)), 10);
    expect(df).toBe(1);
    expect(warnings).toEqual([]);
  });

  it('leaves out a subgroup without a finite ratio, and says so', () => {
    const apart = { label: 'c', reference: died(1, 2), comparison: died(3, 4) };
    const one = { label: 'a', reference: died(1, 3), comparison: died(2) };
    expect(ratioInteraction([one, { ...one, label: 'b' }, apart])).toMatchObject({
      df: 1,
      warnings: [{ code: 'interactionWithout', values: { groups: ['c'] } }],
    });
    expect(ratioInteraction([one, apart])).toMatchObject({
      statistic: null,
      df: null,
      pValue: null,
      warnings: [{ code: 'interactionNotEstimable' }],
    });
    expect(ratioInteraction([])).toMatchObject({ statistic: null, pValue: null });
  });
});

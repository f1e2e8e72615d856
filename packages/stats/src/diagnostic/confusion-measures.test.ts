import { describe, expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { confusionMeasures } from './confusion-measures.ts';

describe('confusionMeasures', () => {
  it.each(reference.cases.measures)('has R’s value and limits of each measure, $counts', ({ counts, ...wanted }) => {
    const found = confusionMeasures(counts);
    expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(wanted).toSorted());
    for (const { name, value, lower, upper } of found) {
      // The derivatives in R are numerical ones.
      const digits = name === 'mcc' || name === 'kappa' ? 6 : 10;
      [value, lower, upper].forEach((one, i) => expect(one, name).toBeCloseTo(wanted[name][i]!, digits));
    }
  });

  it('leaves out what is undefined or has no variance', () => {
    const of = (counts: Parameters<typeof confusionMeasures>[0]) =>
      Object.fromEntries(confusionMeasures(counts).map(({ name, value, lower }) => [name, [value, lower]]));
    const perfect = of({ tp: 5, fp: 0, fn: 0, tn: 5 });
    expect(perfect['likelihoodRatioPositive']).toEqual([null, null]);
    expect(perfect['likelihoodRatioNegative']).toEqual([0, null]);
    expect(perfect['mcc']).toEqual([1, null]);
    expect(perfect['kappa']).toEqual([1, null]);
    expect(perfect['youdenJ']![0]).toBe(1);
    const oneClass = of({ tp: 5, fp: 0, fn: 1, tn: 0 });
    expect(oneClass['youdenJ']).toEqual([null, null]);
    expect(oneClass['mcc']).toEqual([null, null]);
  });
});

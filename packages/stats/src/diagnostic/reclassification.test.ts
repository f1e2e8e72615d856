import { expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { reclassification } from './reclassification.ts';

const outcome = reference.cases.outcome as (0 | 1)[];

it.each(reference.cases.reclassification)('reclassification has R’s NRI and IDI from $cutA to $cutB', (wanted) => {
  const found = reclassification(wanted.a, wanted.b, outcome, { a: wanted.cutA, b: wanted.cutB });
  for (const side of ['ofPositives', 'ofNegatives'] as const) {
    const { neither, up, down, both } = found[side];
    expect([neither, up, down, both]).toEqual(wanted[side]);
  }
  for (const name of ['netOfPositives', 'netOfNegatives', 'net', 'continuous', 'integrated'] as const) {
    const { estimate, lower, upper, pValue } = found[name];
    [estimate, lower, upper, pValue].forEach((value, i) => expect(value, name).toBeCloseTo(wanted[name][i]!, 10));
  }
});

it('reclassification of a score by itself moves nobody, and has no limits', () => {
  const found = reclassification([0.1, 0.9], [0.1, 0.9], [0, 1], { a: 0.5, b: 0.5 });
  expect(found.net).toEqual({ estimate: 0, lower: null, upper: null, pValue: null });
  expect(found.warnings[0]?.code).toBe('reclassificationMisleads');
  expect(reclassification([0.1], [0.9], [1], { a: 0.5, b: 0.5 }).net.estimate).toBeNull();
  expect(() => reclassification([0.1], [0.9], [1], { a: Number.NaN, b: 0.5 })).toThrow(StatsInputError);
});

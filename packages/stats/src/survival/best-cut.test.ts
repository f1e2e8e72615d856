import { expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { bestCutPValue } from './best-cut.ts';

it.each(reference.cases.cut)('bestCutPValue of $p with $share left out at each end is R’s', (wanted) => {
  expect(bestCutPValue(wanted.p, wanted.share)).toBeCloseTo(wanted.corrected, 10);
});

it('bestCutPValue is near Altman’s approximation, which he gives for a p from 0.0001 to 0.1', () => {
  for (const p of [0.001, 0.01, 0.05])
    expect(bestCutPValue(p, 0.1)).toBeCloseTo(-1.63 * p * (1 + 2.35 * Math.log(p)), 1);
  expect(bestCutPValue(0.9, 0.1)).toBeGreaterThanOrEqual(0.9);
  for (const p of [1e-17, 1e-100, 5e-324]) expect(bestCutPValue(p, 0.1)).toBeGreaterThanOrEqual(p);
  expect(bestCutPValue(1e-17, 0.1)).toBeLessThan(1e-14);
  expect(() => bestCutPValue(0, 0.1)).toThrow(StatsInputError);
});

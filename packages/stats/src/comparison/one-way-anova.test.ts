import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { oneWayAnova } from './one-way-anova.ts';
import { tTest } from './t-test.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('oneWayAnova', () => {
  const samples = Object.entries(cases.anova.samples).map(([label, values]) => ({ label, values }));

  it.each([
    ['equal', true],
    ['welch', false],
  ] as const)('agrees with R, %s variances', (variant, equalVariances) => {
    const result = oneWayAnova(samples, { equalVariances });
    const wanted = cases.anova[variant];
    close(result.f, wanted.f);
    close(result.dfWithin, wanted.df[1]!);
    close(result.pValue, wanted.p);
  });

  it('is the squared t test for two samples', () => {
    const [a, b] = samples as [(typeof samples)[0], (typeof samples)[0]];
    expect(oneWayAnova([a, b]).f).toBeCloseTo(tTest(a, b, { equalVariances: true }).t! ** 2, 10);
    expect(oneWayAnova([a, b], { equalVariances: false }).pValue).toBeCloseTo(tTest(a, b).pValue!, 10);
  });

  it('is null if nothing varies', () => {
    const flat = [
      { label: 'a', values: [1, 1] },
      { label: 'b', values: [1, 1] },
    ];
    expect(oneWayAnova(flat)).toMatchObject({ f: null, pValue: null });
    expect(() => oneWayAnova(flat.slice(1))).toThrow(StatsInputError);
  });
});

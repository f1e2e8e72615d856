import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { followUp, kaplanMeier } from './kaplan-meier.ts';
import { restrictedMean, restrictedMeanDifference } from './restricted-mean.ts';
import { atRiskAt, survivalAt } from './survival-at.ts';
import { quantile } from './survival-quantile.ts';

const at = (event: boolean) => (days: number) => ({ days, event });
// Freireich et al. 1963: weeks of remission under 6-mercaptopurine.
const sixMp = [
  ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map(at(true)),
  ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(at(false)),
];

describe('kaplanMeier', () => {
  it('is the product of the textbook fractions', () => {
    const curve = kaplanMeier(sixMp);
    const factors = [6 / 7, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6];
    let product = 1;
    const products = factors.map((factor) => (product *= factor));
    [6, 7, 10, 13, 16, 22, 23].forEach((day, i) => {
      expect(survivalAt(curve, day).survival).toBeCloseTo(products[i]!, 14);
    });
    expect(curve).toMatchObject({ n: 21, events: 9, confType: 'log-log', warnings: [] });
    expect(curve.median.estimate).toBe(23);
  });

  it('has Greenwood variance S² · 3 / (21 · 18) for 3 of 21', () => {
    const curve = kaplanMeier(sixMp);
    expect(curve.stdErr[0]).toBeCloseTo((6 / 7) * Math.sqrt(3 / (21 * 18)), 14);
  });

  it('accepts subjects in any order', () => {
    expect(kaplanMeier([...sixMp].reverse())).toEqual(kaplanMeier(sixMp));
  });

  it('has no limits where the log-log scale is undefined', () => {
    const curve = kaplanMeier([
      { days: 1, event: false },
      { days: 2, event: true },
    ]);
    expect(curve).toMatchObject({ survival: [1, 0], stdErr: [0, null], lower: [null, null], upper: [null, null] });
  });

  it('stays at 1 without events, and warns', () => {
    const curve = kaplanMeier([{ days: 5, event: false }]);
    expect(curve.survival).toEqual([1]);
    expect(curve.median.estimate).toBeNull();
    expect(curve.warnings).toHaveLength(1);
  });

  it('estimates follow-up when reversed', () => {
    const curve = followUp(sixMp);
    expect(curve.events).toBe(12);
    // The censoring at 6 is the event; the three relapses of that day leave after it.
    expect(curve.survival[0]).toBeCloseTo(20 / 21, 14);
  });

  it.each([0, 1, NaN, 95])('refuses a confidence of %s', (confidence) => {
    expect(() => kaplanMeier(sixMp, { confidence })).toThrow(StatsInputError);
  });
});

describe('reading a curve', () => {
  const curve = kaplanMeier(sixMp);

  it('counts a subject at risk on its own day', () => {
    expect(atRiskAt(curve, [0, 6, 6.5, 35, 36])).toEqual([21, 21, 17, 1, 0]);
  });

  it('gives null after the last day, unless told to extend', () => {
    expect(survivalAt(curve, 36).survival).toBeNull();
    expect(survivalAt(curve, 36, { extend: true }).survival).toBeCloseTo(0.4481792717, 9);
    expect(survivalAt(curve, 0)).toMatchObject({ survival: 1, atRisk: 21 });
  });

  it('has two definitions of a quantile, which differ if the curve ends at the level', () => {
    const flat = kaplanMeier([1, 2].map(at(true)).concat([3, 4].map(at(false))));
    expect(quantile(flat, 0.5).estimate).toBe(2);
    expect(quantile(flat, 0.5, 'inverse-distribution').estimate).toBe(3);
    expect(() => quantile(flat, 1.5)).toThrow(StatsInputError);
  });

  it('gives the area 2 + 2 · 3/4 + 1 · 1/2 up to day 5', () => {
    const steps = kaplanMeier([2, 4, 6, 8].map(at(true)));
    expect(restrictedMean(steps, 5).estimate).toBeCloseTo(2 + 1.5 + 0.5, 14);
    expect(restrictedMean(curve, 40).warnings).toHaveLength(1);
    expect(() => restrictedMean(curve, 0)).toThrow(StatsInputError);
    const nothing = restrictedMeanDifference(steps, steps, 5);
    expect(nothing).toMatchObject({ difference: 0, pValue: 1 });
    // Two subjects die on days 1 and 3, two on days 2 and 4. Up to day 4 the areas are 1 + 1/2 * 2 = 2 and 2 + 1/2 * 2
    // = 3; each variance is 1/2 * 1² (the first death; the second has nothing left to its right), so z is 1.
    const ofDeaths = (...days: number[]) => kaplanMeier(days.map(at(true)));
    const one = restrictedMeanDifference(ofDeaths(1, 3), ofDeaths(2, 4), 4);
    expect(one.difference).toBeCloseTo(1, 12);
    expect(one.stdErr).toBeCloseTo(1, 12);
    expect(one.pValue).toBeCloseTo(0.317310507862914, 12);
  });
});

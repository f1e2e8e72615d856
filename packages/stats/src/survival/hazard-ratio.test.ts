import { describe, expect, it } from 'vitest';
import reference from '../../reference/hazard-ratio.json' with { type: 'json' };
import { coxRegression } from '../regression/cox.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { hazardRatio, type HazardRatioOptions } from './hazard-ratio.ts';

const at = (event: boolean) => (days: number) => ({ days, event });

describe.each(Object.entries(reference.cases))('hazardRatio on %s', (_name, sample) => {
  const ofGroup = (group: number) =>
    sample.days.flatMap((days, i) => (sample.group[i] === group ? [{ days, event: sample.event[i] === 1 }] : []));
  const variants: [string, HazardRatioOptions, number[]][] = [
    ['Cox, Efron', { estimator: 'cox' }, sample.efron],
    ['Cox, Breslow', { estimator: 'cox', ties: 'breslow' }, sample.breslow],
    ['Mantel-Haenszel', { estimator: 'mantel-haenszel' }, sample.mantelHaenszel],
    ['Peto', { estimator: 'peto' }, sample.mantelHaenszel],
    ['log-rank', { estimator: 'log-rank' }, sample.logRank],
  ];
  it.each(variants)('%s agrees with R', (_variant, options, [ratio, lower, upper, pValue]) => {
    const result = hazardRatio(ofGroup(0), ofGroup(1), options);
    expect(result.hazardRatio! / ratio!).toBeCloseTo(1, 10);
    expect(result.lower! / lower!).toBeCloseTo(1, 10);
    expect(result.upper! / upper!).toBeCloseTo(1, 10);
    expect(result.pValue! / pValue!).toBeCloseTo(1, 8);
  });

  it('is the Cox model with one 0/1 covariate', () => {
    const fit = coxRegression({
      days: sample.days,
      event: sample.event.map((event) => event === 1),
      covariates: [{ name: 'group', values: sample.group }],
    });
    const { hazardRatio: ratio } = hazardRatio(ofGroup(0), ofGroup(1), { estimator: 'cox' });
    expect(ratio! / fit.coefficients[0]!.hazardRatio!).toBeCloseTo(1, 10);
  });
});

describe('hazardRatio', () => {
  const a = [1, 3].map(at(true));
  const b = [2, 4].map(at(true));

  it('follows its formulas on the hand-worked days', () => {
    // b: observed 2, expected 1/2 + 2/3 + 1/2 + 1; a: expected 1/2 + 1/3 + 1/2; variance 1/4 + 2/9 + 1/4.
    const [eb, ea, v] = [8 / 3, 4 / 3, 13 / 18];
    expect(hazardRatio(a, b, { estimator: 'mantel-haenszel' }).hazardRatio).toBeCloseTo(Math.exp((2 - eb) / v), 12);
    const ratio = hazardRatio(a, b, { estimator: 'log-rank' });
    expect(ratio.hazardRatio).toBeCloseTo(2 / eb / (2 / ea), 12);
    expect(ratio.logStdErr).toBeCloseTo(Math.sqrt(1 / ea + 1 / eb), 12);
  });

  it('is null with a warning if a group has no event', () => {
    const none = hazardRatio(a, [2, 4].map(at(false)), { estimator: 'cox' });
    expect(none).toMatchObject({ hazardRatio: null, lower: null, upper: null, pValue: null });
    expect(none.warnings).toHaveLength(1);
  });

  it('names the group that it refuses', () => {
    expect(() => hazardRatio([], b, { estimator: 'cox' })).toThrow(/reference/);
    expect(() => hazardRatio(a, b, { estimator: 'cox', confidence: 2 })).toThrow(StatsInputError);
    expect(() => hazardRatio(a, b, { estimator: 'guess' as 'cox' })).toThrow(StatsInputError);
  });
});

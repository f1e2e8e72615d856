import { describe, expect, it } from 'vitest';
import reference from '../../reference/cox-start-stop.json' with { type: 'json' };
import { coxConcordance } from './concordance.ts';
import { type CoxOptions, coxRegression } from './cox.ts';
import type { CoxData } from './cox-design.ts';
import { baselineHazard } from './cox-residuals.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { proportionalHazards } from './proportional-hazards.ts';

const { heart, cgd, fits } = reference.cases;
const columns = <T extends Record<string, number[]>>(table: T, ...names: (keyof T & string)[]) =>
  names.map((name) => ({ name, values: table[name]! }));
const inHeart = (...names: (keyof typeof heart)[]): CoxData => ({
  start: heart.start,
  days: heart.stop,
  event: heart.event as (0 | 1)[],
  covariates: columns(heart, ...names),
});
const inCgd = (...names: (keyof typeof cgd)[]): CoxData => ({
  start: cgd.start,
  days: cgd.stop,
  event: cgd.event as (0 | 1)[],
  covariates: columns(cgd, ...names),
  cluster: cgd.id,
});
const close = (actual: number | null | undefined, wanted: number, digits = 8) =>
  expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(10 ** -digits * Math.max(Math.abs(wanted), 1e-3));

describe('coxRegression of intervals, compared with coxph', () => {
  it.each<[keyof typeof fits, CoxData, CoxOptions]>([
    ['efron', inHeart('age', 'surgery', 'transplant'), {}],
    ['breslow', inHeart('age', 'surgery', 'transplant'), { ties: 'breslow' }],
    ['single', inHeart('transplant'), {}],
    ['clustered', { ...inHeart('age', 'transplant'), cluster: heart.id }, {}],
    ['weighted', { ...inHeart('age', 'transplant'), cluster: heart.id, weights: heart.w }, {}],
    ['stratified', { ...inHeart('age', 'transplant'), strata: heart.surgery }, {}],
    ['recurrent', inCgd('treat', 'age', 'steroids'), {}],
    ['recurrentStrata', { ...inCgd('treat', 'age'), strata: cgd.inherit }, { ties: 'breslow' }],
  ])('%s', (name, data, options) => {
    const r = fits[name];
    const fit = coxRegression(data, options);
    fit.coefficients.forEach((coefficient, k) => {
      close(coefficient.coefficient, [r.coef].flat()[k]!);
      close(coefficient.stdErr, [r.naive].flat()[k]!);
      close(coefficient.robustStdErr ?? coefficient.stdErr, [r.se].flat()[k]!);
    });
    fit.logLikelihood.forEach((value, i) => close(value, r.logLik[i]!));
    close(fit.score.statistic, r.score);
    if (typeof r.robustScore === 'number') close(fit.robustScore?.statistic, r.robustScore);
    const c = coxConcordance(fit.model!);
    const counts = [c.concordant, c.discordant, c.tiedRisk, c.tiedTime, c.tiedBoth, c.concordance, c.stdErr];
    counts.forEach((value, i) => close(value, r.concordance[i]!));
    const baseline = baselineHazard(fit.model!);
    expect(baseline.days).toEqual(r.baseline.time);
    baseline.cumulativeHazard.forEach((value, i) => close(value, r.baseline.hazard[i]!));
    for (const transform of ['km', 'identity'] as const) {
      const wanted = r[transform] as { chisq: number[]; p: number[] } | null;
      if (wanted === null || !('chisq' in wanted)) continue;
      proportionalHazards(fit.model!, transform).tests.forEach(({ statistic }, i) =>
        close(statistic, [wanted.chisq].flat()[i]!, 6),
      );
    }
  });

  it('equals the plain fit if every interval starts at time zero', () => {
    const plain = { days: [5, 3, 8, 1, 6], event: [1, 1, 0, 1, 1] as (0 | 1)[] };
    const covariates = [{ name: 'x', values: [1, 0, 1, 0, 2] }];
    const { coefficients } = coxRegression({ ...plain, covariates });
    const opened = coxRegression({ ...plain, covariates, start: [0, 0, 0, 0, 0] }).coefficients;
    // Nobody fails on day 0, so that opening there takes nobody out.
    close(opened[0]!.coefficient, coefficients[0]!.coefficient!);
    close(opened[0]!.stdErr, coefficients[0]!.stdErr!);
  });

  it('does not count a subject before its interval opens', () => {
    // x = 0, 1, 0 fail on days 1, 2, 3, but the last comes in after day 1: on day 1 two are at risk. The score is
    // 1 - r / (1 + r) - r / (1 + r), which is 0 where r = 1.
    const fit = coxRegression({
      start: [0, 0, 1],
      days: [1, 2, 3],
      event: [1, 1, 1],
      covariates: [{ name: 'x', values: [0, 1, 0] }],
    });
    close(fit.coefficients[0]!.hazardRatio, 1);
  });

  it.each([
    ['an interval without length', { start: [0, 2] }],
    ['an interval that closes before it opens', { start: [0, 3] }],
    ['a negative start', { start: [-1, 0] }],
    ['a start that is no number', { start: [0, NaN] }],
    ['too few starts', { start: [0] }],
  ])('refuses %s', (_what, start) => {
    const data = { days: [1, 2], event: [1, 1] as (0 | 1)[], covariates: [{ name: 'x', values: [0, 1] }] };
    expect(() => coxRegression({ ...data, ...start })).toThrow(StatsInputError);
    expect(() => coxRegression({ ...data, start: [0, 0] }, { ties: 'exact' })).toThrow(StatsInputError);
  });
});

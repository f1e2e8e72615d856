import { describe, expect, it } from 'vitest';
import reference from '../../reference/predicted-survival.json' with { type: 'json' };
import { coxRegression, type CoxModel } from './cox.ts';
import type { CoxData } from './cox-design.ts';
import { predictedSurvival, type PredictionOptions } from './cox-prediction.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { quantile } from '../survival/survival-quantile.ts';

const { lung, heart, ...curves } = reference.cases;
const inLung = (...names: ('age' | 'sex' | 'ph.karno')[]): CoxData => ({
  days: lung.time,
  event: lung.event as (0 | 1)[],
  covariates: names.map((name) => ({ name, values: lung[name] })),
});
const inHeart: CoxData = {
  start: heart.start,
  days: heart.stop,
  event: heart.event as (0 | 1)[],
  covariates: (['age', 'transplant'] as const).map((name) => ({ name, values: heart[name] })),
};
const fit = (data: CoxData, options = {}) => coxRegression(data, options).model as CoxModel;
const close = (actual: number | null | undefined, wanted: number | null) => {
  if (wanted === null) expect(actual).toBeNull();
  else expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(1e-8 * Math.max(Math.abs(wanted), 1e-6));
};

describe('predictedSurvival', () => {
  it.each<[keyof typeof curves, CoxModel, Record<string, number>, PredictionOptions]>([
    ['efron', fit(inLung('age', 'sex', 'ph.karno')), { age: 60, sex: 2, 'ph.karno': 80 }, {}],
    ['breslow', fit(inLung('age', 'sex'), { ties: 'breslow' }), { age: 45, sex: 1 }, { confType: 'log' }],
    [
      'robust',
      fit({ ...inLung('age', 'sex'), weights: lung.w }, { robust: true }),
      { age: 70, sex: 1 },
      { confType: 'plain' },
    ],
    ['strata', fit({ ...inLung('age'), strata: lung.sex }), { age: 50 }, { stratum: 2 }],
    ['startStop', fit(inHeart), { age: 0, transplant: 1 }, {}],
  ])('is the curve of survfit: %s', (name, model, subject, options) => {
    const wanted = curves[name];
    const curve = predictedSurvival(model, subject, options);
    expect(curve.days).toEqual(wanted.time);
    wanted.time.forEach((_, i) => {
      close(curve.atRisk[i], wanted.atRisk[i]!);
      close(curve.survival[i], wanted.surv[i]!);
      close(curve.stdErr[i], wanted.logStdErr[i]! * wanted.surv[i]!);
      close(curve.cumulativeHazard[i], wanted.cumHaz[i]!);
      // R prints 1 for both limits while nobody has failed; the log-log scale is undefined there.
      if (wanted.surv[i]! < 1) {
        close(curve.lower[i], wanted.lower[i]!);
        close(curve.upper[i], wanted.upper[i]!);
      }
    });
    const { estimate, lower, upper } = quantile(curve, 0.5, 'inverse-distribution');
    [estimate, lower, upper].forEach((value, i) => close(value, wanted.median[i] ?? null));
  });

  it('equals the curve by hand for one of x = 0 and one of x = 1 at each of two days', () => {
    // Breslow ties, two fail on day 1 of four: beta is 0 by symmetry, so H = 2/4, then 2/4 + 2/2.
    const model = fit(
      { days: [1, 1, 2, 2], event: [1, 1, 1, 1], covariates: [{ name: 'x', values: [0, 1, 0, 1] }] },
      { ties: 'breslow' },
    );
    const curve = predictedSurvival(model, { x: 1 });
    expect(curve.survival[0]).toBeCloseTo(Math.exp(-0.5), 10);
    expect(curve.survival[1]).toBeCloseTo(Math.exp(-1.5), 10);
  });

  it('refuses what it cannot predict', () => {
    const model = fit(inLung('age'));
    expect(() => predictedSurvival(model, {})).toThrow(/subject\.age: is missing/);
    expect(() => predictedSurvival(model, { age: NaN })).toThrow(StatsInputError);
    expect(() => predictedSurvival(fit({ ...inLung('age'), strata: lung.sex }), { age: 1 })).toThrow(/stratum/);
    const infinite = coxRegression({
      days: [1, 2, 3, 4],
      event: [1, 1, 0, 0],
      covariates: [{ name: 'x', values: [1, 1, 0, 0] }],
    });
    expect(() => predictedSurvival(infinite.model!, { x: 1 })).toThrow(/not estimable/);
  });
});

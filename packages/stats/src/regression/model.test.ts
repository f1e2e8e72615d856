import { describe, expect, it } from 'vitest';
import { calibration } from '../diagnostic/calibration.ts';
import { cumulativeIncidence } from '../survival/cumulative-incidence.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { grayTest } from '../survival/gray-test.ts';
import { kaplanMeier } from '../survival/kaplan-meier.ts';
import { landmark } from '../survival/landmark.ts';
import { logisticRegression } from './logistic.ts';
import { netBenefit } from '../diagnostic/net-benefit.ts';
import { propensityWeights } from './propensity.ts';

describe('logisticRegression', () => {
  it('with one binary covariate is the cross product', () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1, 1];
    const y = [1, 0, 0, 0, 1, 1, 1, 0, 0] as (0 | 1)[];
    const { coefficients } = logisticRegression(y, [{ name: 'x', values: x }]);
    expect(coefficients[1]!.oddsRatio).toBeCloseTo((3 * 3) / (2 * 1), 10);
    expect(coefficients[1]!.stdErr).toBeCloseTo(Math.sqrt(1 + 1 / 3 + 1 / 3 + 1 / 2), 8);
  });

  it('has profile limits at which the likelihood has fallen by half the quantile', () => {
    const x = [0.5, 1.2, 1.9, 2.4, 3.1, 3.3, 4.0, 4.8];
    const y = [0, 0, 1, 0, 1, 0, 1, 1] as (0 | 1)[];
    const fit = logisticRegression(y, [{ name: 'x', values: x }]);
    const limit = Math.log(fit.coefficients[1]!.profileUpper!);
    // Refit with the slope held: a search over the intercept alone.
    const profile = (b: number) => {
      const value = (a: number) =>
        y.reduce<number>((sum, yi, i) => sum + yi * (a + b * x[i]!) - Math.log1p(Math.exp(a + b * x[i]!)), 0);
      let [low, high] = [-60, 20];
      for (let i = 0; i < 300; i++) {
        const [p, q] = [low + (high - low) / 3, high - (high - low) / 3];
        if (value(p) < value(q)) low = p;
        else high = q;
      }
      return value(low);
    };
    expect(2 * (fit.logLikelihood - profile(limit))).toBeCloseTo(3.841458820694124, 7);
    const asInR = logisticRegression(y, [{ name: 'x', values: x }], { profile: 'interpolated' });
    expect(asInR.coefficients[1]!.profileUpper! / fit.coefficients[1]!.profileUpper!).toBeCloseTo(1, 1);
  });

  it('says where the columns separate the outcome', () => {
    const fit = logisticRegression([0, 0, 1, 1], [{ name: 'x', values: [1, 2, 3, 4] }]);
    expect(fit.coefficients[1]).toMatchObject({ coefficient: null, oddsRatio: null });
    expect(fit.warnings).toHaveLength(1);
    // One empty cell of four separates as surely.
    const emptyCell = logisticRegression([0, 1, 0, 1, 1, 1], [{ name: 'x', values: [0, 0, 0, 1, 1, 1] }]);
    expect(emptyCell.coefficients[1]!.oddsRatio).toBeNull();
    expect(() => logisticRegression([0, 1], [{ name: 'x', values: [1] }])).toThrow(StatsInputError);
  });
});

describe('cumulativeIncidence', () => {
  it('adds S(t-) d / Y: 1/4, then 3/4 · 1/3 for the other cause', () => {
    const result = cumulativeIncidence({ days: [1, 2, 3, 4], cause: [1, 2, 1, 0] });
    expect(result.curves[0]?.incidence).toEqual([0.25, 0.25, 0.5, 0.5]);
    expect(result.curves[1]?.incidence).toEqual([0, 0.25, 0.25, 0.25]);
  });

  it('without competing events is 1 minus Kaplan-Meier', () => {
    const days = [3, 1, 4, 1, 5, 9, 2, 6];
    const cause = [1, 0, 1, 1, 0, 1, 1, 0];
    const { curves } = cumulativeIncidence({ days, cause });
    const { survival } = kaplanMeier(days.map((day, i) => ({ days: day, event: cause[i] === 1 })));
    survival.forEach((s, i) => expect(curves[0]!.incidence[i]).toBeCloseTo(1 - s, 12));
  });

  it('says so where no cause was seen, and refuses half a cause', () => {
    expect(cumulativeIncidence({ days: [1], cause: [0] })).toMatchObject({
      curves: [],
      warnings: ['No event was observed.'],
    });
    expect(() => cumulativeIncidence({ days: [1], cause: [0.5] })).toThrow(StatsInputError);
    expect(() => cumulativeIncidence({ days: [1, 2], cause: [1] })).toThrow(StatsInputError);
  });

  it('does not differ between a group and itself', () => {
    const group = { days: [1, 2, 3, 4, 5], cause: [1, 2, 1, 0, 1] };
    expect(grayTest([group, group], 1).statistic).toBeCloseTo(0, 10);
    expect(grayTest([group, group], 9)).toMatchObject({ statistic: null, pValue: null });
    expect(() => grayTest([group], 1)).toThrow(StatsInputError);
  });
});

describe('landmark', () => {
  const subject = (days: number, exposedAtDays: number | null) => ({ days, event: true, exposedAtDays });

  it('needs follow-up past the landmark and exposure by it', () => {
    const split = landmark([subject(30, null), subject(40, 30), subject(50, 31), subject(60, null)], 30);
    expect(split).toMatchObject({ n: 3, excluded: 1, exposedIndices: [1], unexposedIndices: [2, 3] });
    expect(split.exposed).toEqual([{ days: 10, event: true }]);
    expect(() => landmark([], -1)).toThrow(StatsInputError);
    expect(landmark([], 5).warnings).toHaveLength(1);
  });
});

describe('propensityWeights', () => {
  it('with one binary covariate are the inverse shares, and balance it exactly', () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1];
    const treated = [1, 0, 0, 0, 1, 1, 1, 0] as (0 | 1)[];
    const result = propensityWeights(treated, [{ name: 'x', values: x }]);
    expect(result.weights[0]).toBeCloseTo(4, 8);
    expect(result.weights[1]).toBeCloseTo(4 / 3, 8);
    expect(result.balance[0]!.weighted).toBeCloseTo(0, 8);
    expect(propensityWeights(treated, [{ name: 'x', values: x }], { estimand: 'ATT' }).weights[1]).toBeCloseTo(
      1 / 3,
      8,
    );
    expect(() => propensityWeights([1, 1], [{ name: 'x', values: [0, 1] }])).toThrow(StatsInputError);
  });
});

describe('predictions', () => {
  it('calibration: Brier of 0.8, 0.4 for yes, no is (0.04 + 0.16) / 2', () => {
    const result = calibration([0.8, 0.4], [1, 0]);
    expect(result.brier).toBeCloseTo(0.1, 14);
    expect(result.slope).toBeNull();
    expect(() => calibration([1, 0.5], [1, 0])).toThrow(StatsInputError);
  });

  it('net benefit at 1/4: 2 true, 1 false of 5 is (2 - 1/3) / 5', () => {
    const result = netBenefit([0.9, 0.5, 0.3, 0.1, 0.2], [1, 1, 0, 0, 1], [0.25]);
    expect(result.points[0]!.model).toBeCloseTo((2 - 1 / 3) / 5, 14);
    expect(() => netBenefit([0.5], [1], [1])).toThrow(StatsInputError);
  });
});

import { describe, expect, it } from 'vitest';
import reference from '../../reference/logistic-patterns.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { logisticRegression } from './logistic.ts';

describe('logisticRegression', () => {
  it('has the cross product as odds ratio with one binary covariate', () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1, 1];
    const y = [1, 0, 0, 0, 1, 1, 1, 0, 0] as (0 | 1)[];
    const { coefficients } = logisticRegression(y, [{ name: 'x', values: x }]);
    expect(coefficients[1]!.oddsRatio).toBeCloseTo((3 * 3) / (2 * 1), 10);
    expect(coefficients[1]!.stdErr).toBeCloseTo(Math.sqrt(1 + 1 / 3 + 1 / 3 + 1 / 2), 8);
  });

  it('has profile limits where the likelihood has fallen by half the quantile', () => {
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

  it('warns if the columns separate the outcome', () => {
    const fit = logisticRegression([0, 0, 1, 1], [{ name: 'x', values: [1, 2, 3, 4] }]);
    expect(fit.coefficients[1]).toMatchObject({ coefficient: null, oddsRatio: null });
    expect(fit.warnings).toHaveLength(1);
    // One empty cell of four separates as well.
    const emptyCell = logisticRegression([0, 1, 0, 1, 1, 1], [{ name: 'x', values: [0, 0, 0, 1, 1, 1] }]);
    expect(emptyCell.coefficients[1]!.oddsRatio).toBeNull();
    expect(() => logisticRegression([0, 1], [{ name: 'x', values: [1] }])).toThrow(StatsInputError);
  });

  it('is that of R where equal rows are counted together, and the same row by row', () => {
    const { counts, ...inR } = reference.cases;
    const people = Object.values(counts).flatMap(({ gender, dept, admitted, n }) =>
      Array.from({ length: n }, (_, i) => ({ gender, dept, y: (i < admitted ? 1 : 0) as 0 | 1 })),
    );
    const column = (name: string, isOne: (one: (typeof people)[number]) => boolean, term: string) => {
      return { name, term, values: people.map((one) => (isOne(one) ? 1 : 0)) };
    };
    const covariates = [
      column('GenderFemale', ({ gender }) => gender === 'Female', 'Gender'),
      ...['B', 'C', 'D', 'E', 'F'].map((code) => column(`Dept${code}`, ({ dept }) => dept === code, 'Dept')),
    ];
    const outcome = people.map(({ y }) => y);
    const fit = logisticRegression(outcome, covariates, { profile: null, covariance: 'glm' });
    expect(fit.coefficients.map(({ name }) => name)).toEqual(inR.names);
    fit.coefficients.forEach((one, k) => {
      expect(one.coefficient! / inR.coef[k]!).toBeCloseTo(1, 10);
      expect(one.stdErr! / inR.se[k]!).toBeCloseTo(1, 10);
      expect(one.pValue! / inR.p[k]!).toBeCloseTo(1, 8);
    });
    expect(fit.logLikelihood / inR.logLik).toBeCloseTo(1, 12);
    expect(fit.nullDeviance / inR.nullDeviance).toBeCloseTo(1, 12);
    fit.termTests.forEach(({ term, statistic, pValue }, k) => {
      expect(term).toBe(inR.term[k]);
      expect(statistic! / inR.termStat[k]!).toBeCloseTo(1, 8);
      expect(pValue! / inR.termP[k]!).toBeCloseTo(1, 8);
    });
    // A column in which no two people are alike takes the other way to the same numbers.
    const apart = { name: 'place', values: people.map((_, i) => (i % 2 === 0 ? i : -i) / people.length) };
    const rowByRow = logisticRegression(outcome, [...covariates, apart], { profile: null });
    expect(rowByRow.termTests.find(({ term }) => term === 'place')?.statistic).toBeCloseTo(
      2 * (rowByRow.logLikelihood - inR.logLik),
      6,
    );
    expect(fit.fitted).toHaveLength(people.length);
  });
});

import { describe, expect, it } from 'vitest';
import reference from '../../reference/firth-logistic.json' with { type: 'json' };
import { firthLogistic } from './firth-logistic.ts';
import { logisticRegression } from './logistic.ts';

describe('firthLogistic', () => {
  it.each(reference.cases.map((sample, i) => [i, sample] as const))(
    'maximises what optim maximises, sample %i',
    (_i, sample) => {
      const covariates = Object.entries(sample.columns).map(([name, values]) => ({ name, values }));
      const result = firthLogistic(sample.y as (0 | 1)[], covariates);
      expect(result.penalizedLogLikelihood).toBeCloseTo(sample.fit.value, 8);
      result.coefficients.forEach((coefficient, k) => {
        // A general optimiser finds the location of a maximum to half the digits of its height.
        expect(coefficient.coefficient).toBeCloseTo(sample.fit.coef[k]!, 4);
        expect(Math.log(coefficient.lower!)).toBeCloseTo(sample.fit.lower[k]!, 4);
        expect(Math.log(coefficient.upper!)).toBeCloseTo(sample.fit.upper[k]!, 4);
        expect(coefficient.pValue).toBeCloseTo(sample.fit.p[k]!, 6);
      });
    },
  );

  it('with one binary covariate adds one half to each cell', () => {
    // 2 by 2 with counts 5, 0 / 2, 3: the penalised odds ratio is that of 5.5, 0.5 / 2.5, 3.5.
    const x = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const y = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1] as (0 | 1)[];
    const { coefficients } = firthLogistic(y, [{ name: 'x', values: x }]);
    expect(coefficients[1]!.oddsRatio).toBeCloseTo(3.5 / 2.5 / (0.5 / 5.5), 6);
  });

  it('is finite where maximum likelihood is not', () => {
    const covariates = [{ name: 'x', values: [1, 2, 3, 4] }];
    expect(logisticRegression([0, 0, 1, 1], covariates).coefficients[1]!.coefficient).toBeNull();
    expect(firthLogistic([0, 0, 1, 1], covariates).coefficients[1]!.coefficient).toBeGreaterThan(0);
  });
});

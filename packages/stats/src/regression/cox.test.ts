import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { coxConcordance } from './concordance.ts';
import { type CoxOptions, coxRegression } from './cox.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { factorColumns } from './model-terms.ts';
import { proportionalHazards } from './proportional-hazards.ts';

const fit = (days: number[], event: (0 | 1)[], x: number[], options: CoxOptions = {}) =>
  coxRegression({ days, event, covariates: [{ name: 'x', values: x }] }, options);

describe('coxRegression', () => {
  it('finds the maximum of a likelihood that can be solved by hand', () => {
    // x = 0, 1, 0 fail in this order: the score is 1 - r / (2 + r) - r / (1 + r), which is 0 where r² = 2.
    const { coefficients, logLikelihood } = fit([1, 2, 3], [1, 1, 1], [0, 1, 0]);
    expect(coefficients[0]?.hazardRatio).toBeCloseTo(Math.SQRT2, 10);
    expect(logLikelihood[0]).toBeCloseTo(-Math.log(3) - Math.log(2), 12);
  });

  it('gives no coefficient to a column that repeats another', () => {
    const x = [0, 1, 0, 1, 1];
    const result = coxRegression({
      days: [2, 3, 6, 5, 4],
      event: [1, 1, 1, 1, 0],
      covariates: [
        { name: 'x', values: x },
        { name: 'twice', values: x.map((v) => 2 * v) },
        { name: 'constant', values: x.map(() => 7) },
      ],
    });
    expect(result.coefficients.map((c) => c.coefficient === null)).toEqual([false, true, true]);
    expect(result.warnings[0]).toEqual(statement('columnsDropped', { columns: ['twice', 'constant'] }));
  });

  it('warns about a coefficient that runs to infinity', () => {
    const result = fit([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0]);
    expect(result.coefficients[0]).toMatchObject({ coefficient: null, hazardRatio: null, pValue: null });
    expect(result.warnings[0]).toMatchObject({ code: 'coefficientsInfinite' });
  });

  it('does not depend on the unit or the origin of a covariate', () => {
    const days = [3, 1, 8, 5, 2, 9, 7];
    const event: (0 | 1)[] = [1, 1, 1, 0, 1, 1, 0];
    const x = [0.1, 0.7, 0.2, 0.4, 0.3, 0.25, 0.6];
    const plain = fit(days, event, x).coefficients[0]!;
    const moved = fit(
      days,
      event,
      x.map((v) => 1e6 + 1000 * v),
    ).coefficients[0]!;
    expect(1000 * moved.coefficient!).toBeCloseTo(plain.coefficient!, 6);
    expect(moved.pValue).toBeCloseTo(plain.pValue!, 6);
  });

  it('tests the columns of a factor together', () => {
    const levels = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'];
    const result = coxRegression({
      days: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      event: [1, 1, 1, 1, 1, 1, 1, 1, 0],
      covariates: factorColumns('g', levels, ['a', 'b', 'c']),
    });
    const { tests } = proportionalHazards(result.model!);
    expect(tests.map(({ term, df }) => [term, df])).toEqual([
      ['g', 2],
      ['GLOBAL', 2],
    ]);
  });

  it('counts concordant pairs', () => {
    // x falls with time except for the last pair: 5 of 6 pairs agree.
    const result = fit([1, 2, 3, 4], [1, 1, 1, 1], [4, 3, 1, 2]);
    expect(coxConcordance(result.model!)).toMatchObject({ concordant: 5, discordant: 1, concordance: 5 / 6 });
  });

  it.each<[string, () => unknown]>([
    ['unequal lengths', () => fit([1, 2], [1], [0, 1])],
    ['a covariate that is no number', () => fit([1, 2], [1, 1], [0, NaN])],
    ['an outcome that is no truth value', () => fit([1, 2], [1, 2 as 1], [0, 1])],
    ['no covariate', () => coxRegression({ days: [1], event: [1], covariates: [] })],
    [
      'a weight of 0',
      () => coxRegression({ days: [1], event: [1], covariates: [{ name: 'x', values: [1] }], weights: [0] }),
    ],
    ['weights with exact ties', () => fit([1, 2], [1, 1], [0, 1], { ties: 'exact', robust: true })],
    ['a factor of one level', () => factorColumns('g', ['a'], ['a'])],
  ])('refuses %s', (_what, run) => {
    expect(run).toThrow(StatsInputError);
  });
});

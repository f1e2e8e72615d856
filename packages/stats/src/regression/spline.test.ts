import { expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { coxRegression } from './cox.ts';
import { splineColumns, splineKnots } from './spline.ts';
import { splineHazard } from './spline-hazard.ts';

const { spline } = reference.cases;

it('a Cox model on splineColumns has the fit and the hazard ratios of R’s natural spline with the same knots', () => {
  expect(splineKnots(spline.age, 4)).toEqual(spline.knots);
  const covariates = splineColumns(spline.age, spline.knots).map((values, i) => ({ name: `age${i}`, values }));
  const found = coxRegression({ days: spline.time, event: spline.event as (0 | 1)[], covariates });
  expect(found.logLikelihood[1]).toBeCloseTo(spline.logLik, 6);
  expect(found.likelihoodRatio.pValue).toBeCloseTo(spline.p, 8);
  const beta = found.coefficients.map(({ coefficient }) => coefficient!);
  const at = (age: number) =>
    splineColumns([age], spline.knots).reduce((sum, column, i) => sum + column[0]! * beta[i]!, 0);
  spline.grid.forEach((age, i) => expect(at(age) - at(60)).toBeCloseTo(spline.logHazardRatio[i]!, 5));
});

it('splineHazard has R’s log hazard ratios and limits against the reference, and its test of curvature', () => {
  const data = { days: spline.time, event: spline.event as (0 | 1)[] };
  const found = splineHazard(data, spline.age, { at: spline.grid, reference: 60 });
  spline.grid.forEach((_, i) => {
    expect(found.logHazardRatio[i]).toBeCloseTo(spline.logHazardRatio[i]!, 5);
    expect((found.upper[i]! - found.lower[i]!) / 2 / 1.959963984540054).toBeCloseTo(spline.se[i]!, 5);
  });
  expect(found.nonlinearityP).toBeCloseTo(spline.nonlinearityP, 6);
  expect(found.logHazardRatio[2]).toBe(0);
});

it('splineColumns are linear beyond the outer knots, and refuse knots that do not ascend', () => {
  const cubic = splineColumns([100, 101, 102], [1, 2, 3, 4])[1]!;
  expect(cubic[2]! - cubic[1]!).toBeCloseTo(cubic[1]! - cubic[0]!, 8);
  expect(() => splineColumns([1], [1, 1, 2])).toThrow(StatsInputError);
  expect(() => splineKnots([1, 1, 1, 1, 1])).toThrow(StatsInputError);
});

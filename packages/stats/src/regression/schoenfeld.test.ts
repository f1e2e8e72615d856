import { describe, expect, it } from 'vitest';
import reference from '../../reference/schoenfeld.json' with { type: 'json' };
import { type CoxModel, coxRegression } from './cox.ts';
import { type CoxData } from './cox-design.ts';
import { factorColumns } from './model-terms.ts';
import { schoenfeldResiduals } from './schoenfeld.ts';

const { lung, veteran, ...cases } = reference.cases;
const ofLung = (...covariates: CoxData['covariates']): CoxData => ({
  days: lung.days,
  event: lung.event as (0 | 1)[],
  covariates,
});
const age = { name: 'age', values: lung.age };
const sex = { name: 'sex', values: lung.sex };
const ecog = factorColumns('ecog', lung.ecog, ['0', '1', '2']);
const inVeteran: CoxData = {
  days: veteran.days,
  event: veteran.event as (0 | 1)[],
  covariates: [
    { name: 'karno', values: veteran.karno },
    { name: 'age', values: veteran.age },
  ],
  strata: veteran.celltype,
};
const fit = (data: CoxData, options = {}) => coxRegression(data, options).model as CoxModel;
const close = (actual: readonly (number | null)[], wanted: readonly number[]) => {
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((value, i) =>
    expect(Math.abs(value! - wanted[i]!)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(wanted[i]!))),
  );
};
/** Events of one day are in no order of their own. */
const ordered = (days: readonly number[], strata: readonly number[], values: readonly (number | null)[]) =>
  values
    .map((value, i) => [strata[i]!, days[i]!, value!])
    .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
/** A new stratum begins where days fall. */
const strataOf = (days: readonly number[]) => {
  let stratum = 0;
  return days.map((day, i) => (i > 0 && day < days[i - 1]! ? ++stratum : stratum));
};

describe('scaled Schoenfeld residuals', () => {
  it.each<[keyof typeof cases, CoxModel, 'km' | 'identity']>([
    ['numbers', fit(ofLung(age, sex)), 'km'],
    ['category', fit(ofLung(age, ...ecog)), 'km'],
    ['identity', fit(ofLung(age, sex), { ties: 'breslow' }), 'identity'],
  ])('are those of cox.zph, with the curve that its plot draws: %s', (name, model, transform) => {
    same(schoenfeldResiduals(model, transform), cases[name]);
  });

  it('are those of cox.zph within strata', () => {
    const wanted = cases.strata;
    const found = schoenfeldResiduals(fit(inVeteran));
    // R numbers the cell types as its data do, the portal by name; residuals of a stratum stay together.
    const ofR = wanted.terms.map(({ residuals }) =>
      ordered(
        wanted.day,
        wanted.day.map(() => 0),
        residuals,
      ),
    );
    found.terms.forEach(({ residuals }, k) => {
      const own = ordered(
        found.days,
        found.days.map(() => 0),
        residuals,
      );
      close(
        own.map(([, , value]) => value!),
        ofR[k]!.map(([, , value]) => value!),
      );
    });
    found.terms.forEach(({ smooth }, k) => {
      close(smooth!.estimate, wanted.terms[k]!.smooth.estimate);
      close(smooth!.upper, wanted.terms[k]!.smooth.upper);
    });
  });

  function same(found: ReturnType<typeof schoenfeldResiduals>, wanted: (typeof cases)['numbers']) {
    close(found.days, wanted.day);
    close(found.time, wanted.time);
    expect(found.terms.map(({ term }) => term)).toEqual(wanted.terms.map(({ term }) => term));
    found.terms.forEach(({ residuals, smooth }, k) => {
      const { residuals: ofR, smooth: curve } = wanted.terms[k]!;
      const values = (days: readonly number[], list: readonly (number | null)[]) =>
        ordered(days, strataOf(days), list).map(([, , value]) => value!);
      close(values(found.days, residuals), values(wanted.day, ofR));
      close(smooth!.time, curve.time);
      close(smooth!.estimate, curve.estimate);
      close(smooth!.lower, curve.lower);
      close(smooth!.upper, curve.upper);
    });
  }

  it('by hand: x minus the mean of those at risk, over its variance, about the coefficient', () => {
    // Two pairs that fail on days 1 and 2 with x = 0 and x = 1 at risk: beta is 0 by symmetry.
    const model = fit(
      { days: [1, 1, 2, 2], event: [1, 1, 1, 1], covariates: [{ name: 'x', values: [0, 1, 0, 1] }] },
      { ties: 'breslow' },
    );
    // Each risk set has mean 1/2 and variance 1/4, so that the residuals are ±1/2 over 1/4.
    const { residuals, smooth } = schoenfeldResiduals(model).terms[0]!;
    expect(residuals.map((value) => Math.round(value! * 1e9) / 1e9).sort((a, b) => a - b)).toEqual([-2, -2, 2, 2]);
    expect(smooth).toBeNull();
    expect(schoenfeldResiduals(model).warnings).toMatchObject([
      { code: 'noSchoenfeldCurve', values: { columns: ['x'] } },
    ]);
  });
});

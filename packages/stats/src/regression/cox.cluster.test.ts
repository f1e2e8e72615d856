import { describe, expect, it } from 'vitest';
import reference from '../../reference/cox-cluster.json' with { type: 'json' };
import { coxConcordance } from './concordance.ts';
import { type CoxOptions, coxRegression } from './cox.ts';
import type { CoxData } from './cox-design.ts';

const { columns, ...wanted } = reference.cases;
const event = columns.event as (0 | 1)[];
const covariates = (...names: ('age' | 'sex' | 'karno')[]) => names.map((name) => ({ name, values: columns[name] }));
const cohort = { days: columns.time, event };
const ageAndSex = { ...cohort, covariates: covariates('age', 'sex') };
const inStrata = { ...cohort, covariates: covariates('age', 'karno'), strata: columns.sex };

describe('coxRegression with clusters, compared with coxph', () => {
  it.each<[keyof typeof wanted, CoxData, CoxOptions]>([
    ['cluster', { ...ageAndSex, cluster: columns.inst }, {}],
    ['weightedCluster', { ...ageAndSex, weights: columns.w, cluster: columns.inst }, { ties: 'breslow' }],
    ['robustStrata', { ...inStrata, weights: columns.w }, { robust: true }],
    ['exactStrata', inStrata, { ties: 'exact' }],
    ['months', { ...ageAndSex, days: columns.months }, {}],
  ])('%s', (name, data, options) => {
    const r = wanted[name];
    const fit = coxRegression(data, options);
    const close = (actual: number | null | undefined, target: number | undefined) =>
      expect(actual! / target!).toBeCloseTo(1, 8);
    fit.coefficients.forEach((coefficient, k) => {
      close(coefficient.coefficient, r.coef[k]);
      close(coefficient.robustStdErr ?? coefficient.stdErr, r.se[k]);
    });
    fit.logLikelihood.forEach((value, i) => close(value, r.logLik[i]));
    if (typeof r.robustScore === 'number') close(fit.robustScore?.statistic, r.robustScore);
    const { concordance, stdErr } = coxConcordance(fit.model!);
    close(concordance, r.concordance);
    close(stdErr, r.concordanceSe);
  });
});

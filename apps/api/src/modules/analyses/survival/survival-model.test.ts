import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type SubjectCovariate, subjectVariables } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import golden from '../../../../../../packages/stats/reference/goldens/cox_lung.json' with { type: 'json' };
import logRanks from '../../../../../../packages/stats/reference/goldens/logrank_lung.json' with { type: 'json' };
import { shownResiduals } from './schoenfeld-plot.ts';
import { chosenStrata, logRankWithinStrata } from './strata.ts';
import { modelResiduals, survivalModel, type SurvivalModelData } from './survival-model.ts';

const csv = new URL('../../../../../../packages/stats/reference/goldens/lung.csv', import.meta.url);
const lung = parse(readFileSync(csv), { columns: true }) as Record<string, string>[];

const covariate = (name: string, levels: readonly string[] | null = null): SubjectCovariate => ({
  name,
  variable: { ...subjectVariables.find(({ kind }) => kind === (levels ? 'category' : 'quantity'))!, name },
  label: { en: name, zh: name },
  levels,
  floor: null,
});

const numeric = (name: string) => lung.map((row) => (row[name] ? Number(row[name]) : null));
const data: SurvivalModelData = {
  days: Float64Array.from(lung, ({ time }) => Number(time)),
  event: Uint8Array.from(lung, ({ event }) => Number(event)),
  covariates: [
    { covariate: covariate('age'), cells: numeric('age') },
    { covariate: covariate('sex'), cells: numeric('sex') },
    { covariate: covariate('ecog3', ['0', '1', '2-3']), cells: lung.map(({ ecog3 }) => ecog3 || null) },
    { covariate: covariate('wt.loss'), cells: numeric('wt.loss') },
  ],
};

interface Expected {
  readonly nUsed: number;
  readonly nDropped: number;
  readonly events: number;
  readonly coefficients: readonly { hr: number; lower: number; upper: number; p: number }[];
  readonly wald: { readonly stat: number; readonly df: number; readonly p: number };
  readonly zph_km: readonly { term: string; chisq: number; df: number; p: number }[];
}
const efron = golden.calls.filter(({ args }) => args.ties === 'efron' && !('strata' in args));
const [alone, together] = efron.map(({ expect: found }) => found as unknown as Expected) as [Expected, Expected];
const close = (actual: number | null | undefined, wanted: number, digits = 7) =>
  expect(actual! / wanted).toBeCloseTo(1, digits);

describe('the Cox models of a time', () => {
  const model = survivalModel(data, []);
  const row = (name: string, level: string | null = null) =>
    model.rows.find((one) => one.covariate === name && one.level === level)!;

  it('have R’s ratio of a covariate alone, of the patients who have it', () => {
    const { crude } = row('sex');
    const [sex] = alone.coefficients;
    close(crude?.hazardRatio, sex!.hr);
    close(crude?.lower, sex!.lower);
    close(crude?.upper, sex!.upper);
    close(crude?.pValue, sex!.p, 6);
    expect(model.crude.find((one) => one.covariate === 'sex')).toMatchObject({ n: 228, nDropped: 0, events: 165 });
  });

  it('have R’s ratios of all together, and say whom they leave out', () => {
    const ofModel = [row('age'), row('sex'), row('ecog3', '1'), row('ecog3', '2-3'), row('wt.loss')];
    ofModel.forEach(({ adjusted }, k) => {
      const wanted = together.coefficients[k]!;
      close(adjusted?.hazardRatio, wanted.hr);
      close(adjusted?.lower, wanted.lower);
      close(adjusted?.upper, wanted.upper);
      close(adjusted?.pValue, wanted.p, 6);
    });
    expect(model.adjusted).toMatchObject({ n: together.nUsed, nDropped: together.nDropped, events: together.events });
  });

  it('have a category against its first level, tested as a whole', () => {
    expect(row('ecog3', '0')).toMatchObject({ isReference: true, crude: null, adjusted: null });
    expect(row('ecog3', '0').adjustedP).toBeLessThan(0.001);
    expect(row('ecog3', '1').adjustedP).toBeNull();
    expect(row('age')).toMatchObject({ crudeP: null, adjustedP: null });
    // Of 228 patients 63, 113 and 51 (50 and one) have these scores, and 37, 82 and 45 of them died (survival::lung).
    expect(['0', '1', '2-3'].map((level) => [row('ecog3', level).n, row('ecog3', level).events])).toEqual([
      [63, 37],
      [113, 82],
      [51, 45],
    ]);
  });

  it('have R’s check of proportional hazards, and name what fails it', () => {
    model.proportionality.forEach(({ covariate: name, chiSquare, df, pValue }, k) => {
      const wanted = together.zph_km[k]!;
      expect([name ?? 'GLOBAL', df]).toEqual([wanted.term, wanted.df]);
      close(chiSquare, wanted.chisq, 6);
      close(pValue, wanted.p, 6);
    });
    const failing = together.zph_km.filter(({ term, p }) => term !== 'GLOBAL' && p < 0.05).map(({ term }) => term);
    const said = model.adjusted!.warnings.find(({ code }) => code === 'hazardsNotProportional');
    const named = failing.map((term) => ({ en: term, zh: term }));
    expect(said?.values ?? { covariates: [] }).toEqual({ covariates: named });
  });
});

describe('models within strata', () => {
  const sex = { name: 'sex', label: { en: 'Sex', zh: '性别' }, cells: lung.map(({ sex: value }) => value ?? null) };
  const [age, , ecog] = data.covariates;
  const within = { ...data, covariates: [age!, ecog!], strata: [sex] };
  const golden3 = golden.calls.find(({ args }) => args.ties === 'efron' && 'strata' in args)!
    .expect as unknown as Expected;

  it('have R’s ratios with a baseline hazard for each stratum, and name the variables', () => {
    const model = survivalModel(within, []);
    const rows = model.rows.filter(({ isReference }) => !isReference);
    rows.forEach(({ adjusted }, k) => {
      close(adjusted?.hazardRatio, golden3.coefficients[k]!.hr);
      close(adjusted?.upper, golden3.coefficients[k]!.upper);
    });
    expect(model.warnings).toContainEqual({ code: 'stratifiedModel', values: { variables: [sex.label] } });
    expect(model.adjusted?.method).toEqual({ code: 'cox', values: { ties: 'efron', robust: false, strata: 2 } });
    model.proportionality.forEach(({ chiSquare }, k) => close(chiSquare, golden3.zph_km[k]!.chisq, 6));
  });

  it('have R’s log-rank test of the groups within strata', () => {
    const inst = { name: 'ecog3', label: sex.label, cells: lung.map(({ ecog3 }) => ecog3 || null) };
    const found = logRankWithinStrata({ ...data, strata: [inst] }, 'sex');
    const wanted = logRanks.calls.find(({ args }) => args.group === 'sex' && args.strata?.[0] === 'ecog3')!.expect;
    expect(found).toMatchObject({ n: wanted.nUsed, df: wanted.df });
    close(found?.chiSquare, wanted.chisq as number);
    close(found?.pValue, wanted.p as number, 6);
    expect(logRankWithinStrata(data, 'sex')).toBeNull();
    expect(logRankWithinStrata({ ...data, strata: [inst] }, null)).toBeNull();
  });

  it('are stratified by groupings alone, not by the groups themselves', () => {
    expect(chosenStrata(['sex', 'centre'], 'arm', []).map(({ name }) => name)).toEqual(['sex', 'centre']);
    expect(() => chosenStrata(['ageYears'], 'arm', [])).toThrow(/strata must be one of/);
    expect(() => chosenStrata(['bestResponse'], 'arm', [])).toThrow(/bestResponse is not/);
    expect(() => chosenStrata(['arm'], 'arm', [])).toThrow(/groups that are compared/);
  });

  it('have residuals of the adjusted model, of many events some', () => {
    const { terms } = survivalModel(data, []);
    const residuals = modelResiduals(data, terms.adjusted)!;
    expect(residuals.terms.map(({ term }) => term)).toEqual(['age', 'sex', 'ecog3', 'wt.loss']);
    expect(modelResiduals(data, [])).toBeNull();
    const many = { ...residuals, days: Array.from({ length: 4000 }, (_, i) => i) };
    expect(shownResiduals(many)).toMatchObject({
      events: 4000,
      every: 3,
      days: many.days.filter((day) => day % 3 === 0),
    });
  });
});

describe('Cox models that cannot be fitted', () => {
  const of = (days: number[], event: number[], cells: readonly (string | number | null)[], levels?: string[]) =>
    survivalModel(
      {
        days: Float64Array.from(days),
        event: Uint8Array.from(event),
        covariates: [{ covariate: covariate('x', levels ?? null), cells }],
      },
      [],
    );

  it('are none of nobody, and of patients without an event', () => {
    expect(of([], [], [])).toMatchObject({ rows: [], adjusted: null, warnings: [{ code: 'nobodyWithTime' }] });
    expect(of([1, 2], [0, 0], [1, 2])).toMatchObject({ n: 2, rows: [], warnings: [{ code: 'noEventInModel' }] });
  });

  it('leave out a covariate that is missing, the same in all, or unknown of whoever had an event', () => {
    expect(of([1, 2], [1, 1], [null, null]).warnings).toMatchObject([{ code: 'modelCovariateMissing' }]);
    expect(of([1, 2], [1, 1], [3, 3]).warnings).toMatchObject([{ code: 'modelCovariateConstant' }]);
    expect(of([1, 2, 3], [1, 0, 0], [null, 1, 2]).warnings).toMatchObject([{ code: 'coxNotEstimable' }]);
  });

  it('have no ratio that runs to infinity: neither a number nor NaN', () => {
    const apart = of([1, 2, 3, 4], [1, 1, 0, 0], ['b', 'b', 'a', 'a'], ['a', 'b']);
    expect(apart.rows[1]).toMatchObject({ crude: { hazardRatio: null, lower: null, upper: null, pValue: null } });
    expect(apart.proportionality).toEqual([]);
    expect(apart.adjusted?.warnings).toMatchObject([{ code: 'coxNotEstimable' }, { code: 'fewEventsForCox' }]);
    expect(JSON.stringify(apart)).not.toContain('NaN');
  });
});

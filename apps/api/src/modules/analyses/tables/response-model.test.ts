import { atOnce } from '../../../columns/index.ts';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type SubjectCovariate, subjectVariables } from '@haim/schema';
import { type Table } from '@haim/stats';
import { describe, expect, it } from 'vitest';
import firth from '../../../../../../packages/stats/reference/firth-logistic.json' with { type: 'json' };
import golden from '../../../../../../packages/stats/reference/goldens/logistic_birthwt.json' with { type: 'json' };
import { outcomeColumn, responseModel } from './response-model.ts';

const csv = new URL('../../../../../../packages/stats/reference/goldens/birthwt.csv', import.meta.url);
const births = parse(readFileSync(csv), { columns: true }) as Record<string, string>[];

const covariate = (name: string, levels: readonly string[] | null = null): SubjectCovariate => ({
  name,
  variable: { ...subjectVariables.find(({ kind }) => kind === (levels ? 'category' : 'quantity'))!, name },
  label: { en: name, zh: name },
  levels,
  floor: null,
});

const numbers = ['age', 'lwt', 'smoke', 'ptl1', 'ht', 'ui'];
const covariates = [...numbers.map((name) => covariate(name)), covariate('race', ['white', 'black', 'other'])];
const table: Table = {
  [outcomeColumn]: births.map(({ low }) => low ?? null),
  ...Object.fromEntries(covariates.map(({ name }) => [name, births.map((row) => row[name] ?? null)])),
};

type Expected = (typeof golden.calls)[number]['expect'];
const alone = (name: string): Expected =>
  golden.calls.find(({ args }) => args.terms.length === 1 && args.terms[0]!.column === name)!.expect;
const together = golden.calls.find(({ args }) => args.terms.length === 7)!.expect;
const close = (actual: number | null | undefined, wanted: number | undefined) =>
  expect(actual! / wanted!).toBeCloseTo(1, 7);

const modelOf = (...args: Parameters<typeof responseModel>) => atOnce(responseModel(...args));

describe('the models of a response', () => {
  const model = modelOf(table, covariates, 'all', []);
  const row = (name: string, level: string | null = null) =>
    model.rows.find((one) => one.covariate === name && one.level === level)!;

  it.each(numbers)('have the odds ratio that R’s glm has for %s alone and together', (name) => {
    const [one, of] = [row(name), alone(name)];
    close(one.univariate?.oddsRatio, of.coefficients[1]!.or);
    close(one.univariate?.lower, of.coefficients[1]!.lower);
    close(one.univariate?.pValue, of.coefficients[1]!.p);
    close(one.termP, of.termLr[0]!.p);
    const adjusted = together.coefficients.find((coefficient) => coefficient.name === name)!;
    close(one.multivariable?.oddsRatio, adjusted.or);
    close(one.multivariable?.upper, adjusted.upper);
    close(one.multivariable?.pValue, adjusted.p);
  });

  it('have a category against its first level, tested as a whole', () => {
    expect(model.rows.filter((one) => one.covariate === 'race').map((one) => [one.level, one.isReference])).toEqual([
      ['white', true],
      ['black', false],
      ['other', false],
    ]);
    expect(row('race', 'white')).toMatchObject({ univariate: null, multivariable: null });
    close(row('race', 'white').termP, alone('race').termLr[0]!.p);
    close(row('race', 'black').univariate?.oddsRatio, alone('race').coefficients[1]!.or);
    close(row('race', 'other').multivariable?.oddsRatio, together.coefficients.at(-1)!.or);
    // Of 189 births 96 mothers are white, and 23 of these children are light (Hosmer & Lemeshow 1989).
    expect(row('race', 'white')).toMatchObject({ n: 96, responders: 23 });
  });

  it('have values that the list does not name after those that it does', () => {
    const { rows } = modelOf(table, [covariate('race', ['white'])], 'all', []);
    expect(rows.map(({ level }) => level)).toEqual(['white', 'black', 'other']);
  });

  it('take into the second model what has p < 0.05 in the first, and say so of each', () => {
    const chosen = modelOf(table, covariates, 'p-below-0.05', []);
    // R: 0.097, 0.014, 0.027, 0.00035, 0.045, 0.024 and 0.082.
    expect(chosen.univariate.filter(({ entered }) => entered).map((one) => one.covariate)).toEqual([
      'lwt',
      'smoke',
      'ptl1',
      'ht',
      'ui',
    ]);
    expect(chosen.rows.find((one) => one.covariate === 'age')?.multivariable).toBeNull();
    expect(chosen.multivariable).toMatchObject({ n: 189, nDropped: 0, responders: 59 });
  });

  it('have no second model where nothing enters', () => {
    const none = modelOf(table, [covariate('age')], 'p-below-0.05', []);
    expect(none.multivariable).toBeNull();
    expect(none.warnings.map(({ code }) => code)).toEqual(['noCovariateEnters']);
  });

  it('leave out who lacks a value, from each model that needs it', () => {
    const holed = { ...table, age: table['age']!.map((age, i) => (i < 10 ? null : age)) };
    const found = modelOf(holed, covariates, 'all', []);
    expect(found.univariate.map(({ covariate: name, nDropped }) => [name, nDropped]).slice(0, 2)).toEqual([
      ['age', 10],
      ['lwt', 0],
    ]);
    expect(found.multivariable).toMatchObject({ n: 179, nDropped: 10 });
  });
});

describe('the models where maximum likelihood has no answer', () => {
  const [separated] = firth.cases;
  const x = separated!.columns.x;
  const cells: Table = {
    [outcomeColumn]: separated!.y.map(String),
    x: x.map(String),
    same: x.map(() => '1'),
    nothing: x.map(() => null),
  };

  it('use Firth’s penalty, as R maximises it, and say so', () => {
    const { rows, univariate, fits } = modelOf(cells, [covariate('x')], 'all', []);
    expect(Math.log(rows[0]!.univariate!.oddsRatio!)).toBeCloseTo(separated!.fit.coef[1]!, 3);
    expect(rows[0]!.termP).toBeCloseTo(separated!.fit.p[1]!, 4);
    expect(univariate[0]).toMatchObject({
      method: { code: 'firthWithProfile' },
      warnings: [{ code: 'separationInModel' }],
    });
    expect(fits.map(({ name, fit }) => [name, fit.call.fn])).toEqual([
      ['x alone', 'firth'],
      ['together', 'firth'],
    ]);
  });

  it('leave out a covariate that is missing or the same in all', () => {
    const found = modelOf(cells, [covariate('same'), covariate('nothing'), covariate('x')], 'all', []);
    expect(found.rows.map((one) => one.covariate)).toEqual(['x']);
    expect(found.warnings.map(({ code }) => code)).toEqual(['modelCovariateConstant', 'modelCovariateMissing']);
  });

  it('are none where all responded, or nobody is there', () => {
    for (const outcome of [x.map(() => '1'), []]) {
      const found = modelOf(
        { [outcomeColumn]: outcome, x: x.slice(0, outcome.length).map(String) },
        [covariate('x')],
        'all',
        [],
      );
      expect(found).toMatchObject({ rows: [], multivariable: null, warnings: [{ code: 'outcomeOfOneClass' }] });
    }
  });
});

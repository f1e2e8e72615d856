import { describe, expect, it } from 'vitest';
import golden from '../../reference/goldens/surv_colon_death.json' with { type: 'json' };
import { readCsv } from '../../reference/read-csv.ts';
import { columnsOf } from '../run-calls/cox.ts';
import { CompleteCases, type Term } from '../run-calls/table.ts';
import { coxRegression } from './cox.ts';
import { type Ties } from './cox-likelihood.ts';
import { coxTermTests } from './cox-term-tests.ts';

const table = readCsv(new URL('../../reference/goldens/colon_death.csv', import.meta.url));
const [alone, adjusted] = golden.calls.filter(({ fn }) => fn === 'cox');

function testsOf({ args }: (typeof golden.calls)[number]) {
  const terms = args.terms as Term[];
  const ties = args.ties as Ties;
  const cases = new CompleteCases(table, ['time', 'status', ...terms.map(({ column }) => column)]);
  const covariates = columnsOf(cases, terms);
  const data = { days: cases.numbers('time'), event: cases.flags('status'), covariates };
  return coxTermTests(coxRegression(data, { ties }).model!);
}

describe('coxTermTests', () => {
  it('has for the only factor what R has for the whole model', () => {
    const [test, ...others] = testsOf(alone!);
    const { wald } = alone!.expect as { wald: { stat: number; df: number; p: number } };
    expect(others).toEqual([]);
    expect(test).toMatchObject({ term: 'rx', df: wald.df });
    expect(test!.statistic! / wald.stat).toBeCloseTo(1, 8);
    expect(test!.pValue! / wald.p).toBeCloseTo(1, 7);
  });

  it('has for a number the square of R’s z, and for a factor among others the form of R’s covariance', () => {
    const { coefficients, vcov } = adjusted!.expect as {
      coefficients: { name: string; coef: number; z: number; p: number }[];
      vcov: number[][];
    };
    const tests = testsOf(adjusted!);
    const age = coefficients.find(({ name }) => name === 'age')!;
    const ofAge = tests.find(({ term }) => term === 'age')!;
    expect(ofAge.statistic! / age.z ** 2).toBeCloseTo(1, 7);
    expect(ofAge.pValue! / age.p).toBeCloseTo(1, 6);
    // Two columns: b' V^-1 b by the inverse of a 2 x 2 matrix.
    const [b, c] = [coefficients[0]!.coef, coefficients[1]!.coef];
    const [[v, w], [, u]] = vcov as [[number, number], [number, number]];
    const form = (u * b * b - 2 * w * b * c + v * c * c) / (v * u - w * w);
    const rx = tests.find(({ term }) => term === 'rx')!;
    expect(rx.df).toBe(2);
    expect(rx.statistic! / form).toBeCloseTo(1, 7);
  });

  it('tests nothing where a coefficient runs to infinity', () => {
    const result = coxRegression({
      days: [1, 2, 3, 4],
      event: [1, 1, 0, 0],
      covariates: [{ name: 'x', values: [1, 1, 0, 0] }],
    });
    expect(coxTermTests(result.model!)).toEqual([{ term: 'x', statistic: null, df: null, pValue: null }]);
  });
});

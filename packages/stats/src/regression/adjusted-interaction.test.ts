import { describe, expect, it } from 'vitest';
import reference from '../../reference/adjusted-interaction.json' with { type: 'json' };
import { readCsv } from '../../reference/read-csv.ts';
import { adjustedInteraction } from './adjusted-interaction.ts';

describe('adjustedInteraction', () => {
  it.each(reference.cases)('has the likelihood ratio that R has for $group by $by of $csv', (one) => {
    const table = readCsv(new URL(`../../reference/goldens/${one.csv}`, import.meta.url));
    const names = one.covariates.split(' ');
    const used = [one.time, one.event, one.by, ...names];
    const cell = (name: string, row: number) => table[name]?.[row] ?? null;
    const rows = [...(table[one.group] ?? []).keys()].filter(
      (row) =>
        [one.reference, one.comparison].includes(String(cell(one.group, row))) &&
        used.every((name) => cell(name, row) !== null && cell(name, row) !== ''),
    );
    const labels = [...new Set(rows.map((row) => String(cell(one.by, row))))].toSorted();
    const { statistic, df, pValue, warnings } = adjustedInteraction({
      days: rows.map((row) => Number(cell(one.time, row))),
      event: Uint8Array.from(rows, (row) => Number(cell(one.event, row))),
      compared: Uint8Array.from(rows, (row) => Number(cell(one.group, row) === one.comparison)),
      subgroup: rows.map((row) => labels.indexOf(String(cell(one.by, row)))),
      labels,
      covariates: names.map((name) => ({ name, values: rows.map((row) => Number(cell(name, row))) })),
    });
    expect(rows.length).toBe(one.n);
    expect([df, warnings]).toEqual([one.df, []]);
    expect(statistic).toBeCloseTo(one.statistic, 7);
    expect(pValue).toBeCloseTo(one.p, 7);
  });

  const patients = {
    days: [1, 2, 3, 1, 2, 3, 1, 2, 3, 4],
    event: new Uint8Array(10).fill(1),
    compared: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 0, 1, 1),
    subgroup: [0, 0, 0, 1, 1, 1, 2, 2, 2, 2],
    labels: ['a', 'b', 'c'],
  };

  it('is the unadjusted test where there is no covariate, without a subgroup that has no finite ratio', () => {
    // As in ratio-interaction.test.ts: in c nobody of the comparison dies before the reference has.
    const root = Math.SQRT2;
    const each = root / ((2 + root) * (1 + root));
    const { statistic, df, warnings, used } = adjustedInteraction({ ...patients, covariates: [] });
    expect(statistic).toBeCloseTo(2 * (2 * Math.log(each) + Math.log(36)), 8);
    expect([df, used]).toEqual([1, [0, 1]]);
    expect(warnings).toEqual([{ code: 'interactionWithout', values: { groups: ['c'] } }]);
  });

  it('needs two subgroups with a ratio, and columns of one length', () => {
    const alone = {
      ...patients,
      subgroup: patients.subgroup.map((place) => (place === 2 ? 1 : 0)),
      labels: ['a', 'c'],
    };
    expect(adjustedInteraction({ ...alone, covariates: [] })).toMatchObject({
      ...{ statistic: null, df: null, pValue: null },
      warnings: [{ code: 'interactionNotEstimable' }],
    });
    expect(adjustedInteraction({ ...patients, event: new Uint8Array(10), covariates: [] }).statistic).toBeNull();
    expect(() => adjustedInteraction({ ...patients, covariates: [{ name: 'age', values: [1] }] })).toThrow(
      'one length',
    );
  });
});

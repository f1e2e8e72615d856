import { describe, expect, it } from 'vitest';
import { runCall } from '@haim/stats';
import twoByTwo from '../../../../../../packages/stats/reference/two-by-two.json' with { type: 'json' };
import { blockOf, type PatientUnderTest } from '../../../columns/block.fixture.ts';
import { SubjectColumns } from '../../../columns/subject-columns.ts';
import { responseCalls, withResponses } from './response-table-calls.ts';
import { type ResponseQuestion, responseTable } from './response-table.ts';
import { tableFiles, valuesTable } from '../table-files.ts';

/** Best responses of the publication by arm: CR, PR, SD, PD. */
const published = { HAIC: [5, 16, 63, 13], HTI: [18, 135, 112, 16] } as const;
const codes = ['CR', 'PR', 'SD', 'PD'] as const;

const patients = Object.entries(published).flatMap(([arm, counts]) =>
  codes.flatMap((bestResponse, k) => Array.from({ length: counts[k]! }, () => ({ arm, bestResponse }))),
);
/** Within HTI every second patient has stage B, and one has none; two centres. */
const rows = patients.map(({ arm, bestResponse }, i): PatientUnderTest => {
  const bclcStage = i === 100 ? null : i % 2 === 0 ? 'B' : 'C';
  const values = { arm, bestResponse, bclcStage, osMissing: 'noFollowUp', pfsMissing: 'noFollowUp' };
  return { id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, code: `P${i}`, values };
});
const columns = new SubjectColumns([blockOf(rows.slice(0, 200)), blockOf(rows.slice(200))], 1);
const question = (more: Partial<ResponseQuestion> = {}): ResponseQuestion => ({
  ...{ filter: null, groupBy: 'arm', within: null, interval: 'wilson', arms: ['HAIC', 'HTI'], own: [] },
  ...more,
});

describe('the response table of the published counts', () => {
  const table = responseTable(columns, question());

  it('has the published counts and rates', () => {
    expect(table.n).toBe(378);
    expect(table.rows.map(({ value, cr, pr, sd, pd, notEvaluable }) => [value, cr, pr, sd, pd, notEvaluable])).toEqual([
      ['HAIC', 5, 16, 63, 13, 0],
      ['HTI', 18, 135, 112, 16, 0],
    ]);
    const percent = (share: number | null | undefined) => ((share ?? NaN) * 100).toFixed(2);
    expect([table.total, ...table.rows].map((row) => percent(row?.orr.value))).toEqual(['46.03', '21.65', '54.45']);
  });

  it('has the chi-square and the exact p beside each other, as R has them', () => {
    const { chiSquare, fisher } = table.orr;
    expect(chiSquare?.statistic).toBeCloseTo(31.2255, 4);
    expect((chiSquare?.pValue ?? 0) / 2.297e-8).toBeCloseTo(1, 3);
    expect((fisher?.pValue ?? 0) / 1.705e-8).toBeCloseTo(1, 3);
    expect(table.dcr.chiSquare?.pValue).toBeCloseTo(0.0139, 4);
    expect(table.dcr.fisher?.pValue).toBeCloseTo(0.0245, 4);
  });

  it.each([
    ['orr', 0],
    ['dcr', 1],
  ] as const)('has the difference of %s with R’s limits', (rate, which) => {
    const { estimate, lower, upper, reference, comparison } = table[rate].difference!;
    const wanted = twoByTwo.cases.risks[which]!.difference;
    expect([reference, comparison]).toEqual(['HAIC', 'HTI']);
    [estimate, lower, upper].forEach((value, k) => expect(value).toBeCloseTo(wanted[k]!, 9));
  });

  it('has the interval that was asked for', () => {
    const exact = responseTable(columns, question({ interval: 'clopper-pearson' })).rows[0]!.orr;
    expect(exact.method).toEqual({ code: 'binomialInterval', values: { method: 'clopper-pearson' } });
    expect(exact.lower!).toBeLessThan(table.rows[0]!.orr.lower!);
    expect(exact.upper!).toBeGreaterThan(table.rows[0]!.orr.upper!);
  });
});

describe('response by a second variable', () => {
  const { strata } = responseTable(columns, question({ within: 'bclcStage' }));

  it('is counted within each group, with who has no value apart', () => {
    expect(strata.map(({ group, unknown }) => [group, unknown])).toEqual([
      ['HAIC', 0],
      ['HTI', 1],
    ]);
    expect(strata[1]?.rows.map(({ value, n }) => [value, n])).toEqual([
      ['B', 139],
      ['C', 141],
    ]);
    expect(strata[1]?.rows.reduce((sum, { orr }) => sum + orr.numerator, 0)).toBe(152);
  });

  it('is tested within the group: n (ad - bc)² over the margins', () => {
    const [b, c] = strata[1]!.rows.map(({ orr }) => [orr.numerator, orr.denominator - orr.numerator] as const);
    const [x, y, z, w] = [b![0], b![1], c![0], c![1]];
    const wanted = (280 * (x * w - y * z) ** 2) / ((x + y) * (z + w) * (x + z) * (y + w));
    expect(strata[1]!.orr.chiSquare?.statistic).toBeCloseTo(wanted, 10);
    expect(strata[1]!.orr.fisher?.pValue).toBeGreaterThan(0.5);
  });
});

describe('response where there is nothing to compare', () => {
  it('of one group has its rates and no test', () => {
    const alone = responseTable(columns, question({ groupBy: null }));
    expect(alone.rows.map(({ value, orr }) => [value, orr.numerator])).toEqual([['All', 174]]);
    expect(alone.orr).toEqual({ chiSquare: null, fisher: null, difference: null });
  });

  it('of patients who all responded has no test', () => {
    const all = responseTable(columns, question({ filter: { variable: 'bestResponse', in: ['CR', 'PR'] } }));
    expect(all.orr).toMatchObject({ chiSquare: null, fisher: null, difference: { estimate: 0 } });
  });

  it('of nobody is empty', () => {
    const nobody = responseTable(columns, question({ filter: { variable: 'arm', in: ['X'] }, within: 'bclcStage' }));
    expect(nobody).toMatchObject({ n: 0, rows: [], strata: [], total: null });
  });
});

describe('the files of the response table', () => {
  it('give from the patients themselves what the table has from counts', () => {
    const numbers = responseTable(columns, question({ within: 'bclcStage' }));
    const table = withResponses(valuesTable(columns.cohort(null), 'arm', ['bclcStage', 'bestResponse']));
    const calls = responseCalls(numbers, 'arm');
    const p = (name: string) => (runCall(calls.find((one) => one.name === name)!.call, table) as { p: number }).p;
    expect(p('orr, chi-square')).toBeCloseTo(numbers.orr.chiSquare!.pValue!, 14);
    expect(p('dcr, Fisher')).toBeCloseTo(numbers.dcr.fisher!.pValue!, 12);
    const stratum = numbers.strata[1]!;
    expect(p('orr, HTI, chi-square')).toBeCloseTo(stratum.orr.chiSquare!.pValue!, 12);
    const {
      script,
      data,
      rows: n,
    } = tableFiles(columns.cohort(null), {
      ...{ name: 'S-response', groupBy: 'arm', variables: ['bclcStage', 'bestResponse'], title: 'Response in S' },
      derive: withResponses,
      callsOf: (group) => responseCalls(numbers, group),
    });
    expect(n).toBe(378);
    expect(data.split('\r\n')[0]).toBe('\uFEFFarm,bclcStage,bestResponse,response,objectiveResponse,diseaseControl');
    expect(script.match(/^ {2}agree\(/gm)!.length).toBeGreaterThan(60);
  });
});

import { describe, expect, it } from 'vitest';
import { textOf } from '@/tables/printed-table.tsx';
import { baselineNumbers, printedBaseline, type TableOne } from './to-baseline.ts';
import { printedModel } from './to-model.ts';
import { printedResponse, printedStrata } from './to-response.ts';

const said = (code: string) => ({ methodStatement: { code, values: {}, en: code, zh: code }, statements: [] });
const described = (mean: number, median = mean) => ({
  ...{ n: 20, mean, standardDeviation: 1.25, minimum: 0, lowerQuartile: 1, median, upperQuartile: 30, maximum: 99 },
});

const table = {
  groupBy: 'arm',
  recipe: 'rule 1',
  dataVersion: 3,
  n: 50,
  ungrouped: 0,
  groups: [
    { value: 'HAIC', n: 20 },
    { value: 'HTI', n: 30 },
  ],
  population: [],
  statements: [],
  protection: null,
  rows: [
    {
      ...{
        variable: 'sex',
        unit: null,
        missing: [0, 2, 2],
        missingAtMost: [false, false, false],
        summary: null,
        difference: 0.25,
        described: [],
      },
      levels: [
        { value: 'female', n: [5, 7, 12], atMost: [false, false, false] },
        { value: 'male', n: [15, 21, 36], atMost: [false, false, false] },
      ],
      test: { ...said('chiSquareTest'), statistic: 0, df: 1, pValue: 0.0321 },
    },
    {
      ...{
        variable: 'cirrhosis',
        unit: null,
        missing: [0, 0, 0],
        missingAtMost: [false, false, false],
        summary: null,
        difference: null,
        described: [],
      },
      levels: [
        { value: 'false', n: [20, 15, 35], atMost: [false, false, false] },
        { value: 'true', n: [0, 15, 15], atMost: [false, false, false] },
      ],
      test: { ...said('fisherTest'), statistic: null, df: null, pValue: 2.297e-8 },
    },
    {
      ...{
        variable: 'ageYears',
        unit: 'years',
        missing: [0, 0, 0],
        missingAtMost: [false, false, false],
        summary: 'MEAN',
        difference: 0.1,
        levels: [],
      },
      described: [described(52.52), described(57.18), described(54)],
      test: null,
    },
    {
      ...{
        variable: 'afpNgMl',
        unit: null,
        missing: [20, 0, 20],
        missingAtMost: [false, false, false],
        summary: 'MEDIAN',
        difference: null,
        levels: [],
      },
      described: [null, described(900, 1200), described(900, 1200)],
      test: null,
    },
  ],
} as unknown as TableOne;

const words = {
  ...{ variable: (name: string) => name, value: (_: string, value: string) => value, unit: (unit: string) => unit },
  ...{
    group: (value: string) => value,
    test: (code: string) => code,
    characteristic: 'Characteristic',
    total: 'Total',
  },
  ...{
    missing: 'Missing',
    mean: 'mean (SD)',
    median: 'median (quartiles)',
    p: 'p',
    testHeading: 'Test',
    smd: 'SMD',
    own: 'Own',
  },
};

describe('a printed Table 1', () => {
  const printed = printedBaseline(table, words, { showsTests: true, showsDifferences: true });
  const rows = printed.rows.map(({ cells }) => cells.map(textOf));

  it('has a column for each group with its n, the total, p, test and difference', () => {
    expect(printed.columns.map(({ header, below }) => [header, below])).toEqual([
      ['Characteristic', undefined],
      ['HAIC', 'n = 20'],
      ['HTI', 'n = 30'],
      ['Total', 'n = 50'],
      ['p', undefined],
      ['Test', undefined],
      ['SMD', undefined],
    ]);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([7]));
  });

  it('has levels with shares of the known, and who has no value', () => {
    expect(rows.slice(0, 4)).toEqual([
      ['sex, n (%)', '', '', '', '0.032', 'chiSquareTest', '0.250'],
      ['female', '5 (25.0)', '7 (25.0)', '12 (25.0)', '', '', ''],
      ['male', '15 (75.0)', '21 (75.0)', '36 (75.0)', '', '', ''],
      ['Missing', '0', '2', '2', '', '', ''],
    ]);
  });

  it('has one line for yes and no, a small p with its value, and a dash where nobody has a value', () => {
    expect(rows[4]).toEqual([
      'cirrhosis, n (%)',
      '0 (0.0)',
      '15 (50.0)',
      '15 (30.0)',
      '< 0.001 (2.3e-8)',
      'fisherTest',
      '',
    ]);
    expect(rows[5]).toEqual(['ageYears, years, mean (SD)', '52.5 (1.3)', '57.2 (1.3)', '54.0 (1.3)', '', '', '0.100']);
    expect(rows[6]?.slice(0, 3)).toEqual(['afpNgMl, median (quartiles)', '—', '1200 (1–30)']);
  });

  it('of protected numbers has bounds, shares of everybody, a p between its limits, and one’s own patients', () => {
    const [sex] = table.rows;
    const shown = {
      ...table,
      protection: { statements: [] },
      rows: [
        {
          ...sex!,
          missing: [7, 7, 7],
          missingAtMost: [true, true, true],
          levels: [
            { value: 'female', n: [7, 10, 15], atMost: [true, false, false] },
            { value: 'male', n: [15, 20, 35], atMost: [false, false, false] },
          ],
          test: { ...said('chiSquareOfShown'), statistic: 1, df: 1, pValue: 0.18, lowestP: 0.0056, highestP: 1 },
        },
      ],
    } as unknown as TableOne;
    const { columns, rows: lines } = printedBaseline(
      shown,
      words,
      { showsTests: true, showsDifferences: false },
      table,
    );
    expect(columns.map(({ header, below }) => [header, below]).slice(1, 5)).toEqual([
      ['HAIC', 'n ≈ 20'],
      ['HTI', 'n ≈ 30'],
      ['Total', 'n ≈ 50'],
      ['Own', 'n = 50'],
    ]);
    expect(lines.map(({ cells }) => cells.map(textOf))).toEqual([
      ['sex, n (%)', '', '', '', '', '0.18 (0.0056–1)', 'chiSquareOfShown'],
      ['female', '≤7', '10 (33.3)', '15 (30.0)', '12 (25.0)', '', ''],
      ['male', '15 (75.0)', '20 (66.7)', '35 (70.0)', '36 (75.0)', '', ''],
      ['Missing', '≤7', '≤7', '≤7', '2', '', ''],
    ]);
    const { columns: files, rows: numbers } = baselineNumbers(shown);
    expect(numbers[0]?.[files.findIndex(({ file }) => file === 'count')]).toBe('≤7');
    expect(numbers[0]?.[files.findIndex(({ file }) => file === 'greatest_p')]).toBe(1);
  });

  it('has in its file a line for each level and group, in full precision', () => {
    const { columns, rows: lines } = baselineNumbers(table);
    const at = (file: string) => columns.findIndex((column) => column.file === file);
    expect(lines).toHaveLength(2 * 3 + 2 * 3 + 3 + 3);
    expect(lines[1]?.[at('share')]).toBe(7 / 28);
    expect(lines[6]?.[at('p')]).toBe(2.297e-8);
    expect(lines.every((line) => line.length === columns.length)).toBe(true);
  });
});

describe('a printed response table', () => {
  const rate = (numerator: number, denominator: number) => ({
    ...{ numerator, denominator, atMost: false, value: numerator / denominator, lower: 0.1, upper: 0.2 },
    ...said('binomialInterval'),
  });
  const row = (value: string, n: number, cr: number) => ({
    ...{
      value,
      n,
      nAtMost: false,
      atMost: [],
      cr,
      pr: 0,
      sd: 0,
      pd: n - cr,
      notEvaluable: 0,
      orr: rate(cr, n),
      dcr: rate(cr, n),
    },
  });
  const compared = {
    chiSquare: { ...said('chiSquareTest'), statistic: 1, df: 1, pValue: 0.5 },
    fisher: null,
    difference: {
      ...said('riskComparison'),
      reference: 'A',
      comparison: 'B',
      estimate: -0.25,
      lower: -0.5,
      upper: 0.1,
    },
  };
  const answer = {
    protection: null,
    rows: [row('A', 4, 2), row('B', 8, 2)],
    total: row('All', 12, 4),
    orr: compared,
    dcr: compared,
    strata: [{ group: 'B', rows: [row('early', 5, 1), row('late', 2, 1)], orr: compared, dcr: compared, unknown: 1 }],
  } as never;
  const words = {
    ...{ group: (value: string) => value, level: (value: string) => value, response: 'Response', notEvaluable: 'NE' },
    ...{ orr: 'ORR', dcr: 'DCR', n: 'n', chiSquare: 'chi', fisher: 'Fisher', difference: 'Difference', stratum: '' },
    ...{ unknown: 'Not recorded', total: 'Total', own: 'Own' },
  };
  const printed = printedResponse(answer, words);

  it('names what was subtracted, and has the rates with their tests in one row', () => {
    expect(printed.columns.at(-1)).toEqual({ header: 'Difference', below: 'B − A' });
    expect(printed.rows.find(({ id }) => id === 'orr')?.cells.map(textOf)).toEqual([
      ...['ORR', '2 (50.0; 10.0–20.0)', '2 (25.0; 10.0–20.0)', '4 (33.3; 10.0–20.0)'],
      ...['0.500', '—', '−25.0 (−50.0, 10.0)'],
    ]);
  });

  it('of protected numbers has bounds, no Fisher test, and one’s own patients', () => {
    const bound = { ...rate(7, 4), atMost: true, value: null, lower: null, upper: null };
    const few = { ...row('A', 4, 7), atMost: ['cr'], orr: bound };
    const shown = { ...(answer as object), protection: {}, total: null, rows: [few, row('B', 8, 2)] } as never;
    const { columns, rows: lines } = printedResponse(shown, words, true, row('All', 3, 1) as never);
    expect(columns.map(({ header, below }) => [header, below])).toEqual([
      ['Response', undefined],
      ['A', 'n ≈ 4'],
      ['B', 'n ≈ 8'],
      ['Own', 'n = 3'],
      ['chi', undefined],
      ['Difference', 'B − A'],
    ]);
    expect(lines[0]?.cells.map(textOf)).toEqual(['CR, n (%)', '≤7', '2 (25.0)', '1 (33.3)', '', '']);
    expect(
      lines
        .find(({ id }) => id === 'orr')
        ?.cells.map(textOf)
        .slice(1, 4),
    ).toEqual(['≤7', '2 (25.0; 10.0–20.0)', '1 (33.3; 10.0–20.0)']);
  });

  it('has within a group lines that add up to its n, those without a value among them', () => {
    const sizes = printedStrata(answer, words).rows.map(({ cells: [name, n] }) => [
      textOf(name ?? ''),
      textOf(n ?? ''),
    ]);
    expect(sizes).toEqual([
      ['B', '8'],
      ['early', '5'],
      ['late', '2'],
      ['Not recorded', '1'],
    ]);
  });
});

describe('a printed model table', () => {
  const ratio = { oddsRatio: 2, lower: 1.5, upper: 2.5, pValue: 0.01 };
  const line = (level: string | null, isReference: boolean, more = {}) => ({
    ...{ covariate: level ? 'stage' : 'age', level, isReference, n: 10, responders: 4, termP: null },
    ...{ univariate: isReference ? null : ratio, multivariable: null, ...more },
  });
  const printed = printedModel(
    { rows: [line(null, false, { multivariable: ratio }), line('A', true, { termP: 0.2 }), line('B', false)] } as never,
    {
      ...{ covariate: (name) => name, level: (_, level) => level, heading: '', responders: '', univariate: '' },
      ...{ multivariable: '', p: 'p', reference: '1' },
    },
  );

  it('has a line for a number, and for a category one for its test and one for each level', () => {
    expect(printed.rows.map(({ cells }) => cells.map(textOf))).toEqual([
      ['age', '4/10', '2.000 (1.500–2.500)', '0.010', '2.000 (1.500–2.500)', '0.010'],
      ['stage', '', '', '0.200', '', ''],
      ['A', '4/10', '1', '', '—', ''],
      ['B', '4/10', '2.00 (1.50–2.50)', '0.010', '—', ''],
    ]);
  });
});

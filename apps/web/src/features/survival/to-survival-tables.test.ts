import { describe, expect, it } from 'vitest';
import { textOf } from '@/tables/printed-table.tsx';
import { type ForestWords, forestLines, forestTable, partName, type SubgroupRow, type Subgroups } from './to-forest.ts';
import { meanNumbers, type MonthsAnswer, type MonthsWords, printedMeans, printedReadings } from './to-months-tables.ts';
import { readingsOf } from './readings-of.ts';
import { printedSurvivalModel, type SurvivalModel, survivalModelNumbers } from './to-survival-model.ts';

const said = (code: string) => ({ code, values: {}, en: code, zh: code });
const ratio = (hazardRatio: number | null, lower: number | null, upper: number | null, pValue: number | null) => ({
  hazardRatio,
  lower,
  upper,
  pValue,
});

describe('the table of Cox models', () => {
  const row = { level: null, isReference: false, crudeP: null, adjustedP: null };
  const model = {
    rows: [
      {
        ...{ ...row, covariate: 'arm', level: 'HAIC', isReference: true, n: 20, events: 15 },
        ...{ crude: null, crudeP: 1.2e-5, adjusted: null, adjustedP: 0.004 },
      },
      {
        ...{ ...row, covariate: 'arm', level: 'HTI', n: 30, events: 10 },
        ...{ crude: ratio(0.381, 0.25, 0.5812, 1.2e-5), adjusted: ratio(0.45, 0.3, 0.68, 0.004) },
      },
      {
        ...{ ...row, covariate: 'tumourSizeMm', n: 48, events: 24 },
        ...{ crude: ratio(1.0123, 1.001, 1.024, 0.03), adjusted: ratio(null, null, null, null) },
      },
    ],
    crude: [{ covariate: 'arm', n: 50, nDropped: 0, events: 25, methodStatement: said('cox'), statements: [] }],
    adjusted: { n: 48, nDropped: 2, events: 24, methodStatement: said('cox'), statements: [] },
    proportionality: [
      { covariate: 'arm', chiSquare: 4.2, df: 1, pValue: 0.04 },
      { covariate: null, chiSquare: 5, df: 2, pValue: 0.082 },
    ],
  } as unknown as SurvivalModel;
  const table = printedSurvivalModel(model, {
    covariate: (name) => name,
    level: (_, level) => level,
    heading: 'Covariate',
    events: 'Events',
    crude: 'Crude',
    adjusted: 'Adjusted',
    p: 'p',
    proportional: 'PH',
    reference: 'ref',
  });

  it('has crude and adjusted ratios beside each other, and the check on the first line of a covariate', () => {
    expect(table.rows.map(({ cells }) => cells.map(textOf))).toEqual([
      ['arm', '', '', '< 0.001 (1.2e-5)', '', '0.004', '0.040'],
      ['HAIC', '15/20', 'ref', '', 'ref', '', ''],
      ['HTI', '10/30', '0.38 (0.25–0.58)', '< 0.001 (1.2e-5)', '0.45 (0.30–0.68)', '0.004', ''],
      ['tumourSizeMm', '24/48', '1.012 (1.001–1.024)', '0.030', '—', '—', '—'],
    ]);
    expect(table.rows.every(({ cells }) => cells.length === table.columns.length)).toBe(true);
  });

  it('has everything in full precision, the check of all together too', () => {
    const { columns, rows } = survivalModelNumbers(model);
    expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
    expect(rows[1]).toContain(0.5812);
    expect(rows.at(-1)).toEqual([
      'all together',
      ...Array.from({ length: columns.length - 4 }, () => null),
      5,
      2,
      0.082,
    ]);
  });
});

describe('the lines of a forest', () => {
  const side = (n: number, events: number) => ({ n, events });
  const of = (part: Partial<SubgroupRow>): SubgroupRow =>
    ({
      ...{ variable: 'sex', value: null, from: null, below: null, statements: [] },
      ...{ sides: [side(10, 4), side(20, 6)], ratio: ratio(0.5, 0.25, 0.9, 0.02) },
      ...part,
    }) as unknown as SubgroupRow;
  const subgroups = {
    ...{ groupBy: 'arm', reference: 'HAIC', comparison: 'HTI' },
    all: of({ variable: null }),
    variables: [
      {
        variable: 'sex',
        missing: 0,
        rows: [of({ value: 'male' }), of({ value: 'female', ratio: ratio(null, null, null, null) })],
        interaction: { statistic: null, df: null, pValue: null, statements: [] },
      },
      { variable: 'gone', missing: 30, rows: [], interaction: { pValue: null, statements: [] } },
    ],
  } as unknown as Subgroups;
  const words: ForestWords = {
    everybody: 'All',
    variable: (name) => name,
    value: (_, value) => value,
    from: (_, value) => `≥ ${value}`,
    below: (_, value) => `< ${value}`,
    between: (_, from, below) => `${from} to < ${below}`,
    spoken: ({ name, ratio: words_ }) => `${name} ${words_}`,
    spokenVariable: ({ name, p }) => `${name} ${p}`,
  };

  it('are everybody, then a heading and a line for each subgroup; a variable without any has none', () => {
    expect(forestLines(subgroups, words).map(({ kind, name, ratioText }) => [kind, name, ratioText])).toEqual([
      ['all', 'All', '0.50 (0.25–0.90)'],
      ['heading', 'sex', ''],
      ['subgroup', 'male', '0.50 (0.25–0.90)'],
      ['subgroup', 'female', '—'],
    ]);
  });

  it('have no mark where there is no finite ratio, and say so', () => {
    const female = forestLines(subgroups, words)[3]!;
    expect(female).toMatchObject({ ratio: null, events: 10, sides: ['4/10', '6/20'], spoken: 'sex: female —' });
  });

  it('name the parts of a quantity by their ends', () => {
    const name = (from: number | null, below: number | null) => partName('ageYears', of({ from, below }), words);
    expect([name(null, 58.5), name(58.5, 66), name(66, null)]).toEqual(['< 58.5', '58.5 to < 66', '≥ 66']);
  });

  it('are a table of as many columns in each row', () => {
    const texts = { variable: 'v', subgroup: 's', ratio: 'r', lower: 'l', upper: 'u', p: 'p', interaction: 'i' };
    const named = { n: (group: string) => `n ${group}`, events: (group: string) => group, group: (one: string) => one };
    const { columns, rows } = forestTable(subgroups, words, { ...texts, ...named });
    expect(rows.map((cells) => cells.length)).toEqual([columns.length, columns.length, columns.length]);
    expect(rows[0]?.slice(0, 7)).toEqual(['All', null, 10, 4, 20, 6, 0.5]);
  });
});

describe('times read at months', () => {
  const survival = {
    monthDays: 30,
    curves: [
      { label: 'HAIC', n: 20, events: 15 },
      { label: 'HTI', n: 30, events: 10 },
    ],
    readAt: [
      { label: 'HAIC', readings: [{ days: 360, atRisk: 8, survival: 0.5, lower: 0.31, upper: 0.74 }] },
      { label: 'HTI', readings: [{ days: 360, atRisk: 0, survival: null, lower: null, upper: null }] },
    ],
    restrictedMeans: {
      untilDays: 720,
      groups: [
        { label: 'HAIC', meanDays: 300, lowerDays: 240, upperDays: 360 },
        { label: 'HTI', meanDays: 450, lowerDays: 420, upperDays: 480 },
      ],
      difference: {
        ...{ reference: 'HAIC', comparison: 'HTI', differenceDays: 150, lowerDays: -15, upperDays: 315, pValue: 0.075 },
      },
    },
  } as unknown as MonthsAnswer;
  const words: MonthsWords = {
    ...{ group: (label: string) => label, groupHeading: 'Group', events: 'Events', mean: 'Mean', p: 'p' },
    ...{ month: (months: number) => `${months} months`, monthHeading: 'Month', atRisk: 'At risk' },
    difference: (comparison, reference) => `${comparison} − ${reference}`,
  };

  it('are a line for each month, with a dash after the last follow-up', () => {
    const { columns, rows } = printedReadings(survival, words);
    expect(columns.map(({ header }) => header)).toEqual(['Month', 'HAIC', 'At risk', 'HTI', 'At risk']);
    expect(rows.map(({ cells }) => cells)).toEqual([['12 months', '50.0 (31.0–74.0)', '8', '—', '0']]);
  });

  it('have mean months, and the difference with its p', () => {
    expect(printedMeans(survival, words).rows.map(({ cells }) => cells.map(textOf))).toEqual([
      ['HAIC', '15/20', '10.0 (8.0–12.0)', ''],
      ['HTI', '10/30', '15.0 (14.0–16.0)', ''],
      ['HTI − HAIC', '', '5.0 (−0.5, 10.5)', '0.075'],
    ]);
    const { columns, rows } = meanNumbers(survival);
    expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
  });

  it('are read at the months of the address, each once; what is not a month is passed over', () => {
    expect(readingsOf([24, 12, 24, -3, 9999])).toEqual([12, 24]);
    expect(readingsOf([0])).toEqual([6, 12, 24, 36, 48, 60]);
    expect(readingsOf(null)).toEqual([6, 12, 24, 36, 48, 60]);
  });
});

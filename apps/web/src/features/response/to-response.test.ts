import { describe, expect, it } from 'vitest';
import { type Confirmed, type Course } from './query.ts';
import { confirmedNumbers, printedConfirmed } from './to-confirmed.ts';
import { changeText, spiderOf, spiderTable, undrawnOf, waterfallOf, waterfallTable } from './to-course.ts';

const patient = {
  ...{ id: 'i1', code: 'P-1', group: 'HTI', bestResponse: 'PR' as string | null, bestChange: -0.6, bestDay: 60 },
  ...{ days: [60, null, 126] as (number | null)[], changes: [-0.6, -0.5, 0.25], progressionDay: 126, isRead: false },
};
const course = {
  groups: [
    { value: 'HAIC', n: 2, drawn: 1, withoutImage: 1, withoutBaseline: 0, withoutSum: 0 },
    { value: 'HTI', n: 4, drawn: 1, withoutImage: 0, withoutBaseline: 2, withoutSum: 1 },
  ],
  patients: [
    { ...patient, id: 'i0', code: 'P-0', group: 'HAIC', bestResponse: null, bestChange: 0.1, days: [null, null, null] },
    patient,
  ],
} as unknown as Course;
const words = {
  ...{ group: (value: string) => value, color: () => '#000', notEvaluable: 'not evaluable' },
  note: (n: number, undrawn: number) => `${n}/${undrawn}`,
  bar: (...all: string[]) => all.join('; '),
  line: (...all: string[]) => all.join('; '),
};
const headings = { patient: 'p', group: 'g', response: 'r', change: 'c', day: 'd', progressed: 'x' };

describe('a waterfall of an answer', () => {
  it('has a facet for each group, with its bars and how many have none', () => {
    const [haic, hti] = waterfallOf(course, words);
    expect([haic?.note, hti?.note]).toEqual(['2/1', '4/3']);
    expect(hti?.bars).toEqual([{ id: 'i1', response: 'PR', change: -0.6, spoken: 'P-1; −60 %; PR' }]);
    expect(haic?.bars[0]).toMatchObject({ response: 'NE', spoken: 'P-0; +10 %; not evaluable' });
    expect(undrawnOf(course)).toEqual({ n: 6, drawn: 2, image: 1, baseline: 2, sum: 1 });
  });

  it('has a table of a line a bar, in percent', () => {
    expect(waterfallTable(course, words, headings).rows[1]).toEqual(['P-1', 'HTI', 'PR', -60, 60, 126]);
  });

  it('writes no sign before what rounds to nothing', () => {
    expect([0.004, 0, 0.006, -0.3, 1.25].map(changeText)).toEqual(['0 %', '0 %', '+1 %', '−30 %', '+125 %']);
  });
});

describe('a spider of an answer', () => {
  it('has a line of the images with a day, from the baseline on, in weeks', () => {
    const [haic, hti] = spiderOf(course, words);
    expect(hti?.lines).toEqual([
      {
        ...{ id: 'i1', response: 'PR', progression: 2, spoken: 'P-1; PR; −60 %, +25 %' },
        points: [
          { weeks: 0, change: 0 },
          { weeks: 60 / 7, change: -0.6 },
          { weeks: 18, change: 0.25 },
        ],
      },
    ]);
    // Days of whom none can be counted are no line.
    expect([haic?.lines, haic?.note]).toEqual([[], '2/2']);
  });

  it('has a table of a line an image, those without a day too', () => {
    const { rows } = spiderTable(course, words, headings);
    expect(rows).toHaveLength(6);
    expect(rows.slice(3)).toEqual([
      ['P-1', 'HTI', 'PR', 60, -60, 126],
      ['P-1', 'HTI', 'PR', null, -50, 126],
      ['P-1', 'HTI', 'PR', 126, 25, 126],
    ]);
  });
});

describe('the table of confirmed responses', () => {
  const rate = (numerator: number, denominator: number) => ({
    ...{ numerator, denominator, value: numerator / denominator, lower: 0.1, upper: 0.9 },
    methodStatement: { code: 'binomialInterval', values: {}, en: 'Wilson', zh: 'Wilson' },
  });
  const counts = (cr: number, pr: number, sd: number) => ({
    ...{ n: 4, cr, pr, sd, pd: 0, notEvaluable: 4 - cr - pr - sd, orr: rate(cr + pr, 4), dcr: rate(cr + pr + sd, 4) },
  });
  const both = (value: string) => ({ value, lost: 1, unconfirmed: counts(1, 1, 1), confirmed: counts(0, 1, 2) });
  const answer = {
    days: 28,
    rows: [both('HAIC'), both('HTI')],
    total: { ...both('All'), lost: 2 },
  } as unknown as Confirmed;
  const printedWords = {
    ...{ response: 'R', group: (value: string) => value, total: 'Total', unconfirmed: 'u', confirmed: 'c' },
    ...{ notEvaluable: 'NE', orr: 'ORR', dcr: 'DCR', lost: 'lost' },
  };

  it('has both beside each other for each group and the total', () => {
    const { columns, rows } = printedConfirmed(answer, printedWords);
    expect(columns.map(({ header }) => header)).toEqual([
      'R',
      'HAIC, u',
      'HAIC, c',
      'HTI, u',
      'HTI, c',
      'Total, u',
      'Total, c',
    ]);
    const cells = (id: string) => rows.find((row) => row.id === id)?.cells.slice(0, 3);
    expect(cells('cr')).toEqual(['CR, n (%)', '1 (25.0)', '0 (0.0)']);
    expect(cells('orr')).toEqual(['ORR', '2 (50.0; 10.0–90.0)', '1 (25.0; 10.0–90.0)']);
    expect(rows.at(-1)?.cells).toEqual(['lost', '', '1', '', '1', '', '2']);
    expect(new Set(rows.map((row) => row.cells.length))).toEqual(new Set([7]));
  });

  it('has no total of one group, and a line for each in the numbers', () => {
    const alone = { ...answer, rows: answer.rows.slice(0, 1) };
    expect(printedConfirmed(alone, printedWords).columns).toHaveLength(3);
    expect(confirmedNumbers(answer).rows.map(([group, days, n, cr]) => [group, days, n, cr])).toEqual([
      ['HAIC', 0, 4, 1],
      ['HAIC', 28, 4, 0],
      ['HTI', 0, 4, 1],
      ['HTI', 28, 4, 0],
      ['total', 0, 4, 1],
      ['total', 28, 4, 0],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { rateLines } from './to-rates.ts';
import { type ResponseAnswer } from './to-response.ts';

const rate = (numerator: number, denominator: number) => ({
  ...{ numerator, denominator, value: denominator === 0 ? null : numerator / denominator },
  ...(denominator === 0 ? { lower: null, upper: null } : { lower: 0.25, upper: 0.75 }),
});
const row = (value: string, responders: number, n: number) => ({
  ...{ value, n, orr: rate(responders, n), dcr: rate(n, n) },
});
const none = { chiSquare: null, fisher: null, difference: null };
const tested = { chiSquare: { pValue: 2.3e-8 }, fisher: { pValue: 0.0245 }, difference: null };
const answer = {
  ...{ rows: [row('HAIC', 1, 2), row('HTI', 3, 4)], total: row('All', 4, 6), orr: tested, dcr: none },
  strata: [
    { group: 'HAIC', unknown: 0, rows: [row('B', 1, 2)], orr: none, dcr: none },
    { group: 'HTI', unknown: 1, rows: [row('B', 2, 3), row('C', 0, 0)], orr: tested, dcr: tested },
  ],
} as unknown as ResponseAnswer;
const words = {
  ...{ group: (value: string) => value, level: (value: string) => value, total: 'Total', groups: 'Arm' },
  ...{ within: (group: string) => `BCLC in ${group}`, named: (name: string, n: number) => `${name} ${n}` },
  tests: (...both: (string | null)[]) => both.join(' / '),
  ...{ orr: 'ORR', dcr: 'DCR' },
};

describe('the lines of a plot of rates', () => {
  it('are the groups below their tests, everybody, and the levels within each group', () => {
    expect(rateLines(answer, words).map(({ kind, name }) => [kind, name])).toEqual([
      ['heading', 'Arm'],
      ['rate', 'HAIC 2'],
      ['rate', 'HTI 4'],
      ['total', 'Total 6'],
      ['heading', 'BCLC in HAIC'],
      ['rate', 'B 2'],
      ['heading', 'BCLC in HTI'],
      ['rate', 'B 3'],
      ['rate', 'C 0'],
    ]);
  });

  it('have both p beside each other, and none where nothing is compared', () => {
    const lines = rateLines(answer, words);
    expect(lines[0]?.tests).toEqual(['p < 0.001 / p = 0.025', '']);
    expect(lines[0]?.spoken).toBe('Arm; ORR: p < 0.001 / p = 0.025');
    expect(lines[4]?.tests).toEqual(['', '']);
  });

  it('have a rate with its limits, and nothing of nobody', () => {
    const lines = rateLines(answer, words);
    expect(lines[2]?.rates[0]).toEqual({ estimate: 0.75, lower: 0.25, upper: 0.75, words: '75.0 (25.0–75.0)' });
    expect(lines.at(-1)?.rates).toEqual([null, null]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it('of one group are that group alone', () => {
    const alone = { ...answer, rows: answer.rows.slice(0, 1), strata: [] };
    expect(rateLines(alone, { ...words, groups: null }).map(({ kind }) => kind)).toEqual(['rate']);
  });
});

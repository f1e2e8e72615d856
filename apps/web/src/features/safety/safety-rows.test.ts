import { describe, expect, it } from 'vitest';
import { type Safety, type SafetyRow } from './query.ts';
import { hasEvents, statedFacts, termRows, textRows } from './safety-rows.ts';

type Given = Pick<SafetyRow, 'kind' | 'key' | 'organClass'> & {
  readonly n: readonly number[];
  readonly apart?: number;
};

const row = ({ kind, key, organClass, n, apart }: Given): SafetyRow => ({
  rowId: `${kind}:${key}`,
  kind,
  key,
  labelEn: key,
  labelZh: key,
  organClass,
  notStated: null,
  anyDifference: apart === undefined ? null : { estimate: apart, lower: -1, upper: 1 },
  severeDifference: null,
  cells: n.map((patients) => {
    const count = { n: patients, atMost: false, share: patients / 100, events: patients };
    return { anyGrade: count, gradeThreeOrMore: count, onset: null };
  }),
});
const term = (key: string, organClass: string, n: readonly number[], apart?: number) =>
  row({ kind: 'TERM', key, organClass, n, ...(apart === undefined ? {} : { apart }) });
const safetyOf = (rows: readonly SafetyRow[]): Safety =>
  ({ rows, compared: { reference: 0, comparison: 1 } }) as unknown as Safety;

const rows = [
  row({ kind: 'FACT', key: 'any', organClass: null, n: [40, 30] }),
  row({ kind: 'TOTAL', key: 'total', organClass: null, n: [40, 30] }),
  row({ kind: 'CLASS', key: 'general', organClass: 'general', n: [20, 20] }),
  row({ kind: 'CLASS', key: 'skin', organClass: 'skin', n: [30, 20] }),
  term('Fatigue', 'general', [5, 4], -0.01),
  term('Fever', 'general', [18, 18], 0),
  term('Rash', 'skin', [10, 1], -0.09),
  row({ kind: 'TEXT', key: 'felt odd', organClass: null, n: [1, 0] }),
  row({ kind: 'TEXT', key: 'unwell', organClass: null, n: [1, 2] }),
];
const shown = (...[order, least]: [Parameters<typeof termRows>[1], number]) =>
  termRows(safetyOf(rows), order, least).rows.map(({ row: { key }, depth }) => `${'- '.repeat(depth)}${key}`);

describe('rows of the safety page', () => {
  it('are terms below their class, the more frequent first, after the total', () => {
    expect(shown('class', 0)).toEqual(['total', 'skin', '- Rash', 'general', '- Fever', '- Fatigue']);
  });

  it('are terms alone by frequency and by difference', () => {
    expect(shown('frequency', 0)).toEqual(['total', 'Fever', 'Rash', 'Fatigue']);
    expect(shown('difference', 0)).toEqual(['total', 'Rash', 'Fatigue', 'Fever']);
  });

  it('leave out terms that are rarer in every group, with their class, and say how many', () => {
    expect(termRows(safetyOf(rows), 'class', 0.1).hidden).toBe(1);
    expect(shown('class', 0.1)).toEqual(['total', 'skin', '- Rash', 'general', '- Fever']);
    expect(shown('class', 0.11)).toEqual(['total', 'general', '- Fever']);
  });

  it('have texts that are no terms apart', () => {
    expect(textRows(safetyOf(rows)).map(({ key }) => key)).toEqual(['unwell', 'felt odd']);
  });

  it('may be of nobody', () => {
    expect(hasEvents(safetyOf(rows))).toBe(true);
    expect(hasEvents(safetyOf([term('Fever', 'general', [0, 0])]))).toBe(false);
    expect(termRows(safetyOf([]), 'class', 0)).toEqual({ rows: [], hidden: 0 });
  });

  it('have what is stated of no event apart: a count of 0 would say that it had not happened', () => {
    const fact = (key: string, n: number, notStated: number | null) => ({
      ...row({ kind: 'FACT', key, organClass: null, n: [n, 0] }),
      notStated,
    });
    const facts = (haic: number) =>
      statedFacts(
        safetyOf([
          fact('any', 5, null),
          fact('serious', 0, 5),
          fact('outcome fatal', 0, 2),
          fact('treatment', 0, null),
          ...['haic', 'tki', 'ici', 'systemic'].map((cause) =>
            fact(`related ${cause}`, 0, cause === 'haic' ? haic : 5),
          ),
        ]),
      );
    expect(facts(5).rows.map(({ key }) => key)).toEqual(['any', 'outcome fatal']);
    expect(facts(4).rows.map(({ key }) => key)).toEqual(['any', 'outcome fatal', 'treatment', 'related haic']);
    expect(facts(4).unstated.map(({ key }) => key)).toEqual([
      'serious',
      'related tki',
      'related ici',
      'related systemic',
    ]);
    expect(statedFacts(safetyOf([])).rows).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { type EventCounts } from '../../../columns/index.ts';
import { onsetOf, protectedRowsOf, rowIdOf, rowsOf, termOf, unjudgedEvents } from './safety.ts';

const cell = (patients: readonly number[], events = patients, onsetDays: readonly number[] = []) => ({
  patients,
  events,
  onsetDays,
});
const counts = (rows: EventCounts['rows'], sizes: readonly number[] = [80, 70]): EventCounts => ({
  groups: sizes.map((n, i) => ({ value: `G${i}`, n })),
  rows,
  untreated: 0,
  withoutDay: 0,
  beforeStart: 0,
});
const compared = { reference: 0, comparison: 1 };

describe('rows of the safety table', () => {
  it('have shares, events and differences with the limits that Newcombe printed', () => {
    const [row] = rowsOf(
      counts([
        {
          key: { kind: 'term', term: 'Fever', organClass: 'general' },
          cells: [cell([40, 0, 8, 0, 0]), cell([0, 56, 0, 0, 0], [9, 56, 0, 0, 0])],
        },
      ]),
      compared,
    );
    expect(row).toMatchObject({ id: 'term:Fever', label: { en: 'Fever', zh: '发热' }, organClass: 'general' });
    expect(row!.cells.map(({ anyGrade }) => anyGrade)).toEqual([
      { n: 48, atMost: false, share: 0.6, events: 48 },
      { n: 56, atMost: false, share: 0.8, events: 65 },
    ]);
    expect(row!.cells.map(({ gradeThreeOrMore: { n, share } }) => [n, share])).toEqual([
      [8, 0.1],
      [0, 0],
    ]);
    // Newcombe, Stat Med 1998;17:873-90, table II, example (a), 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    const { estimate, lower, upper } = row!.anyDifference!;
    expect([estimate, lower, upper].map((value) => Number(value!.toFixed(4)))).toEqual([0.2, 0.0524, 0.3339]);
  });

  it('have no difference where nothing is compared or a group is empty, and never NaN', () => {
    const rows = [{ key: { kind: 'total' }, cells: [cell([0, 0, 0, 0, 0]), cell([1, 0, 0, 0, 0])] }] as const;
    expect(rowsOf(counts(rows), null)[0]).toMatchObject({ anyDifference: null, severeDifference: null });
    const [row] = rowsOf(counts(rows, [0, 5]), compared);
    expect(row).toMatchObject({
      anyDifference: null,
      cells: [{ anyGrade: { share: null } }, { anyGrade: { share: 0.2 } }],
    });
    expect(JSON.stringify(rowsOf(counts(rows), compared))).not.toMatch(/NaN/);
  });

  it('say how many events lack the statement that a row counts', () => {
    const fact = (name: 'any' | 'related haic' | 'judged haic' | 'serious' | 'seriousness known', events: number) =>
      ({ key: { kind: 'fact', fact: name }, cells: [cell([events, 0, 0, 0, 0]), cell([0, 0, 0, 0, 0])] }) as const;
    const all = counts([
      fact('any', 9),
      fact('related haic', 2),
      fact('judged haic', 7),
      fact('serious', 1),
      fact('seriousness known', 1),
    ]);
    expect(rowsOf(all, null).map(({ key, notStated }) => [key, notStated])).toEqual([
      ['any', null],
      ['related haic', 2],
      // Of eight nobody said whether they are serious.
      ['serious', 8],
    ]);
    expect(unjudgedEvents(all, 'haic')).toBe(2);
  });

  it('name what they count for whoever asks for its patients', () => {
    expect(rowIdOf({ kind: 'text', text: 'felt odd' })).toBe('text:felt odd');
    expect(termOf('发热')).toEqual({ term: 'Fever', organClass: 'general' });
    expect(termOf('felt odd')).toEqual({ term: 'felt odd', organClass: null });
  });
});

describe('days to the first event', () => {
  it('are the median of all, with the shortest and the longest', () => {
    expect(onsetOf([])).toBeNull();
    expect(onsetOf([3, 5, 40])).toEqual({ n: 3, median: 5, shortest: 3, longest: 40 });
    expect(onsetOf([3, 5, 10, 40])).toEqual({ n: 4, median: 7.5, shortest: 3, longest: 40 });
  });
});

describe('protected rows', () => {
  const groups = ['HAIC', 'HTI'].map((value) => ({ value, count: { n: 100, atMost: false } }));
  const of = (arm: string, term: string, any: number, severe: number, isBound = false) => ({
    ...{ arm, term, mild: { n: any - severe, atMost: isBound }, severe: { n: severe, atMost: isBound } },
    any: { n: any, atMost: false },
  });

  it('are any event and terms, with differences to two figures', () => {
    const worst = ['HAIC', 'HTI'].map((arm) => ({ ...of(arm, '', 70, 30), n: { n: 100, atMost: false } }));
    const [all, row] = protectedRowsOf(
      groups,
      worst,
      [of('HAIC', 'Fever', 40, 10), of('HTI', 'Fever', 60, 10)],
      compared,
    );
    expect([all!.id, all!.cells[0]!.anyGrade.share]).toEqual(['fact:any', 0.7]);
    expect(row!.cells.map(({ anyGrade, gradeThreeOrMore }) => [anyGrade.n, gradeThreeOrMore.n])).toEqual([
      [40, 10],
      [60, 10],
    ]);
    // 60/100 against 40/100 by hand: Wilson 0.5020-0.6906 and 0.3094-0.4980, so 0.2 -+ hypot(0.0980, 0.0980 | 0.0906, 0.0906).
    expect(row!.anyDifference).toEqual({ estimate: 0.2, lower: 0.061, upper: 0.33 });
  });

  it('keep bounds as bounds, without a share or a difference, and tell any grade beside a bound of the severe', () => {
    const [row] = protectedRowsOf(groups, [], [of('HAIC', 'felt odd', 40, 7, true)], compared);
    expect(row).toMatchObject({ kind: 'text', anyDifference: null });
    expect(row!.cells[0]!.anyGrade).toEqual({ n: 40, atMost: false, share: 0.4, events: null });
    expect(row!.cells[0]!.gradeThreeOrMore).toEqual({ n: 7, atMost: true, share: null, events: null });
    expect(row!.cells[1]!.anyGrade).toMatchObject({ atMost: true, share: null });
  });
});

import { describe, expect, it } from 'vitest';
import { textOf } from '@/tables/printed-table.tsx';
import { type Progress } from './query.ts';
import {
  accrualRows,
  completenessNumbers,
  printedCompleteness,
  printedContacts,
  printedInformation,
  printedMaturity,
} from './to-tables.ts';

const texts = ({ rows }: ReturnType<typeof printedMaturity>) => rows.map(({ cells }) => cells.map(textOf));
const group = { n: 97, followed: 90, deaths: 45, imaged: 0, progressions: 0 };

describe('the tables of progress', () => {
  it('add patients up over centres and months', () => {
    const centres = [
      { centre: 'A', counts: [1, 0, 2], n: 3 },
      { centre: 'B', counts: [0, 4, 1], n: 5 },
    ];
    const accrual = { months: ['2021-12', '2022-01', '2022-02'], centres, planned: null, undated: 0 };
    expect(accrualRows(accrual as unknown as Progress['accrual'])).toEqual([
      ['2021-12', 1, 0, 1, 1],
      ['2022-01', 0, 4, 4, 5],
      ['2022-02', 2, 1, 3, 8],
    ]);
    const planned = { ...accrual, planned: [2.5, 5, 7.5] } as unknown as Progress['accrual'];
    expect(accrualRows(planned).map((row) => row.at(-1))).toEqual([2.5, 5, 7.5]);
  });

  it('write medians in months of the study with their limits, and why there is none', () => {
    const groups = [
      { ...group, arm: null, medianDays: 900, lowerDays: 600, upperDays: null },
      { ...group, arm: 'HTI', medianDays: null, lowerDays: null, upperDays: null },
    ] as unknown as Progress['followUp']['groups'];
    const words = {
      heading: '',
      group: (arm: string | null) => arm ?? 'All',
      row: (name: string) => name,
      notReached: 'NR',
    };
    const printed = texts(printedMaturity(groups, 30, words));
    expect(printed.find(([name]) => name === 'median')).toEqual(['median', '30.0 (20.0–NR)', 'NR']);
    expect(printed.find(([name]) => name === 'deaths')).toEqual(['deaths', '45 (50.0 %)', '45 (50.0 %)']);
    expect(printed.find(([name]) => name === 'progressions')).toEqual(['progressions', '—', '—']);
  });

  it('sum several centres, and leave one alone', () => {
    const centre = (code: string, expected: number, recorded: number) => ({
      ...{ centre: code, patients: expected / 6, expected, recorded, queries: 2, overdue: 1 },
    });
    const words = { column: (name: string) => name, all: 'All' };
    const two = [centre('A', 60, 45), centre('B', 0, 0)] as Progress['completeness']['centres'];
    expect(texts(printedCompleteness(two, words))).toEqual([
      ['A', '10', '45/60', '75.0 %', '2', '1'],
      ['B', '0', '0/0', '—', '2', '1'],
      ['All', '10', '45/60', '75.0 %', '4', '2'],
    ]);
    expect(texts(printedCompleteness(two.slice(0, 1), words))).toHaveLength(1);
    expect(completenessNumbers(two, words).rows[0]).toEqual(['A', 10, 60, 45, 0.75, 2, 1]);
  });

  it('share last contacts among those alive, and say what is not planned', () => {
    const contacts = [
      { fromDays: 0, toDays: 0, patients: 3 },
      { fromDays: 366, toDays: null, patients: 1 },
    ] as Progress['lastContacts'];
    const ages = { age: (from: number, to: number | null) => `${from}-${to}`, ageHeader: '', patients: '', share: '' };
    expect(texts(printedContacts(contacts, ages))).toEqual([
      ['0-0', '3', '75.0 %'],
      ['366-null', '1', '25.0 %'],
    ]);
    const information = { events: 134, planned: null, fraction: null, needed: null, detectable: 0.612 };
    const words = { heading: '', row: (name: string) => name, column: '', notPlanned: 'not stated' };
    const printed = texts(printedInformation(information as unknown as NonNullable<Progress['information']>, words));
    expect(printed.map(([, cell]) => cell)).toEqual(['134', 'not stated', '—', 'not stated', '0.61']);
  });
});

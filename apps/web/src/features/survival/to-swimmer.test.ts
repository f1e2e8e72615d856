import { expect, it } from 'vitest';
import { armStyle } from '@/charts/series-style.ts';
import { swimmerLanes, type Swimmers, swimmerTable } from './to-swimmer.ts';

const swimmers = {
  monthDays: 30,
  patients: [
    {
      ...{ id: 'a', code: 'P1', arm: 'HTI', days: 300, isDead: false, progressionDay: 120 },
      ...{ cycleDays: [0, 21], completeResponseDay: null, partialResponseDay: 60 },
    },
    {
      ...{ id: 'b', code: 'P2', arm: null, days: 45, isDead: true, progressionDay: null },
      ...{ cycleDays: [], completeResponseDay: null, partialResponseDay: null },
    },
  ],
} as unknown as Swimmers;

it('has a bar for each patient with its marks in months, and its end last', () => {
  const lanes = swimmerLanes(
    swimmers,
    () => armStyle(0, 'light'),
    ({ code }, months) => `${code} ${months}`,
  );
  expect(lanes.map(({ name, months, spoken }) => [name, months, spoken])).toEqual([
    ['P1', 10, 'P1 10'],
    ['P2', 1.5, 'P2 1.5'],
  ]);
  expect(lanes[0]?.marks).toEqual([
    { mark: 'cycle', months: 0 },
    { mark: 'cycle', months: 0.7 },
    { mark: 'partial', months: 2 },
    { mark: 'progression', months: 4 },
    { mark: 'ongoing', months: 10 },
  ]);
  expect(lanes[1]?.marks).toEqual([{ mark: 'death', months: 1.5 }]);
});

it('is a table of as many columns in each row', () => {
  const names = [
    'patient',
    'arm',
    'days',
    'months',
    'end',
    'cycles',
    'cycleDays',
    'partial',
    'complete',
    'progression',
  ];
  const headings = Object.fromEntries(names.map((name) => [name, name])) as Parameters<typeof swimmerTable>[1];
  const { columns, rows } = swimmerTable(swimmers, headings, ({ isDead }) => (isDead ? 'died' : 'alive'));
  expect(rows.map((cells) => cells.length)).toEqual([columns.length, columns.length]);
  expect(rows[0]).toEqual(['P1', 'HTI', 300, 10, 'alive', 2, '0 21', 60, null, 120]);
});

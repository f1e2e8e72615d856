import { describe, expect, it } from 'vitest';
import { textOf } from '@/tables/printed-table.tsx';
import { type Progress, type SharedProgress } from './query.ts';
import { printedShared, sharedNumbers } from './to-shared.ts';

const arm = (name: string | null, n: number) => ({
  ...{ arm: name, n, followed: n, deaths: 4, imaged: n, progressions: 6 },
  ...{ medianDays: 300, lowerDays: 240, upperDays: null },
});
const own = {
  monthDays: 30,
  followUp: { groups: [arm(null, 20), arm('HAIC', 8), arm('HTI', 12)] },
  completeness: { centres: [{ recorded: 150, expected: 200 }] },
} as unknown as Progress;
const shared = {
  ...{ n: 240, monthDays: 30, recorded: 0.81, withheldArms: [] },
  groups: [
    { arm: 'HAIC', n: 60, deaths: 27, progressions: null, medianDays: 360, lowerDays: 330, upperDays: 420 },
    { arm: 'HTI', n: 180, deaths: 81, progressions: 93, medianDays: null, lowerDays: null, upperDays: null },
  ],
} as unknown as SharedProgress;
const words = {
  ...{ heading: 'Quantity', own: 'Own', all: 'All', notReached: 'NR' },
  ...{ arm: (name: string) => name, row: (name: string) => name },
};

describe('the whole study beside one’s own centre', () => {
  it('has exact numbers to the left and about as many to the right', () => {
    expect(printedShared(own, shared, words).rows.map(({ cells }) => cells.map(textOf))).toEqual([
      ['patients', '20', '≈ 240'],
      ['HAIC', '8', '≈ 60'],
      ['HTI', '12', '≈ 180'],
      ['deaths', '', ''],
      ['HAIC', '4', '≈ 27'],
      ['HTI', '4', '≈ 81'],
      ['progressions', '', ''],
      ['HAIC', '6', '—'],
      ['HTI', '6', '≈ 93'],
      ['median', '', ''],
      ['HAIC', '10.0 (8.0–NR)', '12.0 (11.0–14.0)'],
      ['HTI', '10.0 (8.0–NR)', 'NR'],
      ['recorded', '75.0 %', '81 %'],
    ]);
  });

  it('says in its file of which centres each line is', () => {
    const { columns, rows } = sharedNumbers(own, shared);
    expect(rows.map(([name, centres, n]) => [name, centres, n])).toEqual([
      [null, 'own', 20],
      ['HAIC', 'own', 8],
      ['HTI', 'own', 12],
      [null, 'all, protected', 240],
      ['HAIC', 'all, protected', 60],
      ['HTI', 'all, protected', 180],
    ]);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });
});

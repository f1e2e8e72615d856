import { expect, it } from 'vitest';
import { keyPlaces } from './swimmer-chart-data.ts';

const keys = ['Death', 'Progression', 'HAIC cycle', 'First PR'].map((label) => ({ label, of: 'death' as const }));

it('puts the key of a swimmer plot into as many lines as its width needs', () => {
  expect(keyPlaces(keys, 2000).map(({ line }) => line)).toEqual([0, 0, 0, 0]);
  const narrow = keyPlaces(keys, 120);
  expect(narrow.map(({ line }) => line)).toEqual([0, 1, 2, 3]);
  expect(narrow.every(({ x }) => x === 0)).toBe(true);
});

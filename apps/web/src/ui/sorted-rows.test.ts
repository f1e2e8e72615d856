import { expect, it } from 'vitest';
import { sortedRows } from './sorted-rows.ts';

const rows = [
  { id: 'a', n: 2, word: 'x' },
  { id: 'b', n: null, word: null },
  { id: 'c', n: 10, word: 'X' },
  { id: 'd', n: 2, word: '' },
  { id: 'e', n: -1, word: 'y' },
] as const;
const ids = (sorted: readonly { readonly id: string }[]) => sorted.map(({ id }) => id).join('');

it('rows are sorted by number, equal ones in their order, those without a value last in both directions', () => {
  expect(ids(sortedRows(rows, ({ n }) => n, false))).toBe('eadcb');
  expect(ids(sortedRows(rows, ({ n }) => n, true))).toBe('cadeb');
});

it('words are sorted by their characters, an empty one first', () => {
  expect(ids(sortedRows(rows, ({ word }) => word, false))).toBe('dcaeb');
});

it('the rows that are given stay as they are', () => {
  sortedRows(rows, ({ n }) => n, true);
  expect(ids(rows)).toBe('abcde');
});

import { expect, it } from 'vitest';
import { comparedRows } from './compared-rows.ts';
import { type ComparisonRow } from './query.ts';

const one = (id: string, listId: string | null) => ({ id, listId }) as unknown as ComparisonRow;

it('comparisons of one list stand in one line, where the first of them stood', () => {
  const rows = comparedRows([one('a', null), one('b', 'L'), one('c', 'M'), one('d', 'L')]);
  expect(rows.map(({ key, opens, records }) => [key, opens, records.map(({ id }) => id)])).toEqual([
    ['a', { comparison: 'a' }, []],
    ['L', { list: 'L' }, ['b', 'd']],
    ['M', { list: 'M' }, ['c']],
  ]);
});

import { expect, test } from 'vitest';
import { withCell, withRow } from './use-corrections.ts';

test('a corrected cell takes the place of its earlier correction, and is taken back', () => {
  const first = withCell([], { row: 2 }, 'sex', 'male');
  expect(first).toEqual([{ row: 2, column: 'sex', value: 'male' }]);
  const second = withCell(withCell(first, { row: 2 }, 'sex', 'female'), { table: 'B', row: 2 }, 'sex', 'male');
  expect(second).toEqual([
    { row: 2, column: 'sex', value: 'female' },
    { table: 'B', row: 2, column: 'sex', value: 'male' },
  ]);
  expect(withCell(second, { row: 2 }, 'sex', null)).toEqual([{ table: 'B', row: 2, column: 'sex', value: 'male' }]);
});

test('a row that is left out has no corrected cells, and comes back as the file has it', () => {
  const cells = withCell([], { row: 2 }, 'sex', 'male');
  const out = withRow(cells, { row: 2 }, true);
  expect(out).toEqual([{ row: 2, column: null, value: null }]);
  expect(withRow(out, { row: 2 }, false)).toEqual([]);
});

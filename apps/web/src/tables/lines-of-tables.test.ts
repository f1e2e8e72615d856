import { describe, expect, it } from 'vitest';
import { missing } from '@/numbers/show.ts';
import { linesOfTables } from './lines-of-tables.ts';

const table = (n: string, rows: readonly (readonly [id: string, name: string, ...cells: string[]])[]) => ({
  columns: [{ header: 'Characteristic' }, { header: 'HAIC', below: n }, { header: 'p' }, { header: 'p' }],
  rows: rows.map(([id, ...cells]) => ({ id, cells, indented: id.includes('/') })),
});
const named = (row: string, column: string) => (row === '' ? column : `${row}, ${column}`);

describe('the cells of two tables', () => {
  it('are beside each other by row and column, with the rows that one of them has alone', () => {
    const then = table('n = 97', [['sex', 'Sex', '', '0.4', '0.5'], ['sex/m', 'Male', '86', '', '']]); // prettier-ignore
    const now = table('n = 98', [['sex', 'Sex', '', '0.4', '0.6'], ['sex/m', 'Male', '87', '', ''], ['sex/f', 'Female', '1', '', '']]); // prettier-ignore
    const lines = linesOfTables(then, now, named);
    const differing = lines.filter((line) => line.then !== line.now).map(({ label, then: was, now: is }) => [label, was, is]); // prettier-ignore
    expect(differing).toEqual([
      ['HAIC', 'n = 97', 'n = 98'],
      ['Sex, p', '0.5', '0.6'],
      ['Sex: Male, HAIC', '86', '87'],
      ['Sex: Female, HAIC', missing, '1'],
    ]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });
});

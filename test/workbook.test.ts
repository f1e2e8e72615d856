import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../apps/api/src/tables/read-workbook.ts';
import { workbookOf } from '../apps/web/src/tables/workbook.ts';

describe('a workbook of a table', () => {
  it('is read by the reader of workbooks: sheets in order, texts, numbers in full precision', async () => {
    const blob = await workbookOf([
      {
        name: 'Table: [1]',
        widths: [30, 12],
        rows: [
          { cells: ['Characteristic', 'HTI', 'p'], look: 'bold' },
          { cells: ['Age < 65 & "old"', '57.2 (10.8)', 0.1 + 0.2] },
          { cells: ['男性', null, '=1+1\u0001'], look: 'indented' },
        ],
      },
      { name: 'Numbers', widths: [10], rows: [{ cells: ['n', 378, 2.297e-8] }] },
    ]);
    const [table, numbers] = readWorkbook(Buffer.from(await blob.arrayBuffer()));
    expect(table).toMatchObject({ name: 'Table   1 ' });
    expect(table?.rows.map(({ cells }) => cells)).toEqual([
      ['Characteristic', 'HTI', 'p'],
      ['Age < 65 & "old"', '57.2 (10.8)', '0.30000000000000004'],
      ['男性', '', '=1+1'],
    ]);
    expect(numbers?.rows[0]?.cells).toEqual(['n', '378', '2.297e-8']);
  });
});

import { expect, it } from 'vitest';
import { textWidth } from './document.ts';
import { layTable, rowsHeight, rowsThatFit } from './table-layout.ts';

const table = {
  columns: [{ header: 'Characteristic' }, { header: 'HAIC', below: 'n = 97' }, { header: 'Test' }],
  rows: [
    { id: 'sex', cells: ['Sex, n (%)', '', 'Chi-square'] },
    { id: 'male', cells: ['Male', '86 (88.7)', ''], indented: true },
    { id: 'female', cells: ['Female', '11 (11.3)', ''], indented: true },
  ],
};

it('knows how wide letters are: those of Arimo as Arial has them, Chinese ones square', () => {
  // Arial: H 1479, i 455, digits 1139 of 2048 units to the em.
  expect(textWidth('H', 2048)).toBeCloseTo(1479, 0);
  expect(textWidth('i', 2048)).toBeCloseTo(455, 0);
  expect(textWidth('86', 2048)).toBeCloseTo(2 * 1139, 0);
  expect(textWidth('患者', 10)).toBe(20);
});

it('sets columns side by side within the width, numbers to the right and words to the left', () => {
  const laid = layTable(table, 500)!;
  const [names, numbers, tests] = laid.columns;
  expect([names!.x, laid.fontPx]).toEqual([0, 11]);
  expect(numbers!.x).toBeGreaterThanOrEqual(names!.x + names!.widthPx);
  expect(tests!.x + tests!.widthPx).toBeLessThanOrEqual(500.001);
  expect(laid.columns.map(({ isNumber }) => isNumber)).toEqual([false, true, false]);
  expect(laid.head.cells[1]).toEqual(['HAIC ', 'n = 97']);
});

it('breaks words where the width is short, takes smaller letters after that, and then gives up', () => {
  const narrow = layTable(table, 190)!;
  expect(narrow.rows.some(({ cells }) => cells.some((lines) => lines.length > 1))).toBe(true);
  expect(layTable(table, 60)).toBeNull();
});

it('says how many rows fit a height, and how high they are', () => {
  const laid = layTable(table, 500)!;
  const whole = rowsHeight(laid, 0, 3);
  expect(rowsThatFit(laid, 0, whole)).toBe(3);
  expect(rowsThatFit(laid, 0, whole - 1)).toBe(2);
  expect(rowsThatFit(laid, 2, whole)).toBe(1);
  expect(rowsThatFit(laid, 0, 10)).toBe(0);
});

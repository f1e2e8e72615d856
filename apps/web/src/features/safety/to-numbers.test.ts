import { expect, test } from 'vitest';
import { type Safety } from './query.ts';
import { safetyNumbers } from './to-numbers.ts';

test('the numbers of the safety page have with each count of events how many it is not stated of', () => {
  const count = { n: 0, atMost: false, share: 0, events: 0 };
  const row = {
    ...{
      rowId: 'fact:serious',
      kind: 'FACT',
      key: 'serious',
      labelEn: '',
      labelZh: '',
      organClass: null,
      notStated: 7,
    },
    ...{
      cells: [{ anyGrade: count, gradeThreeOrMore: count, onset: null }],
      anyDifference: null,
      severeDifference: null,
    },
  };
  const safety = { groups: [{ value: 'HAIC', n: 9 }], compared: null, rows: [row, { ...row, notStated: null }] };
  const { columns, rows } = safetyNumbers(safety as unknown as Safety);
  expect(rows.every(({ length }) => length === columns.length)).toBe(true);
  expect(columns.at(-1)?.file).toBe('events of which it is not stated');
  expect(rows.map((line) => line.at(-1))).toEqual([7, null]);
});

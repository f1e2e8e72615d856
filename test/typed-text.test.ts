import { checkRow, defineForm, type Form, type Row } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { readCell } from '../apps/api/src/modules/imports/read-cell.ts';
import { rowOf } from '../apps/web/src/forms/draft.ts';

const label = { en: 'A field', zh: '字段' };
const stage = {
  source: 'BCLC',
  codes: [
    { code: '0', label: { en: 'Very early', zh: '极早期' } },
    { code: 'B', label: { en: 'Intermediate', zh: '中期' }, also: ['BCLC-B'] },
  ],
} as const;
const form = defineForm(
  'everyKind',
  { label, repeats: false },
  {
    number: { kind: 'decimal', label },
    whole: { kind: 'integer', label },
    date: { kind: 'date', label },
    code: { kind: 'code', label, list: stage },
    note: { kind: 'text', label },
  },
) as Form;
const yesNo = { kind: 'boolean', label } as const;

/** Field, text, and the value that it means in a form and in a file. */
const read: readonly [field: string, text: string, value: string | number][] = [
  ['number', '12.5', 12.5],
  ['number', ' 12.5 ', 12.5],
  ['number', '1,234', 1234],
  ['number', '1e5', 100_000],
  ['number', '1.5E-3', 0.0015],
  ['number', '１２．５', 12.5],
  ['number', '−3', -3],
  ['whole', '１２', 12],
  ['whole', '1,234', 1234],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '20240229', '2024-02-29'],
  ['date', '2024/2/9', '2024-02-09'],
  ['date', '2024年2月29日', '2024-02-29'],
  ['date', '２０２４－２－２９', '2024-02-29'],
  ['code', 'B', 'B'],
  ['code', 'intermediate', 'B'],
  ['code', '中期', 'B'],
  ['code', 'bclc-b', 'B'],
  ['code', '０', '0'],
  ['note', ' ２０２４ stays ', '２０２４ stays'],
];

const refused: readonly [field: string, text: string, problem: string][] = [
  ['number', '1,5', 'wrongType'],
  ['number', 'sixty', 'wrongType'],
  ['number', '0x10', 'wrongType'],
  ['number', '1e400', 'wrongType'],
  ['whole', '1.5', 'wrongType'],
  ['date', '2023-02-29', 'notADate'],
  ['date', '29.02.2024', 'notADate'],
  ['date', '03/04/2024', 'notADate'],
  ['date', '2024-02', 'notADate'],
  ['code', 'early', 'notInList'],
];

const typed = (field: string, text: string): Row => ({ [field]: rowOf(form, { [field]: text })[field] });
const inFile = (field: string, text: string) => readCell({ column: field }, form.fields[field]!, { text }, 30);
const problems = (row: Row) => checkRow(form, row, { arm: [] }).map(({ problem }) => problem);

describe('a text means the same in a form and in a file', () => {
  it.each(read)('%s: "%s" is %s', (field, text, value) => {
    expect(typed(field, text)).toEqual({ [field]: value });
    expect(inFile(field, text)).toEqual({ value });
    expect(problems({ [field]: value })).toEqual([]);
  });

  it.each(refused)('%s: "%s" is refused as %s', (field, text, problem) => {
    expect(problems(typed(field, text))).toEqual([problem]);
    const cell = inFile(field, text);
    expect('rule' in cell ? [cell.rule] : problems({ [field]: 'value' in cell ? cell.value : null })).toEqual([
      problem,
    ]);
  });

  it.each([
    ['yes', true],
    ['ＹＥＳ', true],
    ['是', true],
    ['1', true],
    ['FALSE', false],
    ['否', false],
  ])('a file may write %s for the choice %s of a form', (text, value) => {
    expect(readCell({ column: 'flag' }, yesNo, { text }, 30)).toEqual({ value });
  });
});

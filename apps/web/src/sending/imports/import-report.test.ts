import { describe, expect, test } from 'vitest';
import { readAnswer, rowsToWrite } from './import-report.ts';

const report = {
  dryRun: true,
  committed: false,
  format: 'csv' as const,
  tables: ['in'],
  encoding: 'gb18030' as const,
  rows: { read: 5, new: 2, changed: 1, same: 1, refused: 1 },
  forms: [],
  cells: { new: 4, changed: 1, same: 2, refused: 1 },
  corrected: 0,
  check: null,
  problems: [{ row: 2, column: 'age', value: 'x', rule: 'wrongType', expected: { en: 'a number', zh: '数字' } }],
  problemsTotal: 1,
  warnings: [],
  warningsTotal: 0,
  sample: [{ line: 3, text: '腹痛' }],
  changes: [{ row: 4, patient: 'P1', form: 'baseline', field: 'afpNgMl', from: '400', to: null }],
  changesTotal: 1,
  leftAsStored: 2,
  notAvailable: 0,
  seconds: 0.1,
};

describe('an answer to an upload', () => {
  test('is read as a report if it is one', () => {
    expect(readAnswer(200, JSON.stringify(report))).toEqual({ report });
    expect(rowsToWrite(report)).toBe(3);
  });

  test('keeps the sentence of a refusal, in both languages if it has them', () => {
    const error = {
      code: 'BAD_USER_INPUT',
      message: 'the file is empty',
      label: { en: 'the file is empty', zh: '文件为空' },
    };
    expect(readAnswer(400, JSON.stringify(error))).toEqual({
      failure: { code: 'BAD_USER_INPUT', message: { en: 'The file is empty.', zh: '文件为空。' }, readings: [] },
    });
    const { label: _, ...plain } = error;
    expect(readAnswer(400, JSON.stringify(plain))).toMatchObject({
      failure: { message: { en: 'The file is empty.', zh: 'The file is empty.' } },
    });
  });

  test('keeps the samples of each encoding if the encoding is in question', () => {
    const readings = [{ encoding: 'windows-1252', cells: [{ line: 2, text: 'Müller' }] }];
    const error = { code: 'BAD_USER_INPUT', message: 'line 2 may be in Windows-1252', readings };
    expect(readAnswer(400, JSON.stringify(error))).toMatchObject({ failure: { readings } });
  });

  test.each([
    [413, '<html>Request Entity Too Large</html>', 'HTTP_413'],
    [502, '', 'HTTP_502'],
    [0, '', 'NETWORK'],
    [200, '{}', 'HTTP_200'],
    [200, 'null', 'HTTP_200'],
  ])('status %d with %s is a failure', (status, body, code) => {
    expect(readAnswer(status, body)).toEqual({ failure: { code, message: null, readings: [] } });
  });
});

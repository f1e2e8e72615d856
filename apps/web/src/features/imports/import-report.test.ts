import { describe, expect, test } from 'vitest';
import { readAnswer, rowsToWrite } from './import-report.ts';

const report = {
  dryRun: true,
  committed: false,
  encoding: 'gb18030',
  rows: { read: 5, new: 2, changed: 1, same: 1, refused: 1 },
  forms: [],
  problems: [{ row: 2, column: 'age', value: 'x', rule: 'wrongType', expected: { en: 'a number', zh: '数字' } }],
  problemsTotal: 1,
  warnings: [],
  warningsTotal: 0,
  seconds: 0.1,
};

describe('an answer to an upload', () => {
  test('a report is a report', () => {
    expect(readAnswer(200, JSON.stringify(report))).toEqual({ report });
    expect(rowsToWrite(report)).toBe(3);
  });

  test('a refusal keeps its sentence', () => {
    const body = JSON.stringify({ error: { code: 'BAD_USER_INPUT', message: 'the file is empty' } });
    expect(readAnswer(400, body)).toEqual({ failure: { code: 'BAD_USER_INPUT', message: 'the file is empty' } });
  });

  test.each([
    [413, '<html>Request Entity Too Large</html>', 'HTTP_413'],
    [502, '', 'HTTP_502'],
    [0, '', 'NETWORK'],
    [200, '{}', 'HTTP_200'],
    [200, 'null', 'HTTP_200'],
  ])('status %d with %s is a failure', (status, body, code) => {
    expect(readAnswer(status, body)).toEqual({ failure: { code, message: null } });
  });
});

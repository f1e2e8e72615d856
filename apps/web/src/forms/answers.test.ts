import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { describe, expect, test } from 'vitest';
import { refusalOf } from './answers.ts';

function answer(extensions: Record<string, unknown>) {
  return new CombinedGraphQLErrors({ errors: [{ message: 'refused', extensions }] });
}

const issue = {
  field: 'ageYears',
  problem: 'outOfRange',
  severity: 'error',
  expected: { en: 'a whole number from 0 to 120', zh: '整数，范围 0 至 120' },
};

describe('a refused save', () => {
  test('the faults of a record go to their fields', () => {
    expect(refusalOf(answer({ code: 'BAD_USER_INPUT', issues: [issue] }))).toEqual({ kind: 'issues', issues: [issue] });
  });

  test('a stale version brings the record as it stands', () => {
    const current = { values: { ageYears: 60 }, version: 3, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'A' };
    expect(refusalOf(answer({ code: 'CONFLICT', current }))).toEqual({ kind: 'conflict', current });
  });

  test('a conflict without the present record is a failure, never a silent overwrite', () => {
    expect(refusalOf(answer({ code: 'CONFLICT' }))).toEqual({ kind: 'failed', code: 'CONFLICT' });
  });

  test('malformed faults are a failure', () => {
    const bad = { ...issue, expected: 'text' };
    expect(refusalOf(answer({ code: 'BAD_USER_INPUT', issues: [bad] })).kind).toBe('failed');
  });

  test('a lost connection is a failure of the network', () => {
    expect(refusalOf(new TypeError('fetch failed'))).toEqual({
      kind: 'failed',
      code: 'NETWORK',
    });
  });
});

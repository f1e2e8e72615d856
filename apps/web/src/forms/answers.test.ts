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
  test('assigns the faults of a record to their fields', () => {
    expect(refusalOf(answer({ code: 'BAD_USER_INPUT', issues: [issue] }))).toEqual({ kind: 'issues', issues: [issue] });
  });

  test('returns the current record for a stale version', () => {
    const current = { values: { ageYears: 60 }, version: 3, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'A' };
    expect(refusalOf(answer({ code: 'CONFLICT', current }))).toEqual({ kind: 'conflict', current });
  });

  test('treats a conflict without the current record as a failure, never as a silent overwrite', () => {
    expect(refusalOf(answer({ code: 'CONFLICT' }))).toEqual({ kind: 'failed', code: 'CONFLICT' });
  });

  test('treats malformed faults as a failure', () => {
    const bad = { ...issue, expected: 'text' };
    expect(refusalOf(answer({ code: 'BAD_USER_INPUT', issues: [bad] })).kind).toBe('failed');
  });

  test('treats a lost connection as a network failure', () => {
    expect(refusalOf(new TypeError('fetch failed'))).toEqual({
      kind: 'failed',
      code: 'NETWORK',
    });
  });
});

import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { describe, expect, it } from 'vitest';
import { refusedFilter } from './refused-filter.ts';

const refusal = (field: string) =>
  new CombinedGraphQLErrors({
    errors: [
      {
        message: 'refused',
        extensions: {
          code: 'BAD_USER_INPUT',
          issues: [{ field, problem: 'rule', severity: 'error', expected: { en: 'known at time zero', zh: '已知' } }],
        },
      },
    ],
  });

describe('refusedFilter', () => {
  it('is the variable that the API names', () => expect(refusedFilter(refusal('bestResponses'))).toBe('bestResponse'));
  it('is a field of the study', () => expect(refusedFilter(refusal('own_pain'))).toBe('own_pain'));
  it('is null if the API names something else', () => expect(refusedFilter(refusal('groupBy'))).toBeNull());
  it('is null if the connection failed', () => expect(refusedFilter(new TypeError('fetch failed'))).toBeNull());
});

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

describe('the condition for which an answer is refused', () => {
  it('is the one that the API names', () => expect(refusedFilter(refusal('bestResponses'))).toBe('bestResponse'));
  it('is none where the API names something else', () => expect(refusedFilter(refusal('groupBy'))).toBeNull());
  it('is none where the line broke', () => expect(refusedFilter(new TypeError('fetch failed'))).toBeNull());
});

import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { type Issue, type Row } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';

/** The current record, sent along when a stale version was refused. */
export interface Current {
  /** Given if it was not known before: two people made the first entry. */
  readonly id?: string;
  readonly values: Row;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What a refused save means to the form. */
export type Refusal =
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'conflict'; readonly current: Current }
  | { readonly kind: 'failed'; readonly code: string };

export function refusalOf(error: unknown): Refusal {
  const answers = CombinedGraphQLErrors.is(error) ? error.errors : [];
  for (const { extensions } of answers) {
    const current = extensions?.['current'];
    if (extensions?.['code'] === 'CONFLICT' && isCurrent(current)) return { kind: 'conflict', current };
    const issues: unknown = extensions?.['issues'];
    if (Array.isArray(issues) && issues.length > 0 && issues.every(isIssue)) return { kind: 'issues', issues };
  }
  return { kind: 'failed', code: errorCode(error) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isCurrent(value: unknown): value is Current {
  return (
    isObject(value) &&
    isObject(value['values']) &&
    typeof value['version'] === 'number' &&
    typeof value['updatedAt'] === 'string' &&
    typeof value['updatedBy'] === 'string'
  );
}

function isIssue(value: unknown): value is Issue {
  return (
    isObject(value) &&
    typeof value['field'] === 'string' &&
    typeof value['problem'] === 'string' &&
    (value['severity'] === 'error' || value['severity'] === 'warning') &&
    isObject(value['expected']) &&
    typeof value['expected']['en'] === 'string' &&
    typeof value['expected']['zh'] === 'string'
  );
}

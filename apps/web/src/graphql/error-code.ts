import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** What the API says went wrong, as one word: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, … */
export function errorCode(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    const code = error.errors[0]?.extensions?.['code'];
    return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
  }
  if (ServerError.is(error)) return `HTTP_${error.statusCode}`;
  return 'NETWORK';
}

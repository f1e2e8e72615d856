import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** What the API says went wrong, as one word: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, … */
export function errorCode(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    const code = error.errors[0]?.extensions?.['code'];
    return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
  }
  // Of the portal that waits for its database, or of a proxy before a portal that starts again.
  if (ServerError.is(error) && [502, 503, 504].includes(error.statusCode)) return 'UNAVAILABLE';
  if (ServerError.is(error)) return `HTTP_${error.statusCode}`;
  return 'NETWORK';
}

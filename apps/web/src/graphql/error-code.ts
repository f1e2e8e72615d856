import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** What went wrong, as the API's code: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, … */
export function errorCode(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    const code = error.errors[0]?.extensions?.['code'];
    return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
  }
  // From a portal that is waiting for its database, or from a proxy in front of a portal that is restarting.
  if (ServerError.is(error) && [502, 503, 504].includes(error.statusCode)) return 'UNAVAILABLE';
  if (ServerError.is(error)) return `HTTP_${error.statusCode}`;
  return 'NETWORK';
}

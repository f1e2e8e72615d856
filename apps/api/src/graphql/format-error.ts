import { unwrapResolverError } from '@apollo/server/errors';
import { type GraphQLFormattedError } from 'graphql';
import { databaseAwayError, PortalError, unstorableTextError } from '../context/portal-error.ts';
import { isDatabaseAway } from '../db/database-away.ts';
import { isUnstorableText } from '../db/unstorable-text.ts';
import { log } from '../log.ts';

/** PostgreSQL: a value that is not a uuid was given for an id, so no such record can exist. */
const INVALID_TEXT = '22P02';
/** After fifty faulty values GraphQL reports no more, with an error that Apollo Server does not take for the client's. */
const tooManyFaults = /^Too many errors processing variables/;
/**
 * A variable that may be null was null, or left out, where an argument takes no null: the document is valid, and only
 * carrying it out shows it, with an error that Apollo Server does not take for the client's.
 */
const lacksArgument = /^Argument "\w+" of (?:non-null|required) type "[^"]+" (?:must not be null|was )/;
/** PostgreSQL: the disk has no room for the row; the transaction is rolled back. */
const DISK_FULL = '53100';

/** Errors meant for the client pass; everything else is logged here and replaced with one sentence without detail. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof PortalError) return withoutTrace(formatted);
  if (hasCode(cause, INVALID_TEXT)) {
    return { ...withoutTrace(formatted), message: 'not found', extensions: { code: 'NOT_FOUND' } };
  }
  if (isUnstorableText(cause)) return { ...withoutTrace(formatted), ...toAnswer(unstorableTextError()) };
  if (isDatabaseAway(cause)) return { ...withoutTrace(formatted), ...toAnswer(databaseAwayError()) };
  if (hasCode(cause, DISK_FULL)) {
    log('error', 'graphql: the disk of the database is full', { path: formatted.path?.join('.') });
    const message = 'the disk of the portal is full: nothing was saved; ask who runs the portal';
    return { ...withoutTrace(formatted), message, extensions: { code: 'UNAVAILABLE' } };
  }
  if (tooManyFaults.test(formatted.message)) {
    const message = 'the variables of the operation have too many faults: correct those that are named first';
    return { ...withoutTrace(formatted), message, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (lacksArgument.test(formatted.message)) {
    return { ...withoutTrace(formatted), extensions: { code: 'BAD_USER_INPUT' } };
  }
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && clientFaults.has(code)) {
    return { ...withoutTrace(formatted), message: withoutValues(formatted.message) };
  }
  log('error', 'graphql: an operation failed', { path: formatted.path?.join('.'), cause });
  return {
    message: 'the portal could not do this; the operator finds the cause in the log',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

const clientFaults = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

function toAnswer({ message, code }: PortalError): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  return { message, extensions: { code } };
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function withoutTrace({ message, path, locations, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, exception: __, ...kept } = { stacktrace: undefined, exception: undefined, ...extensions };
  return { message, ...(path && { path }), ...(locations && { locations }), extensions: kept };
}

/** GraphQL's own errors repeat the input, which may be a patient's data; only the reason is kept. */
function withoutValues(message: string): string {
  return message
    .replace(/got invalid value [\s\S]*;/, 'got an invalid value;')
    .replace(/cannot represent (?:a |an )?(?:non-\w+ )?value: [\s\S]*$/, 'cannot represent the value given')
    .replace(/Value "[\s\S]*" does not exist/, 'The value given does not exist');
}

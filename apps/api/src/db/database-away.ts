/** From Node: nothing answers at the address, or the connection broke. */
const brokenLine = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
]);
/**
 * From PostgreSQL: it shuts down, crashed, recovers, takes no more connections, or ended a session that waited too
 * long.
 */
const unready = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03']);
/** pg reports these without a code. */
const ofClient =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/;
/** TypeORM releases a connection that is lost within a transaction, and refuses the next statement with these names. */
const takenBack = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/**
 * Whether an error means that the database is temporarily unavailable, as opposed to a statement that it refused: the
 * same request may succeed in a few seconds. Looks through wrapped errors.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; depth += 1) {
    // A bucket of slides may be unavailable as well, and has a different remedy.
    if ('$metadata' in at) return false;
    const { code, errors, driverError, originalError, cause } = at as Wrapping;
    if (typeof code === 'string' && (brokenLine.has(code) || unready.has(code) || code.startsWith('08'))) return true;
    if (takenBack.test(at.name) || ofClient.test(at.message)) return true;
    // A name with several addresses fails with one error for each.
    if (errors?.some(isDatabaseAway)) return true;
    at = driverError ?? originalError ?? cause;
  }
  return false;
}

interface Wrapping extends Error {
  readonly code?: unknown;
  readonly errors?: readonly unknown[];
  readonly driverError?: unknown;
  readonly originalError?: unknown;
}

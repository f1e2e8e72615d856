/** Of Node: nobody answers at the address, or the line broke. */
const brokenLine = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
]);
/** Of PostgreSQL: it shuts down, crashed, recovers, takes no more connections, or ended a session that waited too long. */
const unready = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03']);
/** pg itself says these without a code. */
const ofClient =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/;
/** TypeORM takes a connection back that is lost within a transaction, and refuses the next statement by these names. */
const takenBack = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/**
 * Whether an error says that the database is not there for the moment, in contrast to a statement that it refused: the
 * same request may succeed in a few seconds. Looks through what wraps it.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; depth += 1) {
    // A bucket of slides may be away as well, and has another remedy.
    if ('$metadata' in at) return false;
    const { code, errors, driverError, originalError, cause } = at as Wrapping;
    if (typeof code === 'string' && (brokenLine.has(code) || unready.has(code) || code.startsWith('08'))) return true;
    if (takenBack.test(at.name) || ofClient.test(at.message)) return true;
    // A name with several addresses fails at each.
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

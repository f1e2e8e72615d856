import { plansOf } from './kept-plans.ts';
import { type LentConnection, type PreparedStatement, type Rows, sendTogether } from './read-in-one-flight.ts';

/** What PostgreSQL answers to every statement after the one that failed. */
const AFTER_A_FAILURE = '25P02';

/**
 * A transaction that may change rows, with no trip to the database of its own but the commit: its beginning and the
 * asker go out with the statements that `work` sends before it first waits. READ COMMITTED: each statement sees what was
 * committed before it, so what follows a lock sees what the lock waited for.
 *
 * Statements that are sent together are processed in order; once one fails, it and all later ones report its error, and
 * nothing is kept. No statement is accepted after the end, however long the rest of `work` continues.
 */
export async function writeInOneFlight<T>(
  { client, release }: LentConnection,
  whoAsks: PreparedStatement & { readonly values: unknown[] },
  work: (tx: { readonly rows: Rows }) => Promise<T>,
): Promise<T> {
  // A lost connection is reported by its statements; without a listener it would end the process.
  const ignored = (): void => undefined;
  client.on('error', ignored);
  sendTogether(client);
  let failure: unknown = null;
  const failed = (error: unknown): never => {
    const isConsequence = (error as { code?: unknown } | null)?.code === AFTER_A_FAILURE;
    failure = isConsequence ? (failure ?? error) : error;
    throw failure;
  };
  const begun = Promise.all([client.query('begin isolation level read committed'), client.query(whoAsks)]).catch(
    failed,
  );
  const plans = plansOf(client);
  let hasEnded = false;
  const rows: Rows = async <R>(sql: string | PreparedStatement, values: readonly unknown[] = []) => {
    if (hasEnded) throw new Error('this write has ended: wait for every statement within it');
    if (typeof sql !== 'string') plans.use(sql.name);
    const query = { ...(typeof sql === 'string' ? { text: sql } : sql), values: [...values] };
    return (await client.query(query).catch(failed)).rows as R[];
  };
  let lost: Error | undefined;
  try {
    // Begins now; a synchronous throw becomes a rejection like any other.
    const [, result] = await Promise.all([begun, (async () => work({ rows }))()]);
    hasEnded = true;
    const { command } = await client.query('commit');
    // A statement failed and `work` carried on regardless: PostgreSQL answers the commit with a rollback.
    if (command !== 'COMMIT') throw failure ?? new Error('the database rolled the change back instead of storing it');
    return result;
  } catch (error) {
    hasEnded = true;
    await client.query('rollback').catch((cause: Error) => (lost = cause));
    throw error;
  } finally {
    plans.forget();
    client.off('error', ignored);
    release(lost);
  }
}

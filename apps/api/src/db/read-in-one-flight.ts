import { hash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { abandoned } from '../context/portal-error.ts';
import { cancelStatement } from './cancel-statement.ts';
import { type KeptPlans, plansOf } from './kept-plans.ts';

/** A statement that a connection parses and plans once, and keeps as long as it is among those used last. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** A statement put together from what a request selects: the same selection finds its plan again. */
export function composed(text: string): PreparedStatement {
  return { name: hash('md5', text), text };
}

/** Runs one SQL statement; the rows carry the statement's own column names. */
export type Rows = <R>(sql: string | PreparedStatement, values?: readonly unknown[]) => Promise<R[]>;

/** Runs one query; its rows come as PostgreSQL's binary COPY, piece by piece. */
export type Copy = (query: string) => AsyncIterable<Buffer>;

/** A connection of a pool with `pipeline`: statements are sent at once, without waiting for the previous answer. */
export interface LentConnection {
  readonly client: PoolClient;
  readonly release: (broken?: Error) => void;
}

export interface ReadOptions {
  /** Whether `work` sends everything before it first waits: the end of the transaction is then sent with it. */
  readonly isAskedAtOnce?: boolean;
  /** Whoever asked waits no longer: the statement under way is cancelled, and none is sent after it. */
  readonly gone?: AbortSignal | undefined;
}

/**
 * A read-only transaction of one snapshot that costs one trip to the database where its statements do not wait for each
 * other: its beginning, the asker and all statements `work` sends before it first waits go out together. PostgreSQL
 * processes them in order, so no statement runs before the asker is set; if that fails, every later one fails too.
 *
 * @throws UNAVAILABLE where nobody waits any more.
 */
export async function readInOneFlight<T>(
  { client, release }: LentConnection,
  whoAsks: PreparedStatement & { readonly values: unknown[] },
  work: (tx: { readonly rows: Rows; readonly copy: Copy }) => Promise<T>,
  { isAskedAtOnce = false, gone }: ReadOptions = {},
): Promise<T> {
  // They left while the connection was waited for.
  if (gone?.aborted) {
    release();
    throw abandoned();
  }
  // A lost connection is reported by its statements; without a listener it would end the process.
  const ignored = (): void => undefined;
  client.on('error', ignored);
  sendTogether(client);
  const begun = Promise.all([client.query('begin isolation level repeatable read read only'), client.query(whoAsks)]);
  const plans = plansOf(client);
  let ended: Promise<unknown> | null = null;
  let underWay = 0;
  let cancelled: Promise<void> | null = null;
  const cancel = (): void => {
    if (underWay > 0) cancelled = cancelStatement(client);
  };
  gone?.addEventListener('abort', cancel, { once: true });
  const rows: Rows = async <R>(sql: string | PreparedStatement, values: readonly unknown[] = []) => {
    if (ended) throw new Error('this read has sent its end already: ask before waiting, or read without isAskedAtOnce');
    if (gone?.aborted) throw abandoned();
    if (typeof sql !== 'string') plans.use(sql.name);
    underWay += 1;
    try {
      const answer = await client.query({ ...(typeof sql === 'string' ? { text: sql } : sql), values: [...values] });
      // What would be made of the rows is not wanted either.
      if (gone?.aborted) throw abandoned();
      return answer.rows as R[];
    } finally {
      underWay -= 1;
    }
  };
  async function* copy(query: string): AsyncGenerator<Buffer> {
    if (gone?.aborted) throw abandoned();
    underWay += 1;
    try {
      yield* copied(client, query);
    } finally {
      underWay -= 1;
    }
  }
  // Begins now; a synchronous throw becomes a rejection like any other.
  const worked = (async () => work({ rows, copy }))();
  if (isAskedAtOnce) ended = endOf(client, plans);
  // The outcome of the end is checked once below, however early it arrives.
  ended?.catch(ignored);
  try {
    const [, result] = await Promise.all([begun, worked]);
    return result;
  } catch (error) {
    // A statement that was cancelled fails with the database's own words.
    throw gone?.aborted ? abandoned() : error;
  } finally {
    gone?.removeEventListener('abort', cancel);
    // A statement may still be under way beside one that failed: the end queues behind it, and nothing waits for the
    // end.
    const giveBack = (broken?: Error): void => {
      client.off('error', ignored);
      release(broken);
    };
    Promise.all([ended ?? endOf(client, plans), cancelled]).then(() => giveBack(), giveBack);
  }
}

/** Ends the transaction, and after it forgets the plans that no longer count among those used last. */
function endOf(client: PoolClient, plans: KeptPlans): Promise<unknown> {
  const ended = client.query('commit');
  plans.forget();
  return ended;
}

/** Buffers writes until the code now running has made all of them: one packet instead of ten. */
export function sendTogether({ connection: { stream } }: PoolClient): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function* copied(client: PoolClient, query: string): AsyncGenerator<Buffer> {
  // Nothing may be sent during a copy, which the client ensures: the copy is sent once everything before it is
  // answered.
  await client.query('select');
  const connection: { pipeline: boolean } = client;
  connection.pipeline = false;
  const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } finally {
    // A reader that stops early leaves rows in transit; the connection answers nothing else before the last of them.
    if (!stream.readableEnded && !stream.errored) await finished(stream.resume());
    connection.pipeline = true;
  }
}

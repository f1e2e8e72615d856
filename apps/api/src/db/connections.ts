import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg';

/** Nobody waits longer for a server that does not answer. */
const CONNECT_MS = 10_000;

/**
 * A pool whose connections may be lost at any moment. pg tells of a lost connection by an event; the pool listens on
 * those that rest in it, and one that is lent out, as within a transaction, would end the process for want of a
 * listener. Who uses it hears of the loss by the next statement.
 *
 * @param onLost - told of each connection that was lost while it rested.
 */
export function openPool(config: PoolConfig, onLost: (error: Error) => void): Pool {
  const pool = new Pool({ keepAlive: true, connectionTimeoutMillis: CONNECT_MS, ...config });
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** One connection that may be lost at any moment; `connect` and the statements tell of it. */
export function newClient(config: ClientConfig): Client {
  const client = new Client({ keepAlive: true, connectionTimeoutMillis: CONNECT_MS, ...config });
  client.on('error', () => undefined);
  return client;
}

/** Whether a database answers at all, within a time that a person waits. */
export async function databaseAnswers(pool: Pool, withinMs = 3_000): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
  const answered = pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

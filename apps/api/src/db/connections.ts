import { type Client, type ClientConfig, Pool, type PoolConfig } from 'pg';
import { breakFromGoneServer } from './gone-server.ts';
import { WatchedClient } from './watched-client.ts';

/** The longest wait for a server that does not answer. */
const CONNECT_MS = 10_000;

/**
 * A pool whose connections may be lost at any moment. pg reports a lost connection by an event; the pool listens on its
 * idle ones, but a checked-out one, as within a transaction, would end the process for lack of a listener. Its user
 * learns of the loss from the next statement.
 *
 * @param onLost - called for each connection that was lost while idle.
 */
export function openPool(config: PoolConfig, onLost: (error: Error) => void): Pool {
  const pool = new Pool({ keepAlive: true, connectionTimeoutMillis: CONNECT_MS, Client: WatchedClient, ...config });
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  breakFromGoneServer(pool, probeOf(config), (n) =>
    onLost(new Error(`the database is gone: ${n} connections were given up`)),
  );
  return pool;
}

/** Of `breakFromGoneServer`: one connection to the same server, with little patience. */
export const probeOf =
  (config: ClientConfig) =>
  (withinMs: number): Client =>
    newClient({ ...config, connectionTimeoutMillis: withinMs, query_timeout: withinMs });

/** One connection that may be lost at any moment; `connect` and the statements report it. */
export function newClient(config: ClientConfig): Client {
  const client = new WatchedClient({ keepAlive: true, connectionTimeoutMillis: CONNECT_MS, ...config });
  client.on('error', () => undefined);
  return client;
}

/** Whether a database answers at all, within the time that a person would wait. */
export async function databaseAnswers(pool: Pool, withinMs = 3_000): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
  const answered = pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

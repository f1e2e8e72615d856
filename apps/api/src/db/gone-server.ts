import { type Socket } from 'node:net';
import { type Client, type Pool, type PoolClient } from 'pg';

/** How often is looked, and for how long nothing may come on a connection that waits before the server is asked. */
const LOOK_MS = 5_000;

/** pg opens the socket and keeps it; its types do not tell. */
const socketOf = (client: PoolClient): Socket | undefined =>
  (client as unknown as { connection?: { stream?: Socket } }).connection?.stream;

/**
 * Breaks the connections of a pool whose server is gone without a word: its machine lost its power, or a cable was pulled.
 * TCP alone gives such a connection up after a quarter of an hour, and whoever waits on it waits as long. A statement that
 * takes its time is let be: the server is asked on a connection of its own, and what answers there is not gone.
 *
 * @param connect - a client of the same server that waits at most so long for a connection and for an answer.
 * @param onGone - called when connections were broken, with how many.
 * @returns stops the watch; the end of the pool does as well.
 */
export function breakFromGoneServer(
  pool: Pool,
  connect: (withinMs: number) => Client,
  onGone: (connections: number) => void,
  lookMs = LOOK_MS,
): () => void {
  const waiting = new Map<PoolClient, number>();
  const open = new Set<PoolClient>();
  let misses = 0;
  let isLooking = false;
  pool.on('connect', (client) => void open.add(client));
  pool.on('acquire', (client) => void waiting.set(client, socketOf(client)?.bytesRead ?? 0));
  pool.on('release', (_error, client) => void waiting.delete(client));
  pool.on('remove', (client) => {
    open.delete(client);
    waiting.delete(client);
  });

  /** Whether somebody has waited since the last look without a byte from the server. */
  function isSilent(): boolean {
    let silent = false;
    for (const [client, read] of waiting) {
      const now = socketOf(client)?.bytesRead ?? 0;
      if (now === read) silent = true;
      waiting.set(client, now);
    }
    return silent;
  }

  async function look(): Promise<void> {
    if (!isSilent() || (await answers(connect(lookMs)))) {
      misses = 0;
      return;
    }
    misses += 1;
    // Once may be a machine that is busy.
    if (misses < 2) return;
    misses = 0;
    const broken = [...open];
    const error = Object.assign(new Error('the database does not answer any more'), { code: 'ETIMEDOUT' });
    for (const client of broken) socketOf(client)?.destroy(error);
    onGone(broken.length);
  }

  const timer = setInterval(() => {
    if (pool.ending) return clearInterval(timer);
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether anything answers there, if only to refuse. */
async function answers(client: Client): Promise<boolean> {
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // A server that refuses has a code of five characters (SQLSTATE); a network has ECONNREFUSED, or none.
    return /^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code));
  } finally {
    client.end().catch(() => undefined);
  }
}

import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { probeOf } from './connections.ts';
import { isDatabaseAway } from './database-away.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { breakFromGoneServer } from './gone-server.ts';

/** A line to a server that can fall silent: what is open stays open, what is new opens, and no byte passes. */
async function openLine(port: number) {
  const sockets = new Set<net.Socket>();
  let isSilent = false;
  const line = net.createServer((outside) => {
    const inside = net.connect(port, '127.0.0.1');
    for (const [one, other] of [[outside, inside], [inside, outside]] as const) {
      sockets.add(one);
      one.on('data', (bytes: Buffer) => void (isSilent || other.write(bytes)));
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    } // prettier-ignore
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  return {
    port: (line.address() as net.AddressInfo).port,
    setSilent: (value: boolean) => void (isSilent = value),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => line.close(resolve));
    },
  };
}

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let line: Awaited<ReturnType<typeof openLine>>;
let pool: Pool;
const gone: number[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
});
afterEach(async () => {
  await pool?.end();
  await line?.close();
  gone.length = 0;
});
afterAll(() => database?.close());

async function openWatched(lookMs: number): Promise<void> {
  const url = new URL(database.appUrl);
  line = await openLine(Number(url.port));
  url.port = String(line.port);
  const config = { connectionString: url.href };
  pool = new Pool({ ...config, max: 2 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  breakFromGoneServer(pool, probeOf(config), (connections) => gone.push(connections), lookMs);
}

describe('a server that is gone without a word', () => {
  it('ends who waits for it, and is used again once it is back', async () => {
    await openWatched(100);
    await pool.query('select 1');
    line.setSilent(true);
    const refusal: unknown = await pool.query('select 2').catch((error: unknown) => error);
    expect(isDatabaseAway(refusal)).toBe(true);
    expect(gone).toEqual([1]);
    line.setSilent(false);
    expect((await pool.query('select 3 as n')).rows).toEqual([{ n: 3 }]);
  });

  it('is none that takes its time: what it computes is waited for', async () => {
    // Long enough for a machine that is busy to answer within one look of two.
    await openWatched(1_000);
    expect((await pool.query('select 4 as n from pg_sleep(4.5)')).rows).toEqual([{ n: 4 }]);
    expect(gone).toEqual([]);
  });

  it('breaks nothing while nobody waits', async () => {
    await openWatched(50);
    await pool.query('select 1');
    line.setSilent(true);
    await wait(500);
    line.setSilent(false);
    expect(gone).toEqual([]);
    expect((await pool.query('select 5 as n')).rows).toEqual([{ n: 5 }]);
  });
});

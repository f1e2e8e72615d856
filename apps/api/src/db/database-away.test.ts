import { setTimeout as wait } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseAnswers, openPool } from './connections.ts';
import { openDataSource } from './data-source.ts';
import { isDatabaseAway } from './database-away.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { anyFreePort } from './free-port.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let dataSource: DataSource;

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await owner?.end();
  await database?.close();
});

/** Ends every session of the application, as the server does with all of them where one crashed. */
const endSessions = async (): Promise<void> => {
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_app_login'`);
  await wait(100);
};

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a lost connection', () => {
  it.each(['between two statements', 'in the middle of one'])(
    'within a transaction, %s, is reported as an unavailable database, and the next one works',
    async (when) => {
      const error = await errorOf(
        dataSource.transaction(async (manager) => {
          await manager.query('select 1');
          if (when.startsWith('between')) await endSessions();
          await Promise.all([manager.query('select pg_sleep(2)'), when.startsWith('in') && endSessions()]);
        }),
      );
      expect(error).toBeInstanceOf(Error);
      expect(isDatabaseAway(error)).toBe(true);
      expect(await dataSource.query('select 7 as n')).toEqual([{ n: 7 }]);
    },
  );

  it('that is checked out of a pool does not end the process', async () => {
    const uncaught: unknown[] = [];
    const hear = (error: unknown) => void uncaught.push(error);
    const others = process.rawListeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', hear);
    const pool = openPool({ connectionString: database.appUrl, max: 2 }, () => undefined);
    try {
      const client = await pool.connect();
      await client.query('begin');
      await endSessions();
      const error = await errorOf(client.query('select 1'));
      expect(isDatabaseAway(error)).toBe(true);
      client.release(true);
      expect(await databaseAnswers(pool)).toBe(true);
    } finally {
      await pool.end();
      process.off('uncaughtException', hear);
      for (const other of others) process.on('uncaughtException', other as (error: Error) => void);
    }
    expect(uncaught).toEqual([]);
  });
});

describe('an unavailable database', () => {
  it('is detected where nothing listens', async () => {
    const pool = new Pool({ connectionString: `postgres://a:b@127.0.0.1:${await anyFreePort()}/c` });
    expect(isDatabaseAway(await errorOf(pool.query('select 1')))).toBe(true);
    expect(await databaseAnswers(pool)).toBe(false);
    await pool.end();
  });

  it('is not confused with a refused statement, nor with a bucket of slides that does not answer', async () => {
    expect(isDatabaseAway(await errorOf(dataSource.query('select 1 / 0')))).toBe(false);
    expect(isDatabaseAway(await errorOf(dataSource.query('select nothing')))).toBe(false);
    const ofBucket = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', $metadata: {} });
    expect(isDatabaseAway(ofBucket)).toBe(false);
    expect(isDatabaseAway(new Error('outside', { cause: Object.assign(new Error(), { code: '57P01' }) }))).toBe(true);
    expect(isDatabaseAway(null)).toBe(false);
  });
});

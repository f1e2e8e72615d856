import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from './data-source.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { StudyDb } from './study-db.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let dataSource: DataSource;
let db: StudyDb;

const ada: Asker = { userId: 'ada', name: 'Ada', email: '', studies: [] };
const leaves = (gone: AbortSignal): Asker => ({ ...ada, gone });
const isRefused = { code: 'UNAVAILABLE', message: 'nobody waits for this answer any more' };
/** Longer than any test. */
const endless = 'select pg_sleep(86400)';

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // One connection: what does not give it back keeps everybody else waiting.
  dataSource = openDataSource(database.appUrl, 1);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await owner?.end();
  await database?.close();
});

const backend = () =>
  db.read(ada, async ({ rows }) => (await rows<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid);

const isUnderWay = async () => {
  const { rows } = await owner.query(`select 1 from pg_stat_activity where query = $1 and state = 'active'`, [endless]);
  return rows.length > 0;
};
const untilUnderWay = () => vi.waitFor(async () => expect(await isUnderWay()).toBe(true), { timeout: 25_000 });

describe('a read that nobody waits for any more', () => {
  it('ends the statement under way and gives its connection to the next', async () => {
    const before = await backend();
    const leaving = new AbortController();
    const read = db.read(leaves(leaving.signal), async ({ rows }) => {
      await rows(`select set_config('statement_timeout', '0', true)`);
      return rows(endless);
    });
    const refused = expect(read).rejects.toMatchObject(isRefused);
    await untilUnderWay();
    leaving.abort();
    await refused;
    expect(await backend()).toBe(before);
    expect(await isUnderWay()).toBe(false);
  });

  it('ends a copy under way as well', async () => {
    const leaving = new AbortController();
    const read = db.read(leaves(leaving.signal), async ({ copy }) => {
      for await (const piece of copy('select generate_series(1, 1000000000)')) if (piece.length > 0) leaving.abort();
    });
    await expect(read).rejects.toMatchObject(isRefused);
    expect(await backend()).toBeTypeOf('number');
  });

  it('sends no statement, and works on no rows, once they have left', async () => {
    const leaving = new AbortController();
    const worked: string[] = [];
    const read = db.read(leaves(leaving.signal), async ({ rows }) => {
      const first = rows('select 1');
      leaving.abort();
      await first;
      worked.push('on the rows');
    });
    await expect(read).rejects.toMatchObject(isRefused);
    expect(worked).toEqual([]);
  });

  it('takes no turn with the connection that it waited for', async () => {
    const leaving = new AbortController();
    const { promise: isEnough, resolve: enough } = Promise.withResolvers<void>();
    const first = db.read(ada, () => isEnough);
    const work = vi.fn(async () => undefined);
    const second = db.read(leaves(leaving.signal), work);
    leaving.abort();
    enough();
    await first;
    await expect(second).rejects.toMatchObject(isRefused);
    expect(work).not.toHaveBeenCalled();
    expect(await backend()).toBeTypeOf('number');
  });

  it('never ends a statement of whoever comes next', async () => {
    for (let round = 0; round < 30; round++) {
      const leaving = new AbortController();
      const left = db.read(leaves(leaving.signal), ({ rows }) => rows('select 1')).catch(() => null);
      setImmediate(() => leaving.abort());
      const [row] = await db.read(ada, ({ rows }) =>
        rows<{ n: number }>('select sum(i)::int as n from generate_series(1, 1000) i'),
      );
      expect(row).toEqual({ n: 500_500 });
      await left;
    }
  });
});

import { type PoolClient } from 'pg';
import { type DataSource } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { openDataSource } from './data-source.ts';
import { composed } from './read-in-one-flight.ts';
import { StudyDb } from './study-db.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let db: StudyDb;
const nobody: Asker = { userId: '', name: '', email: '', studies: [] };

beforeAll(async () => {
  database = await openDatabaseForTests();
  dataSource = openDataSource(database.appUrl, 1);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

const numbered = (n: number) => composed(`select ${n}::int as n`);
const ask = async (n: number): Promise<number | undefined> => {
  const [row] = await db.read(nobody, (tx) => tx.rows<{ n: number }>(numbered(n)), { isAskedAtOnce: true });
  return row?.n;
};
/** What the server holds for the one connection of the pool. */
async function held(): Promise<Set<string>> {
  const [client, release] = await (dataSource.driver as PostgresDriver).obtainMasterConnection();
  const { rows } = await (client as PoolClient).query<{ name: string }>('select name from pg_prepared_statements');
  (release as () => void)();
  return new Set(rows.map(({ name }) => name));
}

it('a connection keeps a hundred statements, those that were used last', async () => {
  for (let n = 0; n < 130; n += 1) {
    expect(await ask(n)).toBe(n);
    // Asked again and again, so never among the oldest.
    expect(await ask(0)).toBe(0);
  }
  const names = await held();
  // The statement that sets the asker is not counted: it is used each time.
  expect(names.size).toBeLessThanOrEqual(101);
  expect([0, 1, 30, 31, 129].map((n) => names.has(numbered(n).name))).toEqual([true, false, false, true, true]);
});

it('a statement that was given up is prepared again when it is asked again', async () => {
  expect(await ask(1)).toBe(1);
  expect((await held()).has(numbered(1).name)).toBe(true);
});

it('a read that failed gives up statements as well', async () => {
  for (let n = 200; n < 320; n += 1) {
    const failing = db.read(nobody, (tx) => Promise.all([tx.rows(numbered(n)), tx.rows('select 1 / 0')]));
    await expect(failing).rejects.toThrow('division by zero');
  }
  expect((await held()).size).toBeLessThanOrEqual(101);
  expect(await ask(200)).toBe(200);
});

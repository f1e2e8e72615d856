import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Pool } from 'pg';
import { openPool } from './connections.ts';
import { openDataSource } from './data-source.ts';
import { openDatabaseForTests } from './database.fixture.ts';
import { type AnsweredStatement, onStatements } from './watched-client.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: Pool;
const heard: AnsweredStatement[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openPool({ connectionString: database.appUrl, max: 1 }, () => undefined);
});
afterEach(() => {
  onStatements(null);
  heard.length = 0;
});
afterAll(async () => {
  await pool?.end();
  await database?.close();
});

it('times a statement by how long the database took for it, however it is asked', async () => {
  onStatements((one) => void heard.push(one));
  await pool.query('select pg_sleep(0.2)');
  const client = await pool.connect();
  await client.query({ name: 'named', text: 'select $1::int as given', values: [7] });
  await new Promise<void>((resolve) => client.query('select 3', () => resolve()));
  await expect(client.query('select 1 / 0')).rejects.toThrow(/division by zero/);
  client.release();
  expect(heard.map(({ text, hasFailed }) => [text, hasFailed])).toEqual([
    ['select pg_sleep(0.2)', false],
    ['select $1::int as given', false],
    ['select 3', false],
    ['select 1 / 0', true],
  ]);
  expect(heard[0]!.ms).toBeGreaterThanOrEqual(190);
});

it('does not count against a statement what waited before it in the same packet', async () => {
  const source = openDataSource(database.appUrl, 1);
  await source.initialize();
  onStatements((one) => void heard.push(one));
  const [client, release] = await (
    source.driver as unknown as {
      obtainMasterConnection(): Promise<[{ query(sql: string): Promise<unknown> }, () => void]>;
    }
  ).obtainMasterConnection();
  await Promise.all([client.query('select pg_sleep(2)'), client.query('select 2 as second')]);
  release();
  await source.destroy();
  const second = heard.find(({ text }) => text === 'select 2 as second')!;
  expect(heard.find(({ text }) => text.includes('pg_sleep'))!.ms).toBeGreaterThanOrEqual(1_990);
  expect(second.ms).toBeLessThan(1_500);
});

it('hears nothing without a listener', async () => {
  await pool.query('select 4');
  expect(heard).toEqual([]);
});

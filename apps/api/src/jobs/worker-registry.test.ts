import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '../db/connections.ts';
import { newestMigration } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { startWorker } from '../worker.ts';
import { type Ask, queueState, seenWorkers } from './queue-state.ts';
import { registerWorker } from './worker-registry.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let app: Pool;
let worker: Pool;
const ask: Ask = async <Row>(sql: string, values: readonly unknown[] = []) =>
  (await app.query(sql, [...values])).rows as Row[];

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  app = openPool({ connectionString: database.appUrl, max: 2 }, () => undefined);
  worker = openPool({ connectionString: database.workerUrl, max: 2 }, () => undefined);
});
afterAll(async () => {
  await Promise.all([app?.end(), worker?.end(), owner?.end()]);
  await database?.close();
});

const plain = { kinds: ['inference'], threads: 2, onRefused: () => undefined };

it('a worker is seen with its machine and what it works on, until it leaves', async () => {
  const registered = await registerWorker(worker, plain);
  expect(await seenWorkers(ask)).toMatchObject([
    { pid: process.pid, kinds: ['inference'], threads: 2, isAlive: true, runKind: null },
  ]);
  registered.onJob({ kind: 'inference', id: '00000000-0000-4000-8000-000000000001' });
  await expect.poll(async () => (await seenWorkers(ask))[0]?.runKind).toBe('inference');
  await owner.query(`update portal.worker set seen_at = now() - interval '21 seconds'`);
  expect((await seenWorkers(ask))[0]?.isAlive).toBe(false);
  await registered.leave();
  expect(await seenWorkers(ask)).toEqual([]);
});

it('what waits in the queue is counted by kind, with how long it has waited', async () => {
  await owner.query(
    `insert into queue.job (name, data, state, created_on) values
       ('jobs', '{"kind": "inference", "id": "1"}', 'created', now() - interval '90 seconds'),
       ('jobs', '{"kind": "inference", "id": "2"}', 'active', now() - interval '900 seconds'),
       ('jobs', '{"kind": "training_run", "id": "3"}', 'retry', now() - interval '10 seconds')`,
  );
  const queue = await queueState(ask);
  expect(queue.map(({ kind, waiting, active }) => [kind, waiting, active])).toEqual([
    ['inference', 1, 1],
    ['training_run', 1, 0],
  ]);
  expect(queue[0]!.oldestSeconds).toBeGreaterThanOrEqual(90);
  expect(queue[0]!.oldestSeconds).toBeLessThan(900);
});

it('a worker of another version is refused with what to do, also one under which the portal was updated', async () => {
  const ended = startWorker({
    workerUrl: database.workerUrl,
    home: database.home,
    signal: new AbortController().signal,
  });
  await expect.poll(async () => (await seenWorkers(ask)).length, { timeout: 20_000 }).toBe(1);
  const newer = newestMigration() + 1;
  await owner.query('insert into portal.migration ("timestamp", name) values ($1, $2)', [newer, `Later${newer}`]);
  await expect(ended).rejects.toThrow(
    new RegExp(`^this worker is older than the portal .*${newer}\\): bring this checkout to the version of the portal`),
  );
  await expect(registerWorker(worker, plain)).rejects.toThrow(/^this worker is older than the portal/);
  await owner.query('delete from portal.migration where "timestamp" >= $1', [newestMigration()]);
  await expect(registerWorker(worker, plain)).rejects.toThrow(
    /^this worker is newer than the portal .*start the portal/,
  );
  expect(await seenWorkers(ask)).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { operatorOf } from '../modules/studies/membership.query.ts';
import { carryOut } from '../jobs/carry-out.ts';
import { FencedRuns } from '../jobs/fenced-runs.ts';
import { type JobKind } from '../jobs/job-kind.ts';

/** The migration of a new kind, as the head of `jobs/job-kind.ts` describes it: the table, and these statements. */
const migration = `
  create table portal.tally_run (
    id uuid primary key,
    centre_id int not null references portal.centre,
    status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
    priority smallint not null default 0, attempt int not null default 0, stage text, done int, total int,
    error_code text, error_message text, requested_by text not null, queued_at timestamptz not null default now(),
    started_at timestamptz, finished_at timestamptz, version int not null default 1,
    updated_at timestamptz not null default now(), updated_by text not null,
    n int
  );
  select portal.protect_rows_of_centre('tally_run');
  select portal.hand_to_worker('tally_run');
  grant update (n) on portal.tally_run to portal_worker;`;

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: pg.Client;
let app: DataSource;
let worker: pg.Pool;
beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: 'S',
    name: 'S',
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [],
    centres: [{ code: 'A', name: 'A' }],
  });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(migration);
  app = openDataSource(database.appUrl, 1);
  await app.initialize();
  worker = new pg.Pool({ connectionString: database.workerUrl });
});
afterAll(async () => {
  await worker?.end();
  await app?.destroy();
  await owner?.end();
  await database?.close();
});

it('a new kind of work is claimed, followed and finished, and its audit trail has the request and the end', async () => {
  const asker = (await operatorOf(app, 'S', 'test'))!;
  const id = randomUUID();
  await new StudyDb(app).write(asker, null, (tx) =>
    tx.rows(
      `insert into portal.tally_run (id, centre_id, requested_by, updated_by) select $1, id, 'test', 'test' from portal.centre`,
      [id],
    ),
  );
  const runs = new FencedRuns(worker, 'tally_run', {});
  const kind: JobKind = {
    runs,
    work: async (claim) => {
      expect(await runs.report(claim, { stage: 'counting', done: 1, total: 2 })).toBe(true);
      return { columns: { n: 42 } };
    },
    failureOf: () => null,
  };
  const claim = (await runs.claim(id))!;
  expect(await carryOut(kind, claim, new AbortController().signal)).toBe('written');
  const { rows } = await owner.query('select status, attempt, n from portal.tally_run');
  expect(rows).toEqual([{ status: 'done', attempt: 1, n: 42 }]);
  const trail = await owner.query(
    `select action, user_id, changes -> 'status' as status from portal.audit_entry where form = 'tally_run' order by id`,
  );
  expect(trail.rows).toEqual([
    { action: 'create', user_id: 'cli:test', status: [null, 'queued'] },
    { action: 'correct', user_id: 'worker', status: ['running', 'done'] },
  ]);
});

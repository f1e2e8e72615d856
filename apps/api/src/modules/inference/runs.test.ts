import { statement } from '@haim/schema';
import { type SlideScore } from '@haim/ml';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { type Claim, type FencedRuns } from '../../jobs/fenced-runs.ts';
import { JobQueue, queueName, queueSchema } from '../../jobs/job-queue.ts';
import { RunNotices } from '../../jobs/run-notices.ts';
import { RunWatch } from '../../jobs/run-watch.ts';
import { startWorker } from '../../worker.ts';
import { type ModelService } from '../models/model.service.ts';
import { RoiService } from '../rois/index.ts';
import { SlideService } from '../slides/slide.service.ts';
import { addMembership } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { type InferenceRow } from './inference.query.ts';
import { InferenceService, inferenceWatched } from './inference.service.ts';
import { type AskedScore, finishedWith, inferenceRuns } from './score-slide-kind.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let workerPool: Pool;
let db: StudyDb;
let queue: JobQueue;
let notices: RunNotices;
let runs: InferenceService;
let store: FencedRuns<AskedScore>;
let nfh: PortalContext;
let fahsyu: PortalContext;
let slideId: string;

async function member(userId: string, centre: string): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role: 'staff', centre });
  const asker = { userId, name: `Name of ${userId}`, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

/** Files and models have their own tests: here every slide has an image, and every model but one is valid. */
const soundModels = {
  runnable: () => Promise.resolve({ model: {}, version: { id: null } }),
} as unknown as ModelService;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 5);
  await dataSource.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  workerPool = new Pool({ connectionString: database.workerUrl, max: 3 });
  db = new StudyDb(dataSource);
  queue = new JobQueue(database.appUrl, () => undefined);
  await queue.open();
  notices = new RunNotices(database.appUrl, () => undefined);
  await notices.open();
  runs = new InferenceService(db, new SlideService(db, new StudyService(db)), new RoiService(db), soundModels, queue);
  store = inferenceRuns(workerPool);
  nfh = await member('nfh', 'NFH');
  fahsyu = await member('fahsyu', 'FAHSYU');
  const [slide] = await db.write(nfh.asker, null, (tx) =>
    tx.rows<{ id: string }>(
      `with file as (
         insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 1, 1, 0.25, 'generic-tiff', true,
           'nfh'
         from portal.slide order by barcode limit 1 returning slide_id
       ) select slide_id as id from file`,
    ),
  );
  slideId = slide!.id;
});

afterAll(async () => {
  await notices?.close();
  await queue?.close();
  await workerPool?.end();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

const ask = (ctx: PortalContext = nfh): Promise<InferenceRow> =>
  runs.run(ctx, { slideId, modelId: 'haim', provider: 'cpu' });

async function claimed(): Promise<Claim> {
  const claim = await store.claim((await ask()).id);
  return claim!;
}

const jobs = async () => {
  const { rows } = await owner.query<{ id: string }>(
    `select data ->> 'id' as id from ${queueSchema}.job where name = $1 and state = 'created'`,
    [queueName],
  );
  return rows.map(({ id }) => id);
};

/** Leaves no run under way, so that each test starts its own. */
beforeEach(async () => {
  const [underWay] = (await runs.ofSlides(nfh, [slideId])).filter(({ finishedAt }) => finishedAt === null);
  if (underWay) await runs.cancel(nfh, underWay.id);
  await owner.query(`delete from ${queueSchema}.job`);
});

const score = (prps: number): SlideScore =>
  ({
    prps,
    threshold: 0.532,
    predictedClass: 'SD/PD',
    weights: 'synthetic',
    modelSha256: 'a'.repeat(64),
    providerRan: 'cpu',
    patches: { found: 2, kept: 1, dropped: [{ reason: 'white', count: 1 }] },
    patchMap: [
      { x: 0, y: 0, sizePx: 512, kept: true, reason: null },
      { x: 512, y: 0, sizePx: 512, kept: false, reason: 'white' },
    ],
    roi: 'whole tissue',
    warnings: [statement('syntheticWeights')],
    bagReused: false,
    seconds: { total: 1, hashing: 0, tiling: 0, decode: 0, session: 1 },
  }) as unknown as SlideScore;

const finish = (claim: Claim, prps: number): Promise<boolean> => {
  const { columns, alsoWrite } = finishedWith(claim, score(prps));
  return store.finish(claim, columns, alsoWrite);
};

describe('asking for a run', () => {
  it('adds row and job together', async () => {
    const run = await ask();
    expect(run).toMatchObject({ status: 'queued', attempts: 0, requestedBy: 'Name of nfh', providerAsked: 'cpu' });
    expect(await jobs()).toEqual([run.id]);
  });

  it('adds no row where the queue takes no job', async () => {
    const before = (await runs.ofSlides(nfh, [slideId])).length;
    const full = { enqueue: () => Promise.reject(new Error('full')) } as unknown as JobQueue;
    const refused = new InferenceService(
      db,
      new SlideService(db, new StudyService(db)),
      new RoiService(db),
      soundModels,
      full,
    );
    await expect(refused.run(nfh, { slideId, modelId: 'haim', provider: 'cpu' })).rejects.toThrow('full');
    expect(await runs.ofSlides(nfh, [slideId])).toHaveLength(before);
  });

  it('makes one run of twelve identical simultaneous requests, and another for another provider', async () => {
    const ids = new Set((await Promise.all(Array.from({ length: 12 }, () => ask()))).map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(await jobs()).toEqual([...ids]);
    const other = await runs.run(nfh, { slideId, modelId: 'haim', provider: 'auto' });
    expect(ids.has(other.id)).toBe(false);
    await runs.cancel(nfh, other.id);
  });

  it('refuses a slide without image and a slide of another centre', async () => {
    const [bare] = await db.read(nfh.asker, (tx) =>
      tx.rows<{ id: string }>('select id from portal.slide where id <> $1 limit 1', [slideId]),
    );
    await expect(runs.run(nfh, { slideId: bare!.id, modelId: 'haim', provider: 'cpu' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    await expect(ask(fahsyu)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the fence of a run', () => {
  it('lets only the newest claim write', async () => {
    const older = await claimed();
    const newer = (await store.claim(older.id))!;
    expect(newer.attempt).toBe(older.attempt + 1);
    const stale = [
      await store.report(older, { stage: 'features', done: 1, total: 2 }),
      await store.holds(older),
      await finish(older, 0.1),
      await store.fail(older, { code: 'X', message: 'x' }),
      await store.giveBack(older, () => Promise.reject(new Error('must not be asked'))),
    ];
    expect(stale).toEqual([false, false, false, false, false]);
    expect(await finish(newer, 0.9)).toBe(true);
    expect(await finish(newer, 0.5)).toBe(false);
    const run = await runs.one(nfh, older.id);
    expect(run).toMatchObject({ status: 'done', prps: 0.9, attempts: 2, providerRan: 'cpu' });
    expect(await runs.patchMaps(nfh, [older.id])).toEqual([
      { id: older.id, sizePx: 512, x: [0, 512], y: [0, 0], reason: [null, 'white'] },
    ]);
    expect(await store.claim(older.id)).toBeNull();
  });

  it('returns a run to the queue together with its next job, or not at all', async () => {
    const claim = await claimed();
    await expect(store.giveBack(claim, () => Promise.reject(new Error('no queue')))).rejects.toThrow('no queue');
    expect((await runs.one(nfh, claim.id)).status).toBe('running');
    expect(await store.giveBack(claim, () => Promise.resolve())).toBe(true);
    expect((await runs.one(nfh, claim.id)).status).toBe('queued');
    expect((await store.claim(claim.id))!.attempt).toBe(2);
  });

  it('keeps the share of byte counts beyond the range of an int', async () => {
    const claim = await claimed();
    await store.report(claim, { stage: 'hashing', done: 6e9, total: 24e9 });
    const { done, total } = await runs.one(nfh, claim.id);
    expect(done! / total!).toBeCloseTo(0.25, 5);
  });
});

describe('cancelling a run', () => {
  it('ends a queued run at once, and no worker takes it', async () => {
    const run = await ask();
    expect((await runs.cancel(nfh, run.id)).status).toBe('cancelled');
    expect((await runs.cancel(nfh, run.id)).status).toBe('cancelled');
    expect(await store.claim(run.id)).toBeNull();
  });

  it('takes a running run away from its worker', async () => {
    const claim = await claimed();
    await runs.cancel(nfh, claim.id);
    expect(await store.holds(claim)).toBe(false);
    expect(await finish(claim, 0.9)).toBe(false);
  });

  it('refuses to cancel a finished run, and does not find a foreign one', async () => {
    const claim = await claimed();
    await finish(claim, 0.9);
    await expect(runs.cancel(nfh, claim.id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(runs.cancel(fahsyu, claim.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(runs.one(fahsyu, claim.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await runs.patchMaps(fahsyu, [claim.id])).toEqual([]);
  });
});

describe('write access to runs', () => {
  it('the application cannot write a score', async () => {
    const claim = await claimed();
    const tries = [
      `update portal.inference set prps = 0.1 where id = '${claim.id}'`,
      `update portal.inference set status = 'done' where id = '${claim.id}'`,
      `delete from portal.inference where id = '${claim.id}'`,
      `insert into portal.inference_patches (inference_id, centre_id, size_px, x, y, reason) values ('${claim.id}', 1, 1, '{}', '{}', '{}')`,
    ];
    for (const sql of tries) {
      await expect(db.write(nfh.asker, null, (tx) => tx.rows(sql))).rejects.toThrow(/permission denied|row-level/);
    }
  });

  it('the worker cannot see patients', async () => {
    for (const table of ['slide', 'imported_score', 'patient_identity']) {
      await expect(workerPool.query(`select from portal.${table}`)).rejects.toThrow(/permission denied/);
    }
    // What rules read is open while they run, and to the transaction that names their run.
    for (const table of ['patient', 'treatment', 'subject']) {
      const { rowCount: there } = await owner.query(`select from portal.${table}`);
      const { rowCount: seen } = await workerPool.query(`select from portal.${table}`);
      expect([there! > 0, seen]).toEqual([true, 0]);
    }
  });

  it('the audit trail records who requested a run and that the worker ended it', async () => {
    const claim = await claimed();
    await finish(claim, 0.9);
    const { rows } = await owner.query<{ user_id: string; action: string }>(
      'select user_id, action from portal.audit_entry where record_id = $1 order by id',
      [claim.id],
    );
    expect(rows).toEqual([
      { user_id: 'nfh', action: 'create' },
      { user_id: 'worker', action: 'correct' },
    ]);
  });
});

describe('watching a run', () => {
  const watch = (freshly = (asker: PortalContext['asker']) => Promise.resolve(asker)) =>
    new RunWatch(inferenceWatched(runs), notices, freshly);

  it('shows the current state and every change, and ends with the run', async () => {
    const run = await ask();
    const seen: string[] = [];
    const changes = await watch().changes(nfh, run.id);
    for await (const { status, done } of changes) {
      seen.push(`${status} ${done}`);
      if (status === 'queued') await store.claim(run.id);
      if (status === 'running' && done === null) {
        await store.report({ ...(await runs.one(nfh, run.id)), attempt: 1 } as unknown as Claim, {
          stage: 'features',
          done: 1,
          total: 4,
        });
      }
      if (done === 1) await runs.cancel(nfh, run.id);
    }
    expect(seen).toEqual(['queued null', 'running null', 'running 1', 'cancelled 1']);
  });

  it('does not find a foreign run', async () => {
    const { id } = await ask();
    await expect(watch().changes(fahsyu, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends silently when access is removed', async () => {
    const { id } = await ask();
    let access = nfh.asker;
    const changes = await watch(() => Promise.resolve(access)).changes(nfh, id);
    expect((await changes.next()).value.status).toBe('queued');
    access = { ...access, studies: [] };
    await store.claim(id);
    expect(await changes.next()).toEqual({ done: true, value: undefined });
  });

  it('releases a reader who leaves while it waits at once', async () => {
    const { id } = await ask();
    const changes = await watch().changes(nfh, id);
    await changes.next();
    const waiting = changes.next();
    await changes.return!();
    expect((await waiting).done).toBe(true);
  });
});

describe('the worker', () => {
  /** Lets a worker run until the run has ended. */
  async function workUntilOver(id: string): Promise<InferenceRow> {
    const leaving = new AbortController();
    const ended = startWorker({ workerUrl: database.workerUrl, home: database.home, signal: leaving.signal });
    const changes = await new RunWatch(inferenceWatched(runs), notices, (asker) => Promise.resolve(asker)).changes(
      nfh,
      id,
    );
    for await (const _ of changes);
    leaving.abort();
    await ended;
    return runs.one(nfh, id);
  }

  it('fails a run whose image is gone at once, with a message', async () => {
    const { id } = await ask();
    const run = await workUntilOver(id);
    expect(run).toMatchObject({ status: 'failed', attempts: 1, errorCode: 'UNREADABLE' });
    expect(run.errorMessage).not.toContain(database.home);
  });

  it('gives up a run that has ended three workers', async () => {
    const { id } = await ask();
    await store.claim(id);
    await owner.query(`update ${queueSchema}.job set retry_count = 2, started_on = now(), state = 'retry'`);
    const run = await workUntilOver(id);
    expect(run).toMatchObject({ status: 'failed', errorCode: 'WORKER_LOST' });
  });

  it('finds a run whose job was lost', async () => {
    const { id } = await ask();
    await owner.query(`delete from ${queueSchema}.job`);
    const lost: string[] = [];
    const look = () =>
      store.reviveLost({ table: `${queueSchema}.job`, queue: queueName }, (_client, one) =>
        Promise.resolve(void lost.push(one)),
      );
    await look();
    expect(lost).toEqual([]);
    await owner.query('alter table portal.inference no force row level security');
    await owner.query(`update portal.inference set updated_at = now() - interval '1 hour' where id = $1`, [id]);
    await owner.query('alter table portal.inference force row level security');
    await look();
    expect(lost).toEqual([id]);
    expect((await workUntilOver(id)).status).toBe('failed');
  });
});

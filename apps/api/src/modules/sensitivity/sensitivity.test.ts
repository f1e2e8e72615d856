import { statement } from '@haim/schema';
import { type LoadedModel, type SlideScore, type SlideSensitivity, type SlideSensitivityOptions } from '@haim/ml';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { notFound } from '../../context/portal-error.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { JobQueue, queueName, queueSchema } from '../../jobs/job-queue.ts';
import { RunNotices } from '../../jobs/run-notices.ts';
import { RunWatch } from '../../jobs/run-watch.ts';
import { InferenceService } from '../inference/index.ts';
import { finishedWith, inferenceRuns } from '../inference/score-slide-kind.ts';
import { type ModelService } from '../models/index.ts';
import { RoiService } from '../rois/index.ts';
import { SlideService } from '../slides/index.ts';
import { addMembership } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { ExplainScoreKind, sensitivityRuns } from './explain-score-kind.ts';
import { SensitivityService, sensitivityWatched } from './sensitivity.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let workerPool: Pool;
let db: StudyDb;
let queue: JobQueue;
let notices: RunNotices;
let runs: InferenceService;
let explanations: SensitivityService;
let nfh: PortalContext;
let fahsyu: PortalContext;
let slideId: string;
let roiId: string;

const version = { modelSha256: 'a'.repeat(64), manifestSha256: 'b'.repeat(64) };
const soundModel = { ...version } as unknown as LoadedModel;
const slideSha256 = 'c'.repeat(64);
const region = { outline: [{ x: 0, y: 0 }, { x: 9000, y: 0 }, { x: 0, y: 9000 }], holes: [] }; // prettier-ignore

async function member(userId: string, centre: string): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role: 'staff', centre });
  const asker = { userId, name: `Name of ${userId}`, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

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
  const rois = new RoiService(db);
  const models = {
    runnable: () => Promise.resolve({ model: soundModel, version: { id: null } }),
  } as unknown as ModelService;
  runs = new InferenceService(db, new SlideService(db, new StudyService(db)), rois, models, queue);
  explanations = new SensitivityService(db, runs, queue);
  nfh = await member('nfh', 'NFH');
  fahsyu = await member('fahsyu', 'FAHSYU');
  const [slide] = await db.write(nfh.asker, null, (tx) =>
    tx.rows<{ id: string }>(
      `with file as (
         insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 4000, 4000, 0.25, 'generic-tiff', true,
           'nfh'
         from portal.slide order by barcode limit 1 returning slide_id
       ) select slide_id as id from file`,
    ),
  );
  slideId = slide!.id;
  const outline = { slideId, id: null, version: null, name: 'core', label: null, regions: [region] };
  roiId = (await rois.save(nfh, outline)).id;
});

afterAll(async () => {
  await notices?.close();
  await queue?.close();
  await workerPool?.end();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

/** Three patches: kept, dropped, kept. */
const score = {
  ...version,
  prps: 0.7,
  threshold: 0.532,
  predictedClass: 'SD/PD',
  positiveClass: 'SD/PD',
  classes: ['CR/PR', 'SD/PD'],
  weights: 'synthetic',
  providerRan: 'cpu',
  slideSha256,
  patches: { found: 3, kept: 2, dropped: [{ reason: 'white', count: 1 }] },
  patchMap: [
    { x: 0, y: 0, sizePx: 512, kept: true, reason: null },
    { x: 512, y: 0, sizePx: 512, kept: false, reason: 'white' },
    { x: 0, y: 512, sizePx: 512, kept: true, reason: null },
  ],
  roi: [region],
  warnings: [],
} as unknown as SlideScore;

let runId: string;
const ask = () => runs.run(nfh, { slideId, modelId: 'haim', provider: 'cpu', roiIds: [roiId] });

/** Each test has its own scored run. */
beforeEach(async () => {
  const store = inferenceRuns(workerPool);
  const claim = (await store.claim((await ask()).id))!;
  const { columns, alsoWrite } = finishedWith(claim, score);
  await store.finish(claim, columns, alsoWrite);
  runId = claim.id;
  await owner.query(`delete from ${queueSchema}.job`);
});

const found: SlideSensitivity = {
  prps: 0.7,
  values: Float32Array.from([0.02, -0.05]),
  scale: 0.05,
  blocks: [0, 1],
  blockRows: 1,
  providerRan: 'cpu',
  warnings: [statement('syntheticWeights')],
  seconds: { total: 2, session: 1 },
  method: statement('sensitivityPerPatch', { positive: 'SD/PD' }),
  corners: [{ x: 0, y: 0 }, { x: 0, y: 512 }], // prettier-ignore
  ...version,
  weights: 'synthetic',
  bagReused: true,
};

interface Surroundings {
  readonly model?: Partial<typeof version> | null;
  readonly result?: SlideSensitivity;
}

/** A worker that takes the explanation, with the computing replaced: packages/ml tests that. */
async function work(id: string, { model = {}, result = found }: Surroundings = {}) {
  const asked: SlideSensitivityOptions[] = [];
  const kind = new ExplainScoreKind({
    pool: workerPool,
    models: {
      sound: () => (model ? Promise.resolve({ ...soundModel, ...model }) : Promise.reject(notFound('model'))),
    },
    files: { pathOf: (fileName) => Promise.resolve(`slides/${fileName}`) },
    bagsDir: 'bags',
    explain: (options) => {
      asked.push(options);
      return Promise.resolve(result);
    },
  });
  const claim = (await kind.runs.claim(id))!;
  const { signal } = new AbortController();
  try {
    const { columns, alsoWrite } = await kind.work(claim, { signal, report: () => undefined });
    await kind.runs.finish(claim, columns, alsoWrite);
  } catch (error) {
    await kind.runs.fail(claim, kind.failureOf(error)!);
  }
  return { row: await explanations.one(nfh, id), asked };
}

const jobs = async () => {
  const { rows } = await owner.query<{ data: { kind: string; id: string } }>(
    `select data from ${queueSchema}.job where name = $1 and state = 'created'`,
    [queueName],
  );
  return rows.map(({ data }) => data);
};

describe('asking for an explanation', () => {
  it('adds row and job together, and names the run and its model', async () => {
    const row = await explanations.explain(nfh, runId);
    expect(row).toMatchObject({
      inferenceId: runId,
      slideId,
      modelId: 'haim',
      modelSha256: version.modelSha256,
      weights: 'synthetic',
      positiveClass: 'SD/PD',
      classes: ['CR/PR', 'SD/PD'],
      status: 'queued',
      requestedBy: 'Name of nfh',
    });
    expect(await jobs()).toEqual([{ kind: 'sensitivity', id: row.id }]);
  });

  it('adds no row where the queue takes no job', async () => {
    const full = { enqueue: () => Promise.reject(new Error('full')) } as unknown as JobQueue;
    await expect(new SensitivityService(db, runs, full).explain(nfh, runId)).rejects.toThrow('full');
    expect(await explanations.ofRuns(nfh, [runId])).toEqual([]);
  });

  it('makes one of twelve simultaneous requests, and returns it again once it is finished', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => explanations.explain(nfh, runId)));
    const ids = new Set(all.map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(await jobs()).toHaveLength(1);
    const [id] = [...ids];
    await work(id!);
    expect(await explanations.explain(nfh, runId)).toMatchObject({ id, status: 'done' });
  });

  it('may be repeated after it was cancelled; the newest counts', async () => {
    const first = await explanations.explain(nfh, runId);
    await explanations.cancel(nfh, first.id);
    const second = await explanations.explain(nfh, runId);
    expect(second.id).not.toBe(first.id);
    expect((await explanations.ofRuns(nfh, [runId])).map(({ id }) => id)).toEqual([second.id]);
  });

  it('needs a run with a score, of a centre that one may read', async () => {
    const waiting = await ask();
    await expect(explanations.explain(nfh, waiting.id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await runs.cancel(nfh, waiting.id);
    await expect(explanations.explain(nfh, waiting.id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    for (const id of [runId, 'no-id', '00000000-0000-0000-0000-000000000000']) {
      await expect(explanations.explain(fahsyu, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('the work', () => {
  it('explains the run as it was scored, with values for its kept patches', async () => {
    const { id } = await explanations.explain(nfh, runId);
    const { row, asked } = await work(id);
    const [options] = asked;
    expect(options).toMatchObject({ slideSha256, provider: 'cpu', bagDir: 'bags', roi: [region] });
    expect(await options!.slidePath()).toBe(`slides/${'0'.repeat(64)}.tiff`);
    expect(row).toMatchObject({
      status: 'done',
      prps: 0.7,
      scale: 0.05,
      method: statement('sensitivityPerPatch', { positive: 'SD/PD' }),
      blockPatches: 1,
      blockCount: 2,
      providerRan: 'cpu',
      bagReused: true,
      seconds: 2,
      warnings: [statement('syntheticWeights')],
      attempts: 1,
    });
    expect(await explanations.maps(nfh, [id])).toEqual([
      { id, sizePx: 512, x: [0, 0], y: [0, 512], block: [0, 1], value: [0.02, -0.05] },
    ]);
  });

  it('keeps null where there was nothing to compare', async () => {
    const { id } = await explanations.explain(nfh, runId);
    const { row } = await work(id, { result: { ...found, values: null, scale: null } });
    expect(row).toMatchObject({ status: 'done', scale: null });
    expect((await explanations.maps(nfh, [id]))[0]).toMatchObject({ value: null, block: [0, 1] });
  });

  it.each([
    ['another version of the model', { model: { modelSha256: 'd'.repeat(64) } }, 'MODEL_REFUSED'],
    ['another manifest', { model: { manifestSha256: 'd'.repeat(64) } }, 'MODEL_REFUSED'],
    ['a model that went', { model: null }, 'NOT_FOUND'],
    ['other patches', { result: { ...found, corners: [{ x: 0, y: 0 }, { x: 512, y: 0 }] } }, 'UNREADABLE'], // prettier-ignore
    ['fewer patches', { result: { ...found, corners: [{ x: 0, y: 0 }] } }, 'UNREADABLE'],
    ['another score', { result: { ...found, prps: 0.71 } }, 'UNREADABLE'],
  ])('fails in words with %s, and may be asked for again', async (_, surroundings, code) => {
    const { id } = await explanations.explain(nfh, runId);
    const { row } = await work(id, surroundings);
    expect(row).toMatchObject({ status: 'failed', errorCode: code, errorMessage: expect.stringMatching(/\w+ \w+/) });
    expect(await explanations.maps(nfh, [id])).toEqual([]);
    expect((await explanations.explain(nfh, runId)).id).not.toBe(id);
  });

  it('may be retried after an error that is nobody’s fault', () => {
    const kind = new ExplainScoreKind({ pool: workerPool } as unknown as ConstructorParameters<
      typeof ExplainScoreKind
    >[0]);
    expect(kind.failureOf(new Error('connection lost'))).toBeNull();
  });
});

describe('cancelling an explanation', () => {
  it('ends a queued one at once, and no worker takes it', async () => {
    const { id } = await explanations.explain(nfh, runId);
    expect((await explanations.cancel(nfh, id)).status).toBe('cancelled');
    expect((await explanations.cancel(nfh, id)).status).toBe('cancelled');
    expect(await sensitivityRuns(workerPool).claim(id)).toBeNull();
  });

  it('takes a running one away from its worker', async () => {
    const { id } = await explanations.explain(nfh, runId);
    const store = sensitivityRuns(workerPool);
    const claim = (await store.claim(id))!;
    expect(claim).toMatchObject({ inferenceId: runId });
    await explanations.cancel(nfh, id);
    expect(await store.holds(claim)).toBe(false);
    expect(await store.finish(claim, { prps: 0.5 })).toBe(false);
  });

  it('refuses to cancel a finished one', async () => {
    const { id } = await explanations.explain(nfh, runId);
    await work(id);
    await expect(explanations.cancel(nfh, id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('access to explanations', () => {
  it('another centre can neither read, cancel nor watch an explanation', async () => {
    const { id } = await explanations.explain(nfh, runId);
    await work(id);
    const watch = new RunWatch(sensitivityWatched(explanations), notices, (asker) => Promise.resolve(asker));
    await expect(explanations.one(fahsyu, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(explanations.cancel(fahsyu, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(watch.changes(fahsyu, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await explanations.maps(fahsyu, [id])).toEqual([]);
    expect(await explanations.ofRuns(fahsyu, [runId])).toEqual([]);
    const seen = await db.read(fahsyu.asker, (tx) => tx.rows('select from portal.sensitivity_values'));
    expect(seen).toEqual([]);
  });

  it('the application cannot write an explanation', async () => {
    const { id } = await explanations.explain(nfh, runId);
    const tries = [
      `update portal.sensitivity set scale = 1 where id = '${id}'`,
      `update portal.sensitivity set status = 'done' where id = '${id}'`,
      `delete from portal.sensitivity where id = '${id}'`,
      `insert into portal.sensitivity_values (sensitivity_id, centre_id, value, block) values ('${id}', 1, '{}', '{}')`,
    ];
    for (const sql of tries) {
      await expect(db.write(nfh.asker, null, (tx) => tx.rows(sql))).rejects.toThrow(/permission denied|row-level/);
    }
  });

  it('the audit trail records who asked and that the worker ended it, without the values', async () => {
    const { id } = await explanations.explain(nfh, runId);
    await work(id);
    const { rows } = await owner.query<{ user_id: string; action: string; form: string; changes: object }>(
      'select user_id, action, form, changes from portal.audit_entry where record_id = $1 order by id',
      [id],
    );
    expect(rows.map(({ user_id, action, form }) => [user_id, action, form])).toEqual([
      ['nfh', 'create', 'sensitivity'],
      ['worker', 'correct', 'sensitivity'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('-0.05');
  });

  it('a watcher of an explanation sees every state to the end', async () => {
    const { id } = await explanations.explain(nfh, runId);
    const watch = new RunWatch(sensitivityWatched(explanations), notices, (asker) => Promise.resolve(asker));
    const seen: string[] = [];
    for await (const { status } of await watch.changes(nfh, id)) {
      if (seen.at(-1) !== status) seen.push(status);
      if (seen.length === 1) await work(id);
    }
    expect(seen[0]).toBe('queued');
    expect(seen.at(-1)).toBe('done');
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { type Claim } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { queueName } from '../../jobs/job-queue.ts';
import { workOnJobs } from '../../jobs/work-on-jobs.ts';
import { BatchService } from './batch.service.ts';
import { type InferenceFixture, openInferenceFixture, scoreOf, soundModels } from './inference.fixture.ts';
import { finishedWith, inferenceRuns } from './score-slide-kind.ts';

let fixture: InferenceFixture;
let nfh: PortalContext;
let slides: string[];

beforeAll(async () => {
  fixture = await openInferenceFixture();
  nfh = await fixture.member('nfh', 'NFH');
  slides = await fixture.withImages(nfh, 40);
});
afterAll(() => fixture?.close());
beforeEach(() => fixture.owner.query('delete from queue.job'));

type Work = (claim: Claim, tools: JobTools) => Promise<Finished>;

/** Runs workers on the queue with their own connections and this work, as separate processes would. */
async function withWorkers<T>(
  count: number,
  work: Work,
  during: () => Promise<T>,
  leaves: readonly JobKind[] = [],
): Promise<T> {
  const leaving = new AbortController();
  const kind: JobKind = { runs: inferenceRuns(fixture.workerPool), work, failureOf: () => null };
  const workers = await Promise.all(
    Array.from({ length: count }, () =>
      workOnJobs({ workerUrl: fixture.database.workerUrl, kinds: [kind], leaves, leaving: leaving.signal }),
    ),
  );
  try {
    return await during();
  } finally {
    leaving.abort();
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

async function until<T>(read: () => Promise<T>, isEnough: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; ; await wait(50)) {
    const value = await read();
    if (isEnough(value) || Date.now() > end) return value;
  }
}

const ask = (slideId: string) => fixture.runs.run(nfh, { slideId, modelId: 'haim', provider: 'cpu' });

describe('several workers', () => {
  it('process every run of a batch exactly once', async () => {
    const batches = new BatchService(fixture.db, fixture.studies, soundModels, fixture.queue);
    const { id } = await batches.run(
      nfh,
      'HAIC-DEMO',
      { cohort: null, modelId: 'haim', provider: 'cpu', onlyUnscored: true },
      'low',
    );
    const worked: string[] = [];
    let most = 0;
    let atOnce = 0;
    const work: Work = async (claim) => {
      worked.push(claim.id);
      most = Math.max(most, ++atOnce);
      await wait(20);
      atOnce--;
      return finishedWith(claim, scoreOf(0.5));
    };
    const batch = await withWorkers(3, work, () =>
      until(
        () => batches.one(nfh, id),
        ({ finishedAt }) => finishedAt !== null,
      ),
    );
    expect(batch).toMatchObject({ total: 40, done: 40, failed: 0 });
    expect([worked.length, new Set(worked).size, most]).toEqual([40, 40, 3]);
    const runs = await fixture.runs.ofSlides(nfh, slides);
    expect(runs.map(({ attempts, prps }) => [attempts, prps])).toEqual(Array.from({ length: 40 }, () => [1, 0.5]));
    const maps = await fixture.runs.patchMaps(
      nfh,
      runs.map((run) => run.id),
    );
    expect(maps).toHaveLength(40);
  });

  it('take the job with the highest priority first', async () => {
    const priorities = ['low', 'normal', 'high', 'low', 'high'] as const;
    const asked: { id: string }[] = [];
    for (const [i, priority] of priorities.entries()) {
      asked.push(await fixture.runs.run(nfh, { slideId: slides[i]!, modelId: 'ordered', provider: 'cpu', priority }));
    }
    const order: string[] = [];
    const work: Work = (claim) => {
      order.push(claim.id);
      return Promise.resolve(finishedWith(claim, scoreOf(0.5)));
    };
    await withWorkers(1, work, () =>
      until(
        () => Promise.resolve(order.length),
        (n) => n === 5,
      ),
    );
    expect(order.map((id) => asked.findIndex((run) => run.id === id))).toEqual([2, 4, 1, 0, 3]);
  });
});

describe('a worker of some kinds', () => {
  it('takes its own and leaves the others in the queue, those ahead of them and those without a group too', async () => {
    const waiting = await fixture.runs.run(nfh, { slideId: slides[0]!, modelId: 'kinds', provider: 'cpu' });
    const other = { kind: 'training_run', id: randomUUID() };
    await fixture.owner.query(
      `insert into queue.job (name, data, priority, group_id) values ($1, $2, 100, $3), ($1, $2, 100, null)`,
      [queueName, other, other.kind],
    );
    const trainings = { runs: { table: 'training_run' } } as unknown as JobKind;
    const work: Work = (claim) => Promise.resolve(finishedWith(claim, scoreOf(0.5)));
    const end = await withWorkers(
      1,
      work,
      () =>
        until(
          () => fixture.runs.one(nfh, waiting.id),
          ({ status }) => status === 'done',
        ),
      [trainings],
    );
    expect(end.status).toBe('done');
    const { rows } = await fixture.owner.query(
      `select state, group_id, priority from queue.job where data ->> 'kind' = 'training_run' and state < 'active'`,
    );
    expect(rows).toEqual(Array(2).fill({ state: 'created', group_id: 'training_run', priority: 100 }));
  });
});

describe('a run that cannot be done', () => {
  it('is tried three times, then given up with a message, and the queue continues', async () => {
    const poison = await ask(slides[0]!);
    const sound = await ask(slides[1]!);
    let tries = 0;
    const work: Work = (claim) => {
      if (claim.id !== poison.id) return Promise.resolve(finishedWith(claim, scoreOf(0.5)));
      tries++;
      return Promise.reject(new Error('out of memory at /some/path'));
    };
    const end = await withWorkers(1, work, () =>
      until(
        () => fixture.runs.one(nfh, poison.id),
        ({ status }) => status === 'failed',
      ),
    );
    expect(tries).toBe(3);
    expect(end).toMatchObject({ status: 'failed', attempts: 3, errorCode: 'WORKER_LOST' });
    expect(end.errorMessage).toMatch(/stopped or failed 3 times/);
    expect(end.errorMessage).not.toContain('/');
    expect((await fixture.runs.one(nfh, sound.id)).status).toBe('done');
  });
});

describe('a run under way', () => {
  it('is notified of its cancellation, and its worker takes the next one', async () => {
    const long = await ask(slides[0]!);
    const next = await ask(slides[1]!);
    let toldAfterMs = Infinity;
    let cancelledAt = Infinity;
    const work: Work = async (claim, { signal }) => {
      if (claim.id === long.id) {
        await wait(60_000, undefined, { signal }).catch(() => undefined);
        toldAfterMs = Date.now() - cancelledAt;
        signal.throwIfAborted();
      }
      return finishedWith(claim, scoreOf(0.5));
    };
    await withWorkers(1, work, async () => {
      await until(
        () => fixture.runs.one(nfh, long.id),
        ({ status }) => status === 'running',
      );
      cancelledAt = Date.now();
      await fixture.runs.cancel(nfh, long.id);
      await until(
        () => fixture.runs.one(nfh, next.id),
        ({ status }) => status === 'done',
      );
    });
    expect(toldAfterMs).toBeLessThan(20_000);
    expect((await fixture.runs.one(nfh, long.id)).status).toBe('cancelled');
    expect((await fixture.runs.one(nfh, next.id)).status).toBe('done');
  });

  it('returns to its place at the head of the queue when its worker leaves', async () => {
    const run = await fixture.runs.run(nfh, {
      slideId: slides[0]!,
      modelId: 'leaving',
      provider: 'cpu',
      priority: 'high',
    });
    await withWorkers(
      1,
      async (_claim, { signal }) => {
        await wait(60_000, undefined, { signal });
        throw new Error('not reached');
      },
      () =>
        until(
          () => fixture.runs.one(nfh, run.id),
          ({ status }) => status === 'running',
        ),
    );
    expect(await fixture.runs.one(nfh, run.id)).toMatchObject({ status: 'queued', attempts: 1 });
    const { rows } = await fixture.owner.query<{ priority: number }>(
      `select priority from queue.job where data ->> 'id' = $1 and state = 'created'`,
      [run.id],
    );
    expect(rows).toEqual([{ priority: 10 }]);
  });
});

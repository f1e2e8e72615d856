import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { priorities } from '../../jobs/priority.ts';
import { RunNotices } from '../../jobs/run-notices.ts';
import { RunWatch } from '../../jobs/run-watch.ts';
import { BatchService, batchWatched } from './batch.service.ts';
import { type InferenceFixture, openInferenceFixture, scoreOf, soundModels } from './inference.fixture.ts';
import { finishedWith, inferenceRuns } from './score-slide-kind.ts';

let fixture: InferenceFixture;
let batches: BatchService;
let both: PortalContext;
let nfh: PortalContext;
let fahsyu: PortalContext;
let nfhSlides: string[];

const everyone = { cohort: null, modelId: 'haim', provider: 'cpu', onlyUnscored: true } as const;
const ask = (ctx = both, request: Partial<Parameters<BatchService['run']>[2]> = {}) =>
  batches.run(ctx, 'HAIC-DEMO', { ...everyone, ...request }, 'low');
const store = () => inferenceRuns(fixture.workerPool);

beforeAll(async () => {
  fixture = await openInferenceFixture();
  batches = new BatchService(fixture.db, fixture.studies, soundModels, fixture.queue);
  nfh = await fixture.member('nfh', 'NFH');
  fahsyu = await fixture.member('fahsyu', 'FAHSYU');
  both = await fixture.member('both', 'NFH', 'FAHSYU');
  nfhSlides = await fixture.withImages(nfh, 3);
  await fixture.withImages(fahsyu, 2);
});
afterAll(() => fixture?.close());

/** Leaves no run, no batch and no job, so that each test starts clean. */
beforeEach(async () => {
  const { owner } = fixture;
  await owner.query('set session_replication_role = replica');
  for (const table of ['inference_batch_run', 'inference_batch', 'inference_patches', 'inference']) {
    await owner.query(`truncate portal.${table} cascade`);
  }
  await owner.query('set session_replication_role = default');
  await owner.query('delete from queue.job');
});

async function finish(runId: string, prps = 0.5): Promise<void> {
  const claim = (await store().claim(runId))!;
  const { columns, alsoWrite } = finishedWith(claim, scoreOf(prps));
  await store().finish(claim, columns, alsoWrite);
}

describe('asking for a batch', () => {
  it('adds a run and a job for each slide with an image, behind individual requests', async () => {
    const batch = await ask();
    expect(batch).toMatchObject({
      total: 5,
      queued: 5,
      done: 0,
      priority: priorities.low,
      requestedBy: 'Name of both',
    });
    const alone = await fixture.runs.run(nfh, { slideId: nfhSlides[0]!, modelId: 'haim', provider: 'auto' });
    const waiting = await fixture.waiting();
    expect(waiting).toHaveLength(6);
    expect(waiting[0]).toBe(alone.id);
  });

  it('moves a run of the batch forward when somebody requests its slide', async () => {
    await ask();
    const last = (await fixture.waiting()).at(-1)!;
    const { slideId } = await fixture.runs.one(both, last);
    const asked = await fixture.runs.run(both, { slideId, modelId: 'haim', provider: 'cpu' });
    expect(asked).toMatchObject({ id: last, priority: priorities.normal });
    expect((await fixture.waiting())[0]).toBe(last);
  });

  it('makes one batch of twelve identical simultaneous requests', async () => {
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask()));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(await fixture.waiting()).toHaveLength(5);
  });

  it('waits for a run that is under way and does not duplicate it', async () => {
    const alone = await fixture.runs.run(nfh, { slideId: nfhSlides[0]!, modelId: 'haim', provider: 'cpu' });
    expect(await ask()).toMatchObject({ total: 5, queued: 5 });
    const waiting = await fixture.waiting();
    expect([waiting.length, new Set(waiting).size, waiting[0]]).toEqual([5, 5, alone.id]);
  });

  it('leaves out what this version has scored, unless all are requested', async () => {
    const { id } = await fixture.runs.run(nfh, { slideId: nfhSlides[0]!, modelId: 'haim', provider: 'cpu' });
    await finish(id);
    expect(await batches.plan(both, 'HAIC-DEMO', null, 'haim')).toMatchObject({ withImage: 5, scored: 1, underWay: 0 });
    const unscored = await ask();
    expect(unscored.total).toBe(4);
    await batches.cancel(both, unscored.id);
    expect((await ask(both, { onlyUnscored: false })).total).toBe(5);
  });

  it('takes only the slides of the cohort, and none of a centre that the asker may not read', async () => {
    expect((await ask(both, { cohort: { centres: ['FAHSYU'] } })).total).toBe(2);
    expect((await ask(nfh)).total).toBe(3);
  });

  it('reports why there is nothing to do', async () => {
    const nobody = { cohort: { ageYearsMin: 200 } };
    await expect(ask(both, nobody)).rejects.toThrow(/no slide of this selection has an image/);
    const batch = await ask(nfh);
    for (const id of await fixture.waiting()) await finish(id);
    expect((await batches.one(nfh, batch.id)).done).toBe(3);
    await expect(ask(nfh)).rejects.toThrow(/all 3 slides .* are scored/);
    expect((await batches.list(nfh, 'HAIC-DEMO')).map(({ id }) => id)).toEqual([batch.id]);
  });
});

describe('a batch', () => {
  it('counts what each asker may read, and is not found by others', async () => {
    const { id } = await ask(both);
    expect((await batches.one(nfh, id)).total).toBe(3);
    expect((await batches.one(fahsyu, id)).total).toBe(2);
    const own = await ask(nfh, { provider: 'auto' });
    await expect(batches.one(fahsyu, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(batches.cancel(fahsyu, own.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await batches.failures(fahsyu, [own.id])).toEqual([]);
  });

  it('is reported from the first run to the last, with the reasons for those that failed', async () => {
    const notices = new RunNotices(fixture.database.appUrl, () => undefined);
    await notices.open();
    const watch = new RunWatch(batchWatched(batches), notices, (asker) => Promise.resolve(asker));
    const { id } = await ask(nfh);
    const [first, second, third] = await fixture.waiting();
    const seen: string[] = [];
    for await (const { queued, running, done, failed, partly } of await watch.changes(nfh, id)) {
      seen.push([queued, running, done, failed].join(' '));
      if (seen.length === 1) {
        const claim = (await store().claim(first!))!;
        await store().report(claim, { stage: 'features', done: 30, total: 40 });
      } else if (seen.length === 2) {
        expect(partly).toBe(0.75);
        await store().fail({ id: first!, attempt: 1 }, { code: 'NOT_SCORABLE', message: 'No patch is left.' });
      } else if (done === 0) await finish(second!);
      else if (done === 1 && queued === 1) await finish(third!);
    }
    await notices.close();
    expect(seen[0]).toBe('3 0 0 0');
    expect(seen).toContain('2 0 0 1');
    expect(seen.at(-1)).toBe('0 0 2 1');
    const slideId = (await fixture.runs.one(nfh, first!)).slideId;
    expect(await batches.failures(nfh, [id])).toEqual([
      expect.objectContaining({ slideId, errorCode: 'NOT_SCORABLE', errorMessage: 'No patch is left.' }),
    ]);
    expect((await batches.one(nfh, id)).finishedAt).toBeInstanceOf(Date);
  });
});

describe('cancelling a batch', () => {
  it('ends the runs it added, queued or running, and is idempotent', async () => {
    const { id } = await ask();
    const [running] = await fixture.waiting();
    const claim = (await store().claim(running!))!;
    const after = await batches.cancel(both, id);
    expect(after).toMatchObject({ cancelled: 5, queued: 0, running: 0 });
    expect(after.finishedAt).not.toBeNull();
    expect(await store().holds(claim)).toBe(false);
    expect(await batches.cancel(both, id)).toMatchObject({ cancelled: 5 });
  });

  it('leaves runs that others wait for: requested before or with priority over it, or by another batch', async () => {
    const before = await fixture.runs.run(nfh, { slideId: nfhSlides[0]!, modelId: 'haim', provider: 'cpu' });
    const { id } = await ask();
    const hastened = await fixture.runs.run(nfh, { slideId: nfhSlides[1]!, modelId: 'haim', provider: 'cpu' });
    const other = await ask(nfh);
    expect(other.id).not.toBe(id);
    await batches.cancel(both, id);
    const kept = (await fixture.runs.ofSlides(nfh, nfhSlides)).filter(({ status }) => status === 'queued');
    expect(kept.map((run) => run.id)).toEqual(expect.arrayContaining([before.id, hastened.id]));
    expect(kept).toHaveLength(3);
  });

  it('is allowed only to those who read all its centres', async () => {
    const { id } = await ask(both);
    await expect(batches.cancel(nfh, id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await batches.one(both, id)).queued).toBe(5);
  });
});

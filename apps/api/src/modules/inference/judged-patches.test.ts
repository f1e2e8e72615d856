import { type PatchGrid } from '@haim/ml';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { type Claim, type FencedRuns, type Progress } from '../../jobs/fenced-runs.ts';
import { type InferenceFixture, openInferenceFixture, scoreOf } from './inference.fixture.ts';
import { toJudged } from './inference.type.ts';
import { JudgedPatchWriter } from './judged-patches.ts';
import { type AskedScore, finishedWith, inferenceRuns } from './score-slide-kind.ts';

let fixture: InferenceFixture;
let store: FencedRuns<AskedScore>;
let nfh: PortalContext;
let fahsyu: PortalContext;
let slideId: string;

beforeAll(async () => {
  fixture = await openInferenceFixture();
  store = inferenceRuns(fixture.workerPool);
  nfh = await fixture.member('nfh', 'NFH');
  fahsyu = await fixture.member('fahsyu', 'FAHSYU');
  [slideId] = (await fixture.withImages(nfh, 1)) as [string];
});
afterAll(() => fixture?.close());

const grid: PatchGrid = {
  sizePx: 512,
  warning: null,
  patches: [
    { x: 0, y: 0, reason: null },
    { x: 512, y: 0, reason: 'background' },
    { x: 0, y: 512, reason: null },
    { x: 512, y: 512, reason: null },
  ],
};

let claim: Claim;
let passed: Progress[];
let writer: JudgedPatchWriter;

beforeEach(async () => {
  for (const { id, finishedAt } of await fixture.runs.ofSlides(nfh, [slideId])) {
    if (finishedAt === null) await fixture.runs.cancel(nfh, id);
  }
  const { id } = await fixture.runs.run(nfh, { slideId, modelId: 'haim', provider: 'cpu' });
  claim = (await store.claim(id))!;
  passed = [];
  writer = new JudgedPatchWriter(store, claim, (progress) => passed.push(progress));
});

const judged = async (known = { attempt: 0, last: -1 }, by = nfh) =>
  toJudged(await fixture.runs.judged(by, claim.id, known));

describe('patches of a run under way', () => {
  it('are there part by part, before the progress that counts them', async () => {
    expect(await judged()).toBeNull();
    writer.report({ stage: 'tiling', done: 0, total: 1 });
    expect(passed).toHaveLength(1); // nothing to wait for yet
    writer.onGrid(grid);
    await expect.poll(() => judged()).toMatchObject({ attempt: 1, last: 0, place: [] });
    const first = await judged();
    expect(first?.grid).toEqual({
      sizePx: 512,
      x: [0, 512, 0, 512],
      y: [0, 0, 512, 512],
      reason: [null, 'background', null, null],
    });

    writer.onJudged(2, 'blurred');
    writer.onJudged(0, null);
    writer.report({ stage: 'features', done: 2, total: 3 });
    expect(passed).toHaveLength(1);
    await expect.poll(() => passed.length).toBe(2);
    expect(await judged({ attempt: 1, last: 0 })).toEqual({
      attempt: 1,
      last: 1,
      grid: null,
      place: [2, 0],
      reason: ['blurred', null],
    });
    expect(await judged({ attempt: 1, last: 1 })).toBeNull();
    // Whoever opens the page now gets both.
    expect(await judged()).toMatchObject({ last: 1, grid: { sizePx: 512 }, place: [2, 0] });
  });

  it('cannot be read from another centre', async () => {
    writer.onGrid(grid);
    await writer.end();
    await expect(judged(undefined, fahsyu)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('begin again with a later attempt', async () => {
    writer.onGrid(grid);
    writer.onJudged(0, null);
    await writer.end();
    const known = { attempt: 1, last: (await judged())!.last };
    const later = (await store.claim(claim.id))!;
    const second = new JudgedPatchWriter(store, later, () => undefined);
    second.onGrid(grid);
    await second.end();
    expect(await judged(known)).toMatchObject({ attempt: 2, last: 0, place: [], grid: { sizePx: 512 } });
    // The first worker has lost the run: what it still sends is not written.
    writer.onJudged(3, null);
    await writer.end();
    expect(await judged({ attempt: 2, last: 0 })).toBeNull();
  });

  it('stay as they were where it is cancelled, and give way to the map where it is done', async () => {
    writer.onGrid(grid);
    writer.onJudged(0, null);
    await writer.end();
    await fixture.runs.cancel(nfh, claim.id);
    writer.onJudged(2, null);
    await writer.end();
    expect(await judged()).toMatchObject({ attempt: 1, place: [0] });
    const [map] = await fixture.runs.patchMaps(nfh, [claim.id]);
    expect(map).toBeUndefined();

    const { id } = await fixture.runs.run(nfh, { slideId, modelId: 'haim', provider: 'cpu' });
    claim = (await store.claim(id))!;
    const done = new JudgedPatchWriter(store, claim, () => undefined);
    done.onGrid(grid);
    await done.end();
    expect(await judged()).not.toBeNull();
    const { columns, alsoWrite } = finishedWith(claim, scoreOf(0.4));
    expect(await store.finish(claim, columns, alsoWrite)).toBe(true);
    expect(await judged()).toBeNull();
  });

  it('are written later where the database was away', async () => {
    const away = vi.spyOn(store, 'whileMine').mockRejectedValueOnce(new Error('away'));
    writer.onGrid(grid);
    writer.onJudged(0, null);
    await writer.end();
    expect(away).toHaveBeenCalledOnce();
    writer.onJudged(3, 'white');
    await writer.end();
    expect(await judged()).toMatchObject({ grid: { sizePx: 512 }, place: [0, 3], reason: [null, 'white'] });
    away.mockRestore();
  });
});

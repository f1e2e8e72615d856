import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, portal } from './portal.fixture.ts';
import {
  drawnSlidesOf,
  events,
  follow,
  lastOf,
  portalCommand,
  type Run,
  type SlideUnderTest,
  startRun,
  workers,
} from './slides.fixture.ts';
import { repositoryRoot } from './start-portal.ts';

const investigator = 'investigator@demo.local';
const realSlide = path.resolve(repositoryRoot, '../shared/data/slides/CMU-1-Small-Region.svs');
/** As the data set's own documentation gives it. */
const realSlideSha256 = 'ed92d5a9f2e86df67640d6f92ce3e231419ce127131697fbbce42ad5e002c8a7';

let slides: SlideUnderTest[];
let nfh: SlideUnderTest[];

beforeAll(async () => {
  slides = await drawnSlidesOf(investigator);
  nfh = slides.filter(({ centre }) => centre === 'NFH');
}, 300_000);

const fullRun = `id slideId modelId modelSha256 weights status stage done total providerAsked providerRan prps threshold
  predictedClass patchesFound patchesKept patchesDropped { reason count } patchMap { sizePx x y reason } roi bagReused
  secondsTotal secondsSession attempts warnings errorCode errorMessage queuedAt startedAt finishedAt requestedBy`;

interface FullRun extends Run {
  readonly weights: string;
  readonly providerRan: string;
  readonly threshold: number;
  readonly predictedClass: string;
  readonly patchesFound: number;
  readonly patchesKept: number;
  readonly patchesDropped: { reason: string; count: number }[];
  readonly patchMap: { sizePx: number; x: number[]; y: number[]; reason: (string | null)[] };
  readonly warnings: string[];
  readonly bagReused: boolean;
}

describe('a run', () => {
  it('is reported from queued to done, with a score, its patches and its reliability', async () => {
    const slide = nfh[0]!;
    const { id } = await startRun(investigator, slide.id);
    const seen: FullRun[] = [];
    for await (const run of follow(investigator, id, fullRun)) seen.push(run as FullRun);

    const statuses = seen.map(({ status }) => status);
    expect(statuses.at(-1)).toBe('done');
    expect(statuses.filter((status, i) => status !== statuses[i - 1])).toEqual(
      statuses[0] === 'queued' ? ['queued', 'running', 'done'] : ['running', 'done'],
    );
    const done = seen.at(-1)!;
    expect(done.prps).toBeGreaterThanOrEqual(0);
    expect(done.prps).toBeLessThanOrEqual(1);
    expect(done.predictedClass).toBe(done.prps! >= done.threshold ? 'SD/PD' : 'CR/PR');
    expect(done).toMatchObject({ weights: 'synthetic', providerRan: 'cpu', attempts: 1 });
    expect(done.warnings.join(' ')).toMatch(/not a prediction/i);

    // 2048 x 1536 at 0.25 microns per pixel holds 4 x 3 patches of 512 at 40x.
    const { x, y, reason, sizePx } = done.patchMap;
    expect([done.patchesFound, x.length, y.length, reason.length, sizePx]).toEqual([12, 12, 12, 12, 512]);
    expect(reason.filter((one) => one === null)).toHaveLength(done.patchesKept);
    const dropped = done.patchesDropped.reduce((sum, { count }) => sum + count, 0);
    expect(done.patchesKept + dropped).toBe(done.patchesFound);
    expect(x.every((left) => left % 512 === 0 && left + sizePx <= slide.file.widthPx)).toBe(true);

    const { data } = await ask<{ slide: { inferences: Run[] } }>(
      'staff.nfh@demo.local',
      `{ slide(id: "${slide.id}") { inferences { id status prps } } }`,
    );
    expect(data!.slide.inferences).toContainEqual({ id, status: 'done', prps: done.prps });
  }, 300_000);

  it('gives the same score from kept features and from the command line', async () => {
    const slide = nfh[0]!;
    const first = await lastOf(investigator, (await startRun(investigator, slide.id)).id);
    const file = path.join(portal().home, 'slides', `${slide.file.sha256}.tiff`);
    const { code, out } = await portalCommand(['infer', file, '--provider', 'cpu', '--fresh', '--json']);
    expect(code).toBe(0);
    const score = JSON.parse(out) as { prps: number; bagReused: boolean; weights: string; slideSha256: string };
    expect(score).toMatchObject({
      prps: first.prps,
      bagReused: false,
      weights: 'synthetic',
      slideSha256: slide.file.sha256,
    });
  }, 300_000);

  it('of another centre cannot be found to read, follow, cancel or start', async () => {
    const { data } = await ask<{ slide: { inferences: Run[] } }>(
      investigator,
      `{ slide(id: "${nfh[0]!.id}") { inferences { id } } }`,
    );
    const { id } = data!.slide.inferences[0]!;
    const stranger = 'staff.fahsyu@demo.local';
    for (const query of [
      `{ inference(id: "${id}") { id } }`,
      `mutation { cancelInference(id: "${id}") { id } }`,
      `mutation { runInference(slideId: "${nfh[0]!.id}", modelId: "haim", provider: cpu) { id } }`,
    ]) {
      const { data: seen, errors } = await ask(stranger, query);
      expect([Object.values(seen ?? {}).filter(Boolean), errors[0]?.extensions?.code]).toEqual([[], 'NOT_FOUND']);
    }
    const told = [];
    for await (const event of events(stranger, `subscription { inferenceProgress(id: "${id}") { id } }`))
      told.push(event);
    expect(told.map(({ data: seen }) => seen ?? null).filter(Boolean)).toEqual([]);
    expect(told[0]?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });
});

describe('cancelling', () => {
  it('ends a running run at once and frees the worker within two seconds', async () => {
    const before = workers();
    // An outline that no run has used yet: its features are not cached, so the run is long enough to be caught while
    // the network runs.
    const { id: slideId, file } = nfh[1]!;
    const right = file.widthPx - 1 - Math.random();
    const { data: outlined } = await ask<{ saveRoi: { id: string } }>(
      'staff.nfh@demo.local',
      `mutation { saveRoi(slideId: "${slideId}", roi: { name: "cancelled", regions: [{ outline: {
         x: [0, ${right}, ${right}, 0], y: [0, 0, ${file.heightPx}, ${file.heightPx}] } }] }) { id } }`,
    );
    const { data: asked } = await ask<{ runInference: Run }>(
      investigator,
      `mutation { runInference(slideId: "${slideId}", modelId: "haim", provider: cpu, roiIds: ["${outlined!.saveRoi.id}"]) { id } }`,
    );
    const { id } = asked!.runInference;
    const queued = await startRun(investigator, nfh[2]!.id);
    for await (const run of follow(investigator, id)) if (run.stage === 'features') break;
    const cancelled = await ask<{ cancelInference: Run }>(
      investigator,
      `mutation { cancelInference(id: "${id}") { status } }`,
    );
    expect(cancelled.data!.cancelInference.status).toBe('cancelled');
    const began = Date.now();
    for await (const run of follow(investigator, queued.id)) if (run.status === 'running') break;
    // Two seconds to let go, what the queue needs to hand out the next, and others at work.
    expect(Date.now() - began).toBeLessThan(30_000);
    await ask(investigator, `mutation { cancelInference(id: "${queued.id}") { status } }`);
    await wait(1_000);
    expect((await lastOf(investigator, id)).status).toBe('cancelled');
    expect(workers()).toEqual(before);
  }, 120_000);

  it('is refused for a finished run', async () => {
    const { data } = await ask<{ slide: { inferences: Run[] } }>(
      investigator,
      `{ slide(id: "${nfh[0]!.id}") { inferences { id status } } }`,
    );
    const { id } = data!.slide.inferences.find(({ status }) => status === 'done')!;
    const { errors } = await ask(investigator, `mutation { cancelInference(id: "${id}") { id } }`);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('a model whose file is not the one its manifest describes', () => {
  const folder = () => path.join(portal().home, 'models', 'tampered');
  afterAll(() => rmSync(folder(), { recursive: true, force: true }));

  it('is listed with the field at fault and refused', async () => {
    const sound = path.join(portal().home, 'models', 'haim');
    const manifest = JSON.parse(readFileSync(path.join(sound, 'manifest.json'), 'utf8')) as {
      graphs: Record<'features' | 'head', { file: string }>;
    };
    const { features, head } = manifest.graphs;
    mkdirSync(folder());
    linkSync(path.join(sound, features.file), path.join(folder(), features.file));
    copyFileSync(path.join(sound, head.file), path.join(folder(), head.file));
    const bytes = readFileSync(path.join(folder(), head.file));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path.join(folder(), head.file), bytes);
    writeFileSync(path.join(folder(), 'manifest.json'), JSON.stringify({ ...manifest, id: 'tampered' }));

    const { data } = await ask<{
      models: { id: string; usable: boolean; refusal: string | null; threshold: number }[];
    }>(investigator, '{ models { id usable refusal threshold } }');
    const tampered = data!.models.find(({ id }) => id === 'tampered');
    expect(tampered).toMatchObject({ usable: false, refusal: expect.stringContaining('graphs.head.sha256') });
    expect(data!.models.find(({ id }) => id === 'haim')).toMatchObject({ usable: true, refusal: null });
    const { errors } = await ask(
      investigator,
      `mutation { runInference(slideId: "${nfh[1]!.id}", modelId: "tampered", provider: cpu) { id } }`,
    );
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('graphs.head.sha256'),
      extensions: { code: 'MODEL_REFUSED' },
    });
  });
});

describe('the command line', () => {
  it.each([
    ['a file that is none', [path.join(repositoryRoot, 'package.json')]],
    ['a file that is not there', ['/absent.svs']],
    ['a model that is not there', [path.join(repositoryRoot, 'package.json'), '--model', '../haim']],
  ])('says in one sentence what is wrong with %s', async (_, args) => {
    const { code, out, err } = await portalCommand(['infer', ...args]);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(/^portal: /);
  });

  it.skipIf(!existsSync(realSlide))(
    'scores a real slide as the portal does (skipped where the slide is not beside the checkout)',
    async () => {
      expect(createHash('sha256').update(readFileSync(realSlide)).digest('hex')).toBe(realSlideSha256);
      const { code, out, err } = await portalCommand(['infer', realSlide, '--provider', 'cpu', '--json', '--fresh']);
      expect(code, err).toBe(0);
      const fresh = JSON.parse(out) as {
        prps: number;
        patches: { found: number; kept: number };
        warnings: string[];
      };
      // A slide of its own, of a patient without another and in no evaluation set: other tests count those, and a head is
      // trained on every slide of a patient of the training set.
      const added = await portalCommand([
        ...['slides', 'add', realSlide, '--study', 'HAIC-DEMO', '--centre', 'NFH', '--patient', 'SYN-0020'],
        ...['--barcode', 'REAL-1'],
      ]);
      expect(added.err).toBe('');
      const { data } = await ask<{ slides: { id: string; barcode: string }[] }>(
        investigator,
        '{ slides(study: "HAIC-DEMO") { id barcode } }',
      );
      const { id } = data!.slides.find(({ barcode }) => barcode === 'REAL-1')!;
      const run = await lastOf(investigator, (await startRun(investigator, id)).id);
      expect(run).toMatchObject({ status: 'done', prps: fresh.prps });
      // 2220 x 2967 pixels at 0.499 microns: 512 pixels at 0.25 microns are 256.5 of them, so 8 columns and 11 rows.
      expect(fresh.patches.found).toBe(88);
      expect(fresh.warnings.join(' ')).toMatch(/resampled/);
    },
    900_000,
  );
});

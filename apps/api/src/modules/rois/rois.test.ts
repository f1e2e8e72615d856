import { type Region } from '@haim/ml';
import express from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { answerErrors } from '../../http/refusal.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { InferenceService } from '../inference/inference.service.ts';
import { inferenceRuns } from '../inference/score-slide-kind.ts';
import { type ModelService } from '../models/model.service.ts';
import { SlideService } from '../slides/slide.service.ts';
import { addMembership } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { regionsOfRun } from './chosen-rois.ts';
import { type RoiRow } from './roi.query.ts';
import { RoiService } from './roi.service.ts';
import { roisRouter } from './rois.router.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let workerPool: Pool;
let db: StudyDb;
let rois: RoiService;
let runs: InferenceService;
let nfh: PortalContext;
let fahsyu: PortalContext;
let investigator: PortalContext;
let slideId: string;
let otherSlideId: string;

async function member(userId: string, role: 'staff' | 'investigator', centre: string | null): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role, centre });
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
  workerPool = new Pool({ connectionString: database.workerUrl, max: 2 });
  db = new StudyDb(dataSource);
  rois = new RoiService(db);
  const models = { runnable: () => Promise.resolve({ model: {}, version: { id: null } }) } as unknown as ModelService;
  const queue = { enqueue: () => Promise.resolve() } as unknown as JobQueue;
  runs = new InferenceService(db, new SlideService(db, new StudyService(db)), rois, models, queue);
  nfh = await member('nfh', 'staff', 'NFH');
  fahsyu = await member('fahsyu', 'staff', 'FAHSYU');
  investigator = await member('reader', 'investigator', null);
  const slides = await db.write(nfh.asker, null, (tx) =>
    tx.rows<{ id: string }>(
      `with file as (
         insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 8000, 6000, 0.25, 'generic-tiff', true,
           'nfh'
         from portal.slide order by barcode limit 2 returning slide_id
       ) select slide_id as id from file`,
    ),
  );
  slideId = slides[0]!.id;
  otherSlideId = slides[1]!.id;
});

afterAll(async () => {
  await workerPool?.end();
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

const square = (left: number, side: number): Region => ({
  outline: [
    { x: left, y: 0 },
    { x: left + side, y: 0 },
    { x: left + side, y: side },
    { x: left, y: side },
  ],
  holes: [],
});

const draw = (ctx = nfh, name = 'Tumour ROI 1', region = square(0, 4000)): Promise<RoiRow> =>
  rois.save(ctx, { slideId, id: null, version: null, name, label: null, regions: [region] });

const redraw = ({ id, version }: RoiRow, side: number, ctx = nfh): Promise<RoiRow> =>
  rois.save(ctx, { slideId, id, version, name: 'redrawn', label: 'Tumour', regions: [square(0, side)] });

describe('an outline', () => {
  it('is stored with its author, and each save adds a permanent version', async () => {
    const drawn = await draw();
    expect(drawn).toMatchObject({
      name: 'Tumour ROI 1',
      source: 'drawn',
      version: 1,
      locked: false,
      micronsPerPixel: 0.25,
    });
    expect(drawn.createdBy).toBe('Name of nfh');
    const saved = await redraw(drawn, 2000.5);
    expect(saved).toMatchObject({ version: 2, name: 'redrawn', label: 'Tumour', regions: [square(0, 2000.5)] });
    expect(await rois.versions(nfh, [drawn.id])).toMatchObject([
      { version: 2, name: 'redrawn', regions: [square(0, 2000.5)], savedBy: 'Name of nfh' },
      { version: 1, name: 'Tumour ROI 1', regions: [square(0, 4000)] },
    ]);
    expect((await rois.ofSlides(nfh, [slideId, otherSlideId])).map(({ id }) => id)).toEqual([drawn.id]);
  });

  it('changed by somebody else meanwhile is a conflict that carries what is stored now', async () => {
    const drawn = await draw();
    await redraw(drawn, 10);
    await expect(redraw(drawn, 20)).rejects.toMatchObject({
      code: 'CONFLICT',
      extensions: { current: { id: drawn.id, version: 2, name: 'redrawn', updatedBy: 'Name of nfh' } },
    });
    await expect(rois.remove(nfh, drawn.id, 1)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(rois.save(nfh, { ...drawn, version: null, regions: [square(0, 9)] })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('gives one of two simultaneous saves a conflict', async () => {
    const drawn = await draw();
    const ends = await Promise.allSettled([redraw(drawn, 10), redraw(drawn, 20)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rois.versions(nfh, [drawn.id])).toHaveLength(2);
  });

  it('that is locked cannot be changed until it is unlocked', async () => {
    const drawn = await draw();
    expect(await rois.setLock(nfh, drawn.id, true)).toMatchObject({ locked: true, version: 1 });
    await rois.setLock(nfh, drawn.id, true);
    for (const attempt of [() => redraw(drawn, 10), () => rois.remove(nfh, drawn.id, 1)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', extensions: { roi: 'LOCKED' } });
    }
    await rois.setLock(nfh, drawn.id, false);
    expect(await redraw(drawn, 10)).toMatchObject({ version: 2, locked: false });
    const { rows } = await owner.query<{ action: string; fields: string[] }>(
      `select action, array(select jsonb_object_keys(changes) order by 1) as fields from portal.audit_entry
       where record_id = $1 order by id`,
      [drawn.id],
    );
    expect(rows.slice(1)).toEqual([
      { action: 'correct', fields: ['locked'] },
      { action: 'correct', fields: ['locked'] },
      { action: 'correct', fields: ['label', 'name', 'regions_sha256'] },
    ]);
  });

  it('that is deleted is gone from the slide, but its versions are kept', async () => {
    const drawn = await draw();
    await rois.remove(nfh, drawn.id, 1);
    expect((await rois.ofSlides(nfh, [slideId])).some(({ id }) => id === drawn.id)).toBe(false);
    expect(await rois.versions(nfh, [drawn.id])).toHaveLength(1);
    await expect(redraw(drawn, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rois.setLock(nfh, drawn.id, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['that crosses itself', [0, 0, 10, 10, 10, 0, 0, 10], 'SELF_CROSSING'],
    ['without area', [0, 0, 10, 10, 20, 20], 'ZERO_AREA'],
    ['beside the slide', [8000, 0, 8010, 0, 8010, 10], 'OUTSIDE_SLIDE'],
    ['of two points', [0, 0, 10, 10], 'TOO_FEW_POINTS'],
    ['with a point that is none', [0, 0, 10, NaN, 20, 20], 'NOT_A_NUMBER'],
  ])('%s is refused by its name', async (_, numbers, code) => {
    const outline = Array.from({ length: numbers.length / 2 }, (__, i) => ({
      x: numbers[2 * i]!,
      y: numbers[2 * i + 1]!,
    }));
    const before = (await rois.ofSlides(nfh, [slideId])).length;
    await expect(draw(nfh, 'odd one', { outline, holes: [] })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('"odd one"'),
      extensions: { faults: [{ code }] },
    });
    expect(await rois.ofSlides(nfh, [slideId])).toHaveLength(before);
  });

  it.each(['', '  ', 'x'.repeat(201)])('needs a name: %j', async (name) => {
    await expect(draw(nfh, name)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('access', () => {
  it('another centre sees nothing, and foreign ids get the answer of absent ones', async () => {
    const drawn = await draw();
    expect(await rois.ofSlides(fahsyu, [slideId])).toEqual([]);
    expect(await rois.versions(fahsyu, [drawn.id])).toEqual([]);
    const absent = { ...drawn, id: '00000000-0000-4000-8000-000000000000' };
    for (const roi of [drawn, absent]) {
      for (const attempt of [
        () => redraw(roi, 10, fahsyu),
        () => rois.remove(fahsyu, roi.id, 1),
        () => rois.setLock(fahsyu, roi.id, true),
        () => rois.exportFile(fahsyu.asker, slideId, 'asap'),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    await expect(rois.setLock(nfh, 'x', true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rois.save(nfh, { ...drawn, slideId: otherSlideId, regions: [square(0, 9)] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('a reader may see outlines but not change them', async () => {
    const drawn = await draw();
    expect((await rois.ofSlides(investigator, [slideId])).some(({ id }) => id === drawn.id)).toBe(true);
    for (const attempt of [
      () => draw(investigator),
      () => redraw(drawn, 10, investigator),
      () => rois.remove(investigator, drawn.id, 1),
      () => rois.setLock(investigator, drawn.id, true),
      () => rois.importFile(investigator, slideId, Buffer.from('{}'), { dryRun: true, leaveOutFaulty: false }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('the database itself refuses forbidden changes', async () => {
    const { id } = await draw();
    for (const sql of [
      `update portal.roi_version set regions = '[]' where roi_id = '${id}'`,
      `delete from portal.roi_version where roi_id = '${id}'`,
      `delete from portal.roi where id = '${id}'`,
      `update portal.roi set version = 9 where id = '${id}'`,
    ]) {
      await expect(db.write(nfh.asker, null, (tx) => tx.rows(sql))).rejects.toThrow(/permission denied|foreign key/);
    }
    await expect(workerPool.query('select from portal.roi')).rejects.toThrow(/permission denied/);
  });
});

const asap = (second: string) => `<ASAP_Annotations><Annotations>
  <Annotation Name="left" Type="Polygon" PartOfGroup="Tumour"><Coordinates><Coordinate Order="0" X="0" Y="0"/>
    <Coordinate Order="1" X="4000,0" Y="0"/><Coordinate Order="2" X="4000" Y="4000"/><Coordinate Order="3" X="0" Y="4000"/>
  </Coordinates></Annotation>
  <Annotation Name="right" Type="Polygon" PartOfGroup="Tumour"><Coordinates>${second}</Coordinates></Annotation>
</Annotations></ASAP_Annotations>`;
const sound = '<Coordinate X="10" Y="10"/><Coordinate X="20" Y="10"/><Coordinate X="20" Y="20"/>';
const flat = '<Coordinate X="10" Y="10"/><Coordinate X="20" Y="10"/><Coordinate X="30" Y="10"/>';

describe('files', () => {
  let server: Server;
  let asker: PortalContext['asker'] | null = null;
  beforeAll(async () => {
    const router = roisRouter({ rois, askerOf: () => Promise.resolve(asker) });
    const app = express().use('/slides', router).use(answerErrors);
    await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  });
  afterAll(() => new Promise((resolve) => server?.close(resolve)));

  const at = (place: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/slides/${place}`;
  const post = async (
    ctx: PortalContext | null,
    slide: string,
    query: string,
    body: string | Uint8Array<ArrayBuffer>,
  ) => {
    asker = ctx?.asker ?? null;
    const answer = await fetch(at(`${slide}/rois${query}`), { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const here = async () => (await rois.ofSlides(nfh, [otherSlideId])).map(({ name }) => name);

  it('a dry run reports what would be added and adds nothing', async () => {
    const { status, body } = await post(nfh, otherSlideId, '', asap(flat));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      format: 'asap',
      added: 0,
      // 4000 pixels of 0.25 microns are 1 mm.
      shapes: [
        { name: 'left', label: 'Tumour', regions: 1, holes: 0, points: 4, areaMm2: 1, warnings: [], statements: [] },
      ],
      faults: [{ code: 'ZERO_AREA', where: '"right"' }],
    });
    expect(await here()).toEqual([]);
  });

  it('with one faulty outline add nothing, unless that one is left out', async () => {
    const refused = await post(nfh, otherSlideId, '?dryRun=false', asap(flat));
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'BAD_USER_INPUT', faults: [{ code: 'ZERO_AREA' }] },
    });
    expect(await here()).toEqual([]);
    const added = await post(nfh, otherSlideId, '?dryRun=false&faulty=leaveOut', asap(flat));
    expect(added).toMatchObject({ status: 200, body: { added: 1 } });
    expect(await here()).toEqual(['left']);
  });

  it('are exported in every format', async () => {
    expect((await post(nfh, otherSlideId, '?dryRun=false', asap(sound))).body).toMatchObject({ added: 2 });
    const others = ['rois.geojson', 'rois.imagescope.xml', 'rois.ome.xml', 'rois.dcm', 'rois.sr.dcm'];
    for (const name of ['rois.asap.xml', ...others]) {
      asker = investigator.asker;
      const answer = await fetch(at(`${otherSlideId}/${name}`));
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="?synthetic-[\w.-]+"?$/);
      const again = await post(nfh, otherSlideId, '', new Uint8Array(await answer.arrayBuffer()));
      expect(again.body['faults']).toEqual([]);
      expect((again.body['shapes'] as { name: string }[]).map(({ name: one }) => one)).toEqual([
        'left',
        'left',
        'right',
      ]);
    }
  });

  it('report what the reader changed before anything is kept, and keep it as reported', async () => {
    const ellipse = '<Ellipse ID="Shape:0:0" X="900" Y="900" RadiusX="200" RadiusY="100"/>';
    const ome = `<OME><ROI ID="ROI:0" Name="round"><Union>${ellipse}</Union></ROI></OME>`;
    const { body } = await post(nfh, otherSlideId, '', ome);
    expect(body).toMatchObject({
      format: 'ome',
      added: 0,
      shapes: [{ name: 'round', points: 64, statements: [{ code: 'ellipseAsPolygon', values: { corners: 64 } }] }],
    });
    expect((await post(nfh, otherSlideId, '?dryRun=false', ome)).body).toMatchObject({ added: 1 });
    const [kept] = (await rois.ofSlides(nfh, [otherSlideId])).filter(({ name }) => name === 'round');
    expect(kept).toMatchObject({ source: 'ome', regions: [{ holes: [] }] });
    await rois.remove(nfh, kept!.id, kept!.version);
  });

  it('are refused as a whole with a message: hostile, too large, not text, foreign, signed out', async () => {
    const before = await here();
    const answers = [
      await post(nfh, otherSlideId, '', '<!DOCTYPE x [<!ENTITY a "b">]><ASAP_Annotations/>'),
      await post(nfh, otherSlideId, '', ' '.repeat(10_000_000)),
      await post(nfh, otherSlideId, '', new Uint8Array([0xff, 0xfe, 0x41])),
      await post(fahsyu, otherSlideId, '', asap(sound)),
      await post(investigator, otherSlideId, '', asap(sound)),
      await post(null, otherSlideId, '', asap(sound)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404, 403, 401]);
    expect(JSON.stringify(answers)).not.toMatch(/node_modules|\.ts/);
    expect(await here()).toEqual(before);
  });
});

describe('a run on outlines', () => {
  const ask = (roiIds: string[]) => runs.run(nfh, { slideId, modelId: 'haim', provider: 'cpu', roiIds });

  it('keeps the versions it was given, and passes their regions to the worker', async () => {
    const drawn = await draw(nfh, 'core');
    const run = await ask([drawn.id]);
    expect(run.rois).toEqual([{ id: drawn.id, version: 1, name: 'core' }]);
    await redraw(drawn, 100);
    expect((await runs.one(nfh, run.id)).rois).toEqual([{ id: drawn.id, version: 1, name: 'core' }]);
    const claim = await inferenceRuns(workerPool).claim(run.id);
    expect(claim?.rois).toEqual(run.rois);
    expect(await regionsOfRun(workerPool, run.rois)).toEqual([square(0, 4000)]);
    expect(await regionsOfRun(workerPool, [])).toBeUndefined();
  });

  it('differs from one on the whole tissue or on another version; the same choice is one run', async () => {
    const drawn = await draw(nfh, 'rim');
    const whole = await ask([]);
    const first = await ask([drawn.id]);
    expect(first.id).not.toBe(whole.id);
    expect((await ask([drawn.id, drawn.id])).id).toBe(first.id);
    expect((await ask([])).id).toBe(whole.id);
    await redraw(drawn, 200);
    expect((await ask([drawn.id])).id).not.toBe(first.id);
  });

  it('refuses an outline of another slide or an unknown one', async () => {
    const other = (await rois.ofSlides(nfh, [otherSlideId]))[0]!;
    for (const id of [other.id, '00000000-0000-4000-8000-000000000000', 'x']) {
      await expect(ask([id])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

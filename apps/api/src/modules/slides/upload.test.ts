import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { drawDemoSlide } from '@haim/ml';
import { mostUnfinishedUploads, type SlideUpload } from '@haim/schema';
import express from 'express';
import { type DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database-for-tests.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { operatorOf, portalItself } from '../studies/membership.query.ts';
import { SlideFiles } from './slide-files.ts';
import { uploadsRouter } from './upload.router.ts';
import { UploadService } from './upload.service.ts';

interface OpenSlide {
  readonly id: string;
  readonly barcode: string;
  readonly patient: string;
  readonly centre: string;
}

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let db: StudyDb;
let operator: Asker;
let people: Record<string, Asker>;
/** Whose membership has ended when a file is to be attached. */
const withdrawn = new Set<string>();
let folder: string;
let drawn: Buffer;
let other: Buffer;
let slides: OpenSlide[];

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function draw(seed: number): Promise<Buffer> {
  const path = join(folder, `drawn-${seed}.tiff`);
  await drawDemoSlide({ path, seed, texture: 'sheet', widthPx: 640, heightPx: 512 });
  return readFileSync(path);
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 4);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  operator = (await operatorOf(dataSource, 'HAIC-DEMO', 'test'))!;
  folder = await mkdtemp(join(os.tmpdir(), 'portal-uploads-'));
  drawn = await draw(1);
  other = await draw(2);
  const centres: { id: number; code: string }[] = await dataSource.query('select id, code from portal.centre');
  const nfh = centres.find(({ code }) => code === 'NFH')!.id;
  const all = centres.map(({ id }) => id);
  const person = (userId: string, readCentres: number[], writeCentres: number[]): Asker => ({
    userId,
    name: userId,
    email: '',
    studies: [{ studyId: 1, studyCode: 'HAIC-DEMO', role: 'staff', readCentres, writeCentres }],
  });
  people = {
    staff: person('staff', [nfh], [nfh]),
    colleague: person('colleague', [nfh], [nfh]),
    reader: person('reader', all, []),
  };
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** An API with a home of its own; `restart` is a new process over the same home and database. */
async function openApi(home: string, { reserveBytes = 0 } = {}) {
  const make = async () => {
    const uploads = new UploadService({
      db,
      home,
      slideFiles: new SlideFiles(join(home, 'slides')),
      reserveBytes,
      access: {
        portal: () => portalItself(dataSource, 'uploads'),
        person: async ({ userId }) => ({ ...people[userId]!, ...(withdrawn.has(userId) ? { studies: [] } : {}) }),
      },
    });
    await uploads.open();
    const app = express();
    const askerOf = async ({ headers }: { headers: http.IncomingHttpHeaders }) =>
      people[String(headers['x-person'])] ?? null;
    app.use('/api/uploads', uploadsRouter({ uploads, askerOf }));
    const server = http.createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { uploads, server };
  };
  let { uploads, server } = await make();
  const stop = async () => {
    server.closeAllConnections();
    await uploads.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    home,
    base: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/uploads`,
    stop,
    restart: async () => {
      await stop();
      ({ uploads, server } = await make());
    },
  };
}

let api: Awaited<ReturnType<typeof openApi>>;
beforeEach(async () => {
  await dataSource.transaction((manager) =>
    manager
      .query(
        `select set_config('app.user_id', 'test', true), set_config('app.read_centres', $1, true), set_config('app.write_centres', $1, true)`,
        [`{${operator.studies[0]!.readCentres.join(',')}}`],
      )
      .then(() => manager.query('delete from portal.slide_upload')),
  );
  slides = await db.read(operator, (tx) =>
    tx.rows<OpenSlide>(
      `select s.id, s.barcode, p.code as patient, c.code as centre from portal.slide s
       join portal.patient p on p.id = s.patient_id join portal.centre c on c.id = s.centre_id
       left join portal.slide_file f on f.slide_id = s.id where f.id is null order by s.barcode`,
    ),
  );
  api = await openApi(await mkdtemp(join(folder, 'home-')));
});
afterEach(() => api.stop());

const ownSlide = () => slides.find(({ centre }) => centre === 'NFH')!;
const foreignSlide = () => slides.find(({ centre }) => centre !== 'NFH')!;

const encode = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');

function call(method: string, place: string, as: string | null, headers: Record<string, string> = {}, body?: Buffer) {
  return fetch(`${api.base()}${place}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(as === null ? {} : { 'x-person': as }), ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
}

const begin = (as: string | null, bytes: number, metadata: Record<string, string>) =>
  call('POST', '', as, { 'upload-length': String(bytes), 'upload-metadata': encode(metadata) });
const patch = (as: string, id: string, offset: number, body: Buffer) =>
  call(
    'PATCH',
    `/${id}`,
    as,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  );
const idOf = (answer: Response): string => answer.headers.get('location')!.split('/').at(-1)!;
const refusalOf = async (answer: Response): Promise<{ status: number; code: string; message: string }> => ({
  status: answer.status,
  ...((await answer.json()) as { code: string; message: string }),
});

async function started(as: string, bytes: number, metadata: Record<string, string>): Promise<string> {
  const answer = await begin(as, bytes, metadata);
  expect(answer.status).toBe(201);
  return idOf(answer);
}

async function ended(as: string, id: string): Promise<SlideUpload> {
  for (const end = Date.now() + 20_000; ; await wait(50)) {
    const upload = (await (await call('GET', `/${id}`, as)).json()) as SlideUpload;
    if (upload.state === 'attached' || upload.state === 'refused') return upload;
    if (Date.now() > end) throw new Error(`still ${upload.state}`);
  }
}

async function sent(as: string, file: Buffer, metadata: Record<string, string>): Promise<SlideUpload> {
  const id = await started(as, file.length, metadata);
  expect((await patch(as, id, 0, file)).status).toBe(204);
  return ended(as, id);
}

const fileOf = async (slideId: string) =>
  (
    await db.read(operator, (tx) =>
      tx.rows<{ sha256: string; updated_by: string }>(
        'select sha256, updated_by from portal.slide_file where slide_id = $1',
        [slideId],
      ),
    )
  )[0];
const waitingFiles = (): string[] => readdirSync(join(api.home, 'uploads'));

describe('a file in parts', () => {
  it('arrives at its slide, with the hash that the portal computed, and leaves nothing behind', async () => {
    const slide = ownSlide();
    const id = await started('staff', drawn.length, { slide: slide.id, sha256: sha256Of(drawn).toUpperCase() });
    for (let offset = 0; offset < drawn.length; offset += 10_000) {
      const answer = await patch('staff', id, offset, drawn.subarray(offset, offset + 10_000));
      expect(answer.status).toBe(204);
      expect(answer.headers.get('upload-offset')).toBe(String(Math.min(offset + 10_000, drawn.length)));
    }
    expect(await ended('staff', id)).toMatchObject({
      state: 'attached',
      slideId: slide.id,
      barcode: slide.barcode,
      sha256: sha256Of(drawn),
      code: null,
    });
    expect(await fileOf(slide.id)).toEqual({ sha256: sha256Of(drawn), updated_by: 'staff' });
    const stored = join(api.home, 'slides', `${sha256Of(drawn)}.tiff`);
    expect(readFileSync(stored).equals(drawn)).toBe(true);
    expect(statSync(stored)).toMatchObject({ nlink: 1, mode: 0o100600 });
    expect(waitingFiles()).toEqual([]);
    // A sender that missed the last answer learns that nothing is left to send.
    const head = await call('HEAD', `/${id}`, 'staff');
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(drawn.length)]);
  });

  it('adds the record of a slide together with the file, and not before', async () => {
    const { patient, centre } = ownSlide();
    const metadata = { study: 'HAIC-DEMO', centre, patient, barcode: 'NEW-1', set: 'internal' };
    const id = await started('staff', drawn.length, metadata);
    const recorded = () =>
      db.read(operator, (tx) =>
        tx.rows(`select s.evaluation_set, f.sha256 from portal.slide s join portal.slide_file f on f.slide_id = s.id
                 where s.barcode = 'NEW-1'`),
      );
    expect(await recorded()).toEqual([]);
    await patch('staff', id, 0, drawn);
    expect((await ended('staff', id)).state).toBe('attached');
    expect(await recorded()).toEqual([{ evaluation_set: 'internal', sha256: sha256Of(drawn) }]);
  });

  it('is cut and goes on where it was cut', async () => {
    const id = await started('staff', drawn.length, { slide: ownSlide().id });
    const req = http.request(`${api.base()}/${id}`, {
      method: 'PATCH',
      headers: {
        'x-person': 'staff',
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(drawn.length),
      },
    });
    const broken = new Promise<void>((resolve) => req.on('error', () => resolve()));
    req.write(drawn.subarray(0, 30_000));
    await expect.poll(() => statSync(join(api.home, 'uploads', id)).size, { timeout: 20_000 }).toBe(30_000);
    req.destroy();
    await broken;
    const head = await call('HEAD', `/${id}`, 'staff');
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBe(30_000);
    expect((await patch('staff', id, offset + 1, drawn.subarray(offset + 1))).status).toBe(409);
    await patch('staff', id, offset, drawn.subarray(offset));
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(drawn) });
  });

  it('is sent by two clients at once: each byte is where it belongs', async () => {
    const id = await started('staff', drawn.length, { slide: ownSlide().id });
    const client = async () => {
      for (;;) {
        const head = await call('HEAD', `/${id}`, 'staff');
        const offset = Number(head.headers.get('upload-offset'));
        if (offset >= drawn.length) return;
        const answer = await patch('staff', id, offset, drawn.subarray(offset, offset + 7_000)).catch(() => null);
        expect([204, 400, 409, undefined]).toContain(answer?.status);
      }
    };
    await Promise.all([client(), client()]);
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(drawn) });
  }, 60_000);
});

describe('who may send', () => {
  it.each([
    ['nobody', null, 'own', 401, 'UNAUTHENTICATED'],
    ['staff to a foreign centre', 'staff', 'foreign', 404, 'NOT_FOUND'],
    ['who may only read', 'reader', 'own', 403, 'FORBIDDEN'],
  ])('%s is refused', async (_who, as, which, status, code) => {
    const slide = which === 'own' ? ownSlide() : foreignSlide();
    const { patient, centre, barcode } = slide;
    for (const metadata of [{ slide: slide.id }, { study: 'HAIC-DEMO', centre, patient, barcode }]) {
      expect(await refusalOf(await begin(as, drawn.length, metadata as Record<string, string>))).toMatchObject({
        status,
        code,
      });
    }
    expect(waitingFiles()).toEqual([]);
  });

  it("another person's upload, of the same centre too, is not there", async () => {
    const id = await started('staff', drawn.length, { slide: ownSlide().id });
    for (const as of ['colleague', 'reader']) {
      expect((await call('HEAD', `/${id}`, as)).status).toBe(404);
      expect((await call('GET', `/${id}`, as)).status).toBe(404);
      expect((await patch(as, id, 0, drawn)).status).toBe(404);
      expect((await call('DELETE', `/${id}`, as)).status).toBe(404);
    }
    expect(await (await call('GET', '?study=HAIC-DEMO', 'colleague')).json()).toEqual([]);
    expect(await (await call('GET', '?study=HAIC-DEMO', 'staff')).json()).toMatchObject([{ id, receivedBytes: 0 }]);
    expect((await call('HEAD', `/${id}`, null)).status).toBe(401);
  });

  it('whose permission ends on the way attaches nothing', async () => {
    const slide = ownSlide();
    const id = await started('colleague', drawn.length, { slide: slide.id });
    const before = people['colleague']!;
    people['colleague'] = { ...before, studies: before.studies.map((study) => ({ ...study, writeCentres: [] })) };
    expect((await patch('colleague', id, 0, drawn)).status).toBe(404);
    people['colleague'] = before;
    // Let in with the last byte, and no longer when the file is attached.
    withdrawn.add('colleague');
    expect((await patch('colleague', id, 0, drawn)).status).toBe(204);
    expect(await ended('colleague', id)).toMatchObject({ state: 'refused', code: 'NOT_FOUND' });
    withdrawn.clear();
    expect(await fileOf(slide.id)).toBeUndefined();
    expect(waitingFiles()).toEqual([]);
  });
});

describe('what is not taken', () => {
  it.each([
    ['no length', {}, 400, 'BAD_USER_INPUT'],
    ['a length to be told later', { 'upload-defer-length': '1' }, 400, 'BAD_USER_INPUT'],
    ['a negative length', { 'upload-length': '-1' }, 400, 'BAD_USER_INPUT'],
    ['an empty file', { 'upload-length': '0' }, 400, 'EMPTY'],
    ['more than 50 GB', { 'upload-length': '50000000001' }, 413, 'TOO_LARGE'],
  ])('%s', async (_what, headers, status, code) => {
    const answer = await call('POST', '', 'staff', {
      'upload-metadata': encode({ slide: ownSlide().id }),
      ...(headers as Record<string, string>),
    });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    if (text.startsWith('{')) expect(JSON.parse(text)).toMatchObject({ code });
    expect(waitingFiles()).toEqual([]);
  });

  it.each([
    [{ barcode: 'X' }, /lack study/],
    [{ study: 'HAIC-DEMO', centre: 'NFH', patient: 'SYN-0001', barcode: 'x'.repeat(70) }, /barcode must be/],
    [{ sha256: 'abc' }, /64 hexadecimal/],
  ])('metadata %o', async (metadata, message) => {
    const given = { ...(metadata as Record<string, string>) };
    if ('patient' in given) given['patient'] = ownSlide().patient;
    const refusal = await refusalOf(await begin('staff', 10, given));
    expect(refusal).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(refusal.message).toMatch(message);
  });

  it('a slide code that belongs to another patient', async () => {
    const [first, second] = slides.filter(({ centre }) => centre === 'NFH');
    const { centre, patient } = first!;
    const metadata = { study: 'HAIC-DEMO', centre, patient, barcode: second!.barcode };
    const refusal = await refusalOf(await begin('staff', 10, metadata));
    expect(refusal).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect(refusal.message).toContain(second!.patient);
  });

  it('more unfinished uploads than one person may have', async () => {
    const slide = ownSlide().id;
    const ids: string[] = [];
    for (let i = 0; i < mostUnfinishedUploads; i++) ids.push(await started('staff', 1000, { slide }));
    expect(await refusalOf(await begin('staff', 1000, { slide }))).toMatchObject({
      status: 429,
      code: 'TOO_MANY_UPLOADS',
    });
    expect((await begin('colleague', 1000, { slide })).status).toBe(201);
    expect((await call('DELETE', `/${ids[0]}`, 'staff')).status).toBe(204);
    expect((await begin('staff', 1000, { slide })).status).toBe(201);
  });

  it('more bytes than were announced', async () => {
    const id = await started('staff', 1000, { slide: ownSlide().id });
    expect((await patch('staff', id, 0, drawn)).status).toBe(413);
    expect(statSync(join(api.home, 'uploads', id)).size).toBe(0);
  });

  it('a file that is no slide: refused in words, and nothing of it stays', async () => {
    const slide = ownSlide();
    const refused = await sent('staff', Buffer.from('<html>not a slide</html>'), { slide: slide.id });
    expect(refused).toMatchObject({ state: 'refused', code: 'NOT_A_SLIDE' });
    expect(refused.message).not.toContain(folder);
    const cut = await sent('staff', drawn.subarray(0, drawn.length - 5_000), { slide: slide.id });
    expect(cut).toMatchObject({ state: 'refused', code: 'TRUNCATED' });
    expect(waitingFiles()).toEqual([]);
    expect(readdirSync(join(api.home, 'slides'))).toEqual([]);
    expect(await fileOf(slide.id)).toBeUndefined();
  });

  it('a file that is not the announced one', async () => {
    const refused = await sent('staff', drawn, { slide: ownSlide().id, sha256: sha256Of(other) });
    expect(refused).toMatchObject({ state: 'refused', code: 'CHECKSUM_MISMATCH', sha256: sha256Of(drawn) });
    expect(waitingFiles()).toEqual([]);
  });
});

describe('two uploads to one slide', () => {
  it('one wins; the other hears why, and changes nothing', async () => {
    const slide = ownSlide();
    const first = await started('staff', drawn.length, { slide: slide.id });
    const second = await started('colleague', other.length, { slide: slide.id });
    const same = await started('colleague', drawn.length, { slide: slide.id });
    await patch('staff', first, 0, drawn);
    expect((await ended('staff', first)).state).toBe('attached');
    await Promise.all([patch('colleague', second, 0, other), patch('colleague', same, 0, drawn)]);
    expect(await ended('colleague', second)).toMatchObject({ state: 'refused', code: 'CONFLICT' });
    expect(await ended('colleague', same)).toMatchObject({ state: 'attached', code: 'ALREADY_THERE' });
    expect(await fileOf(slide.id)).toEqual({ sha256: sha256Of(drawn), updated_by: 'staff' });
    expect(readdirSync(join(api.home, 'slides'))).toEqual([`${sha256Of(drawn)}.tiff`]);
    for (const [sha256, code] of [
      [sha256Of(other), 'CONFLICT'],
      [sha256Of(drawn), 'ALREADY_THERE'],
    ] as const) {
      expect(await refusalOf(await begin('staff', 10, { slide: slide.id, sha256 }))).toMatchObject({
        status: 409,
        code,
      });
    }
  });
});

describe('ids', () => {
  it('of any other kind reach no file', async () => {
    const canary = join(api.home, 'canary');
    writeFileSync(canary, 'as it was');
    writeFileSync(`${canary}.json`, JSON.stringify({ id: '../canary', size: 100, offset: 0 }));
    const ids = [
      '../canary',
      '..%2fcanary',
      '%2e%2e%2fcanary',
      '..%252fcanary',
      '..%5ccanary',
      '%2e%2e/canary',
      '....//canary',
      '..%c0%afcanary',
      `${canary}`,
      encodeURIComponent(canary),
      'canary%00',
      '..%2fcanary%00.json',
      `${randomUUID()}%2f..%2f..%2fcanary`,
      `${randomUUID()}/../../canary`,
      `${randomUUID()}.json`,
      '.',
      '%2e',
      '',
      'a'.repeat(5_000),
      "'; drop table portal.slide_upload; --",
    ];
    const port = Number(new URL(api.base()).port);
    /** As it stands: fetch would tidy the path up. */
    const raw = (method: string, place: string) =>
      new Promise<number>((resolve, reject) => {
        const req = http.request(
          {
            port,
            host: '127.0.0.1',
            method,
            path: `/api/uploads/${place}`.replaceAll(' ', '%20'),
            headers: {
              'x-person': 'staff',
              'tus-resumable': '1.0.0',
              'upload-offset': '0',
              'content-type': 'application/offset+octet-stream',
            },
          },
          (res) => res.resume().once('end', () => resolve(res.statusCode!)),
        );
        req.once('error', reject).end(method === 'PATCH' ? 'changed' : undefined);
      });
    for (const id of ids) {
      for (const method of ['HEAD', 'PATCH', 'DELETE', 'GET']) {
        const status = await raw(method, id);
        // GET of the folder itself asks for a study.
        expect([400, 404], `${method} ${id}`).toContain(status);
      }
    }
    expect(readFileSync(canary, 'utf8')).toBe('as it was');
    expect(readdirSync(api.home).sort()).toEqual(['canary', 'canary.json', 'uploads']);
    expect(waitingFiles()).toEqual([]);
  });

  it('come from the portal, and what the sender says of the file is kept nowhere', async () => {
    const name = 'Muster-Patient-4711.svs';
    const id = await started('staff', drawn.length, { slide: ownSlide().id, filename: name, id: 'mine', name });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await patch('staff', id, 0, drawn.subarray(0, 10));
    for (const file of waitingFiles()) {
      expect(file).not.toContain('Muster');
      expect(readFileSync(join(api.home, 'uploads', file)).includes('Muster')).toBe(false);
    }
    const rows = await db.read(operator, (tx) => tx.rows('select to_jsonb(u)::text as row from portal.slide_upload u'));
    expect(JSON.stringify(rows)).not.toContain('Muster');
    expect((await call('HEAD', `/${id}`, 'staff')).headers.get('upload-metadata')).toBeNull();
  });
});

describe('a portal that ends and starts again', () => {
  const setState = (id: string, set: string) =>
    db.write(operator, null, (tx) => tx.rows(`update portal.slide_upload set ${set} where id = $1`, [id]));

  it('goes on with an upload', async () => {
    const id = await started('staff', drawn.length, { slide: ownSlide().id });
    await patch('staff', id, 0, drawn.subarray(0, 20_000));
    await api.restart();
    expect((await call('HEAD', `/${id}`, 'staff')).headers.get('upload-offset')).toBe('20000');
    await patch('staff', id, 20_000, drawn.subarray(20_000));
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(drawn) });
  });

  it('checks what was being checked, and what was complete and not noted so', async () => {
    const [first, second] = slides.filter(({ centre }) => centre === 'NFH');
    const checking = await started('staff', drawn.length, { slide: first!.id });
    const complete = await started('staff', other.length, { slide: second!.id });
    await api.stop();
    writeFileSync(join(api.home, 'uploads', checking), drawn);
    writeFileSync(join(api.home, 'uploads', complete), other);
    await setState(checking, `state = 'checking', attempts = 1`);
    await api.restart();
    expect(await ended('staff', checking)).toMatchObject({ state: 'attached', sha256: sha256Of(drawn) });
    expect(await ended('staff', complete)).toMatchObject({ state: 'attached', sha256: sha256Of(other) });
  });

  it('gives a file up that brought the check down again and again, and asks again for one that lost its end', async () => {
    const [first, second] = slides.filter(({ centre }) => centre === 'NFH');
    const poison = await started('staff', drawn.length, { slide: first!.id });
    const short = await started('staff', drawn.length, { slide: second!.id });
    await api.stop();
    writeFileSync(join(api.home, 'uploads', poison), drawn);
    writeFileSync(join(api.home, 'uploads', short), drawn.subarray(0, 500));
    await setState(poison, `state = 'checking', attempts = 5`);
    await setState(short, `state = 'checking'`);
    await api.restart();
    expect(await ended('staff', poison)).toMatchObject({ state: 'refused', code: 'CHECK_FAILED' });
    await expect
      .poll(async () => (await call('HEAD', `/${short}`, 'staff')).headers.get('upload-offset'), { timeout: 5_000 })
      .toBe('500');
    await patch('staff', short, 500, drawn.subarray(500));
    expect((await ended('staff', short)).state).toBe('attached');
  });

  it('removes what has expired and what belongs to nobody', async () => {
    const id = await started('staff', drawn.length, { slide: ownSlide().id });
    const fresh = await started('staff', drawn.length, { slide: ownSlide().id });
    await patch('staff', id, 0, drawn.subarray(0, 20_000));
    await setState(id, `expires_at = now() - interval '1 second'`);
    const orphan = join(api.home, 'uploads', randomUUID());
    writeFileSync(orphan, 'left');
    utimesSync(orphan, new Date(0), new Date(0));
    await api.restart();
    await expect.poll(() => waitingFiles().sort(), { timeout: 5_000 }).toEqual([fresh, `${fresh}.json`].sort());
    expect((await call('HEAD', `/${id}`, 'staff')).status).toBe(404);
  });
});

describe('a full disk', () => {
  it('is noticed before a file is sent, others that are still to come counted', async () => {
    await api.stop();
    api = await openApi(api.home, { reserveBytes: 1e15 });
    expect(await refusalOf(await begin('staff', 1000, { slide: ownSlide().id }))).toMatchObject({
      status: 507,
      code: 'DISK_FULL',
    });
    expect(waitingFiles()).toEqual([]);
  });

  it('in the middle is said so, and the upload goes on once there is room', async ({ skip }) => {
    const home = await mkdtemp(join(folder, 'small-'));
    const uploadsDir = join(home, 'uploads');
    mkdirSync(uploadsDir);
    const mounted =
      process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', uploadsDir]);
    if (!mounted || mounted.status !== 0) skip('a small disk can be mounted by root alone, on Linux');
    await api.stop();
    api = await openApi(home);
    try {
      const id = await started('staff', drawn.length, { slide: ownSlide().id });
      const ballast = join(uploadsDir, 'ballast');
      const size = 1024 * 1024 - 64 * 1024;
      writeFileSync(ballast, Buffer.alloc(size));
      const refusal = await refusalOf(await patch('staff', id, 0, drawn));
      expect(refusal).toMatchObject({ status: 507, code: 'DISK_FULL' });
      expect(refusal.message).not.toContain(home);
      const head = await call('HEAD', `/${id}`, 'staff');
      const offset = Number(head.headers.get('upload-offset'));
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(drawn.length);
      await rm(ballast);
      expect((await patch('staff', id, offset, drawn.subarray(offset))).status).toBe(204);
      // From one disk to another the file is copied, and is the same.
      expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(drawn) });
    } finally {
      spawnSync('umount', ['-l', uploadsDir]);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { mostUnfinishedUploads } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { encode, refusalOf, sha256Of, UploadsUnderTest } from './upload.fixture.ts';

const at = new UploadsUnderTest();
const { ownSlide, foreignSlide, call, begin, patch, started, ended, sent, fileOf, waitingFiles } = at;

/** Of a process of Linux: the files that it has open. */
function linksOf(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
}

describe('a file in parts', () => {
  it('is attached to its slide with the hash that the portal computed, and leaves nothing behind', async () => {
    const slide = ownSlide();
    const id = await started('staff', at.drawn.length, { slide: slide.id, sha256: sha256Of(at.drawn).toUpperCase() });
    for (let offset = 0; offset < at.drawn.length; offset += 10_000) {
      const answer = await patch('staff', id, offset, at.drawn.subarray(offset, offset + 10_000));
      expect(answer.status).toBe(204);
      expect(answer.headers.get('upload-offset')).toBe(String(Math.min(offset + 10_000, at.drawn.length)));
    }
    expect(await ended('staff', id)).toMatchObject({
      state: 'attached',
      slideId: slide.id,
      barcode: slide.barcode,
      sha256: sha256Of(at.drawn),
      code: null,
    });
    expect(await fileOf(slide.id)).toEqual({ sha256: sha256Of(at.drawn), updated_by: 'staff' });
    const stored = join(at.home, 'slides', `${sha256Of(at.drawn)}.tiff`);
    expect(readFileSync(stored).equals(at.drawn)).toBe(true);
    expect(statSync(stored)).toMatchObject({ nlink: 1, mode: 0o100600 });
    await expect.poll(waitingFiles).toEqual([]);
    // A sender that missed the last answer learns that nothing is left to send.
    const head = await call('HEAD', `/${id}`, 'staff');
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(at.drawn.length)]);
  });

  it('adds the record of a slide together with the file, and not before', async () => {
    const { patient, centre } = ownSlide();
    const metadata = { study: 'HAIC-DEMO', centre, patient, barcode: 'NEW-1', set: 'internal' };
    const id = await started('staff', at.drawn.length, metadata);
    const recorded = () =>
      at.db.read(at.operator, (tx) =>
        tx.rows(`select s.evaluation_set, f.sha256 from portal.slide s join portal.slide_file f on f.slide_id = s.id
                 where s.barcode = 'NEW-1'`),
      );
    expect(await recorded()).toEqual([]);
    await patch('staff', id, 0, at.drawn);
    expect((await ended('staff', id)).state).toBe('attached');
    expect(await recorded()).toEqual([{ evaluation_set: 'internal', sha256: sha256Of(at.drawn) }]);
  });

  it('resumes where it was cut off', async () => {
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
    const req = http.request(`${at.base()}/${id}`, {
      method: 'PATCH',
      headers: {
        'x-person': 'staff',
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(at.drawn.length),
      },
    });
    const broken = new Promise<void>((resolve) => req.on('error', () => resolve()));
    req.write(at.drawn.subarray(0, 30_000));
    await expect.poll(() => statSync(join(at.home, 'uploads', id)).size, { timeout: 20_000 }).toBe(30_000);
    req.destroy();
    await broken;
    const head = await call('HEAD', `/${id}`, 'staff');
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBe(30_000);
    expect((await patch('staff', id, offset + 1, at.drawn.subarray(offset + 1))).status).toBe(409);
    await patch('staff', id, offset, at.drawn.subarray(offset));
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(at.drawn) });
  });

  it('keeps each byte in its place when two clients send the same file at once', async () => {
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
    const client = async () => {
      for (;;) {
        const head = await call('HEAD', `/${id}`, 'staff');
        const offset = Number(head.headers.get('upload-offset'));
        if (offset >= at.drawn.length) return;
        const answer = await patch('staff', id, offset, at.drawn.subarray(offset, offset + 7_000)).catch(() => null);
        expect([204, 400, 409, undefined]).toContain(answer?.status);
      }
    };
    await Promise.all([client(), client()]);
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(at.drawn) });
  });
});

describe('permission to upload', () => {
  it.each([
    ['nobody', null, 'own', 401, 'UNAUTHENTICATED'],
    ['staff to a foreign centre', 'staff', 'foreign', 404, 'NOT_FOUND'],
    ['who may only read', 'reader', 'own', 403, 'FORBIDDEN'],
  ])('%s is refused', async (_who, as, which, status, code) => {
    const slide = which === 'own' ? ownSlide() : foreignSlide();
    const { patient, centre, barcode } = slide;
    for (const metadata of [{ slide: slide.id }, { study: 'HAIC-DEMO', centre, patient, barcode }]) {
      expect(await refusalOf(await begin(as, at.drawn.length, metadata as Record<string, string>))).toMatchObject({
        status,
        code,
      });
    }
    await expect.poll(waitingFiles).toEqual([]);
  });

  it("hides another person's upload, even within the same centre", async () => {
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
    for (const as of ['colleague', 'reader']) {
      expect((await call('HEAD', `/${id}`, as)).status).toBe(404);
      expect((await call('GET', `/${id}`, as)).status).toBe(404);
      expect((await patch(as, id, 0, at.drawn)).status).toBe(404);
      expect((await call('DELETE', `/${id}`, as)).status).toBe(404);
    }
    expect(await (await call('GET', '?study=HAIC-DEMO', 'colleague')).json()).toEqual([]);
    expect(await (await call('GET', '?study=HAIC-DEMO', 'staff')).json()).toMatchObject([{ id, receivedBytes: 0 }]);
    expect((await call('HEAD', `/${id}`, null)).status).toBe(401);
  });

  it('attaches nothing when the permission ends during the upload', async () => {
    const slide = ownSlide();
    const id = await started('colleague', at.drawn.length, { slide: slide.id });
    const before = at.people['colleague']!;
    at.people['colleague'] = { ...before, studies: before.studies.map((study) => ({ ...study, writeCentres: [] })) };
    expect((await patch('colleague', id, 0, at.drawn)).status).toBe(404);
    at.people['colleague'] = before;
    // Still permitted at the last byte, no longer when the file is attached.
    at.withdrawn.add('colleague');
    expect((await patch('colleague', id, 0, at.drawn)).status).toBe(204);
    expect(await ended('colleague', id)).toMatchObject({ state: 'refused', code: 'NOT_FOUND' });
    at.withdrawn.clear();
    expect(await fileOf(slide.id)).toBeUndefined();
    await expect.poll(waitingFiles).toEqual([]);
  });
});

describe('an upload that is refused', () => {
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
    await expect.poll(waitingFiles).toEqual([]);
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

  it('refuses a slide code that belongs to another patient', async () => {
    const [first, second] = at.slides.filter(({ centre }) => centre === 'NFH');
    const { centre, patient } = first!;
    const metadata = { study: 'HAIC-DEMO', centre, patient, barcode: second!.barcode };
    const refusal = await refusalOf(await begin('staff', 10, metadata));
    expect(refusal).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect(refusal.message).toContain(second!.patient);
  });

  it('refuses more unfinished uploads than one person may have', async () => {
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

  it('refuses more bytes than were announced', async () => {
    const id = await started('staff', 1000, { slide: ownSlide().id });
    expect((await patch('staff', id, 0, at.drawn)).status).toBe(413);
    expect(statSync(join(at.home, 'uploads', id)).size).toBe(0);
  });

  it('refuses a file that is not a slide in a sentence, and keeps nothing of it', async () => {
    const slide = ownSlide();
    const refused = await sent('staff', Buffer.from('<html>not a slide</html>'), { slide: slide.id });
    expect(refused).toMatchObject({ state: 'refused', code: 'NOT_A_SLIDE' });
    expect(refused.message).not.toContain(at.folder);
    const cut = await sent('staff', at.drawn.subarray(0, at.drawn.length - 5_000), { slide: slide.id });
    expect(cut).toMatchObject({ state: 'refused', code: 'TRUNCATED' });
    await expect.poll(waitingFiles).toEqual([]);
    expect(readdirSync(join(at.home, 'slides'))).toEqual([]);
    expect(await fileOf(slide.id)).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves no refused file open (counted in /proc, so on Linux only)',
    async () => {
      /** Files of this portal that are deleted but still take up space, because a process has them open. */
      const held = () =>
        ['self', ...childrenOf(process.pid)]
          .flatMap((pid) => linksOf(`/proc/${pid}/fd`))
          .filter((link) => link.startsWith(at.folder) && link.endsWith('(deleted)'));
      const slide = ownSlide().id;
      for (const bytes of [Buffer.alloc(200_000, 'no slide'), at.drawn.subarray(0, at.drawn.length - 5_000)]) {
        expect((await sent('staff', bytes, { slide })).state).toBe('refused');
      }
      expect((await sent('staff', at.drawn, { slide, sha256: sha256Of(at.other) })).state).toBe('refused');
      const calledOff = await started('staff', at.drawn.length, { slide });
      await patch('staff', calledOff, 0, at.drawn.subarray(0, 20_000));
      expect((await call('DELETE', `/${calledOff}`, 'staff')).status).toBe(204);
      const tooMany = await started('staff', 1000, { slide });
      expect((await patch('staff', tooMany, 0, at.drawn)).status).toBe(413);
      expect((await call('DELETE', `/${tooMany}`, 'staff')).status).toBe(204);
      await expect.poll(held, { timeout: 20_000 }).toEqual([]);
    },
  );

  it('refuses a file that is not the announced one', async () => {
    const refused = await sent('staff', at.drawn, { slide: ownSlide().id, sha256: sha256Of(at.other) });
    expect(refused).toMatchObject({ state: 'refused', code: 'CHECKSUM_MISMATCH', sha256: sha256Of(at.drawn) });
    await expect.poll(waitingFiles).toEqual([]);
  });
});

describe('two uploads to one slide', () => {
  it('lets one win; the other is refused with the reason and changes nothing', async () => {
    const slide = ownSlide();
    const first = await started('staff', at.drawn.length, { slide: slide.id });
    const second = await started('colleague', at.other.length, { slide: slide.id });
    const same = await started('colleague', at.drawn.length, { slide: slide.id });
    await patch('staff', first, 0, at.drawn);
    expect((await ended('staff', first)).state).toBe('attached');
    await Promise.all([patch('colleague', second, 0, at.other), patch('colleague', same, 0, at.drawn)]);
    expect(await ended('colleague', second)).toMatchObject({ state: 'refused', code: 'CONFLICT' });
    expect(await ended('colleague', same)).toMatchObject({ state: 'attached', code: 'ALREADY_THERE' });
    expect(await fileOf(slide.id)).toEqual({ sha256: sha256Of(at.drawn), updated_by: 'staff' });
    expect(readdirSync(join(at.home, 'slides'))).toEqual([`${sha256Of(at.drawn)}.tiff`]);
    for (const [sha256, code] of [
      [sha256Of(at.other), 'CONFLICT'],
      [sha256Of(at.drawn), 'ALREADY_THERE'],
    ] as const) {
      expect(await refusalOf(await begin('staff', 10, { slide: slide.id, sha256 }))).toMatchObject({
        status: 409,
        code,
      });
    }
  });
});

describe('ids', () => {
  it('of any other form reach no file', async () => {
    const canary = join(at.home, 'canary');
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
    const port = Number(new URL(at.base()).port);
    /** Sent as is: fetch would normalize the path. */
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
        // GET of the at.folder itself asks for a study.
        expect([400, 404], `${method} ${id}`).toContain(status);
      }
    }
    expect(readFileSync(canary, 'utf8')).toBe('as it was');
    expect(readdirSync(at.home).sort()).toEqual(['canary', 'canary.json', 'uploads']);
    await expect.poll(waitingFiles).toEqual([]);
  });

  it('come from the portal, and the sender’s description of the file is not stored', async () => {
    const name = 'Muster-Patient-4711.svs';
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id, filename: name, id: 'mine', name });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await patch('staff', id, 0, at.drawn.subarray(0, 10));
    for (const file of waitingFiles()) {
      expect(file).not.toContain('Muster');
      expect(readFileSync(join(at.home, 'uploads', file)).includes('Muster')).toBe(false);
    }
    const rows = await at.db.read(at.operator, (tx) =>
      tx.rows('select to_jsonb(u)::text as row from portal.slide_upload u'),
    );
    expect(JSON.stringify(rows)).not.toContain('Muster');
    expect((await call('HEAD', `/${id}`, 'staff')).headers.get('upload-metadata')).toBeNull();
  });
});

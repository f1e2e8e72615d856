import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { answerErrors } from '../../http/refusal.ts';
import { withModels } from './add-model.ts';
import { ModelDrafts } from './model-drafts.ts';
import { tinyManifest, writeTinyModel } from './model.fixture.ts';
import { ModelUploadService } from './model-upload.service.ts';
import { modelUploadsRouter } from './model-uploads.router.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let elsewhere: string;
let models: string;

const asker = (userId: string, role: string): Asker =>
  ({ userId, name: userId, email: '', secondFactorIsDue: false, studies: [{ studyCode: 'S', role }] }) as unknown as Asker; // prettier-ignore
const people: Record<string, Asker> = {
  ada: asker('ada', 'portalAdministrator'),
  ben: asker('ben', 'portalAdministrator'),
  cid: asker('cid', 'administrator'),
};

beforeAll(async () => {
  database = await openDatabaseForTests();
  elsewhere = await mkdtemp(join(tmpdir(), 'portal-model-uploads-'));
  models = join(database.home, 'models');
});
beforeEach(() => rm(models, { recursive: true, force: true }));
afterAll(async () => {
  await rm(elsewhere, { recursive: true, force: true });
  await database?.close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly id: string; readonly code?: string; readonly message?: string };
}
type Ask = (who: string, method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>;

/** Runs `work` beside a server with the routes; bodies other than buffers are sent as JSON. */
function served(work: (ask: Ask) => Promise<void>): Promise<void> {
  return withModels(database, async (service) => {
    const uploads = new ModelUploadService(new ModelDrafts(models), service);
    const app = express();
    const askerOf = async ({ headers }: { headers: Record<string, unknown> }) =>
      people[String(headers['x-who'])] ?? null;
    app.use('/api/model-uploads', modelUploadsRouter({ uploads, askerOf: askerOf as never }));
    app.use(answerErrors);
    const server = createServer({ keepAliveTimeout: 0 }, app).on('error', (error) => expect.unreachable(String(error)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    try {
      await work(async (who, method, path, body, headers = {}) => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/model-uploads${path}`, {
          method,
          headers: { 'x-who': who, 'content-type': 'application/octet-stream', ...headers },
          ...(body !== undefined && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
        });
        const text = await answer.text();
        return { status: answer.status, body: text === '' ? {} : JSON.parse(text) } as Answer;
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
}

async function tinyFiles(id: string, change: Parameters<typeof tinyManifest>[1] = {}): Promise<Map<string, Buffer>> {
  const folder = join(elsewhere, id);
  await writeTinyModel(folder, tinyManifest(id, change));
  const names = await readdir(folder);
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

const announce = (files: Map<string, Buffer>) => ({
  files: [...files].map(([name, { length }]) => ({ name, bytes: length })),
});

async function sendAll(ask: Ask, files: Map<string, Buffer>, who = 'ada'): Promise<string> {
  const { body, status } = await ask(who, 'POST', '/', announce(files));
  expect(status).toBe(201);
  for (const [name, bytes] of files) {
    const sent = await ask(who, 'PATCH', `/${body.id}/${name}`, bytes, { 'upload-offset': '0' });
    expect(sent).toEqual({ status: 200, body: { received: bytes.length } });
  }
  return body.id;
}

const shown = async () => (await readdir(models)).filter((name) => !name.startsWith('.'));

describe('a model that is uploaded', () => {
  it('is verified, registered and in its place, and leaves nothing beside it', async () => {
    await served(async (ask) => {
      const files = await tinyFiles('uploaded');
      const id = await sendAll(ask, files);
      expect(await shown()).toEqual([]); // nobody can choose it yet
      const finished = await ask('ada', 'POST', `/${id}/finish`, { reason: 'from the other hospital' });
      expect(finished).toEqual({
        status: 200,
        body: { modelId: 'uploaded', line: 'uploaded', version: 1, status: 'active' },
      });
      expect((await readdir(join(models, 'uploaded'))).sort()).toEqual([...files.keys()].sort());
      expect(await readdir(join(models, '.uploads'))).toEqual([]);
    });
  });

  it('is resumed where it stopped, and a part in the wrong place is refused with the right one', async () => {
    await served(async (ask) => {
      const files = await tinyFiles('resumed');
      const { body } = await ask('ada', 'POST', '/', announce(files));
      const head = files.get('head.onnx')!;
      const send = (offset: number, part: Buffer) =>
        ask('ada', 'PATCH', `/${body.id}/head.onnx`, part, { 'upload-offset': String(offset) });
      expect((await send(0, head.subarray(0, 50))).body).toEqual({ received: 50 });
      expect((await send(60, head.subarray(60))).body).toMatchObject({
        code: 'CONFLICT',
        message: '50 bytes have arrived: send the part that follows them',
      });
      const { body: list } = await ask('ada', 'GET', '/');
      expect(list).toMatchObject([{ id: body.id, files: expect.arrayContaining([{ name: 'head.onnx', bytes: head.length, received: 50 }]) }]); // prettier-ignore
      expect((await ask('ada', 'POST', `/${body.id}/finish`, { reason: 'too early' })).body.message).toMatch(
        /is not whole: \d+ of \d+ bytes have arrived/,
      );
      expect((await send(50, head.subarray(50))).body).toEqual({ received: head.length });
      expect((await send(head.length, Buffer.from('x'))).body.message).toContain('and has more');
    });
  });

  it('is refused with the field at fault; the manifest alone is sent again', async () => {
    await served(async (ask) => {
      const files = await tinyFiles('faulty', { positiveClass: 'PD' });
      const id = await sendAll(ask, files);
      const refused = await ask('ada', 'POST', `/${id}/finish`, { reason: 'new' });
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'MANIFEST_INVALID', message: 'positiveClass: is not one of the classes' },
      });
      expect(await shown()).toEqual([]);
      const right = (await tinyFiles('faulty')).get('manifest.json')!;
      const headers = { 'upload-offset': '0', 'upload-length': String(right.length) };
      await ask('ada', 'PATCH', `/${id}/manifest.json`, right, headers);
      expect((await ask('ada', 'POST', `/${id}/finish`, { reason: 'new' })).status).toBe(200);
      expect(await shown()).toEqual(['faulty']);
    });
  });

  it('is not taken under the name of another model', async () => {
    await served(async (ask) => {
      await ask('ada', 'POST', `/${await sendAll(ask, await tinyFiles('twice'))}/finish`, { reason: 'one' });
      const before = await readFile(join(models, 'twice', 'manifest.json'), 'utf8');
      const other = await sendAll(ask, await tinyFiles('twice', { positiveClass: 'CR/PR' }));
      const refused = await ask('ada', 'POST', `/${other}/finish`, { reason: 'two' });
      expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
      expect(refused.body.message).toContain('another model is called twice');
      expect(await readFile(join(models, 'twice', 'manifest.json'), 'utf8')).toBe(before);
    });
  });
});

describe('who may upload, and what', () => {
  it('those who may decide on models, each their own', async () => {
    await served(async (ask) => {
      const files = await tinyFiles('own');
      const { body } = await ask('ada', 'POST', '/', announce(files));
      expect((await ask('nobody', 'GET', '/')).status).toBe(401);
      for (const [method, path, sent] of [
        ['POST', '/', announce(files)],
        ['GET', '/', undefined],
        ['PATCH', `/${body.id}/head.onnx`, Buffer.from('x')],
        ['POST', `/${body.id}/finish`, { reason: 'mine' }],
        ['DELETE', `/${body.id}`, undefined],
      ] as const) {
        const headers = { 'upload-offset': '0' };
        expect((await ask('cid', method, path, sent, headers)).body.code).toBe('FORBIDDEN');
        if (path === '/') continue;
        expect((await ask('ben', method, path, sent, headers)).body.code).toBe('NOT_FOUND');
        const absent = path.replace(body.id, '00000000-0000-4000-8000-000000000000');
        expect((await ask('ben', method, absent, sent, headers)).body).toEqual(
          (await ask('ben', method, path, sent, headers)).body,
        );
      }
      expect((await ask('ben', 'GET', '/')).body).toEqual([]);
      expect((await ask('ada', 'DELETE', `/${body.id}`)).status).toBe(204);
      expect((await ask('ada', 'GET', '/')).body).toEqual([]);
    });
  });

  it.each([
    ['a path', [{ name: '../manifest.json', bytes: 1 }], 'cannot be a file of a model'],
    ['a hidden file', [{ name: '.env', bytes: 1 }], 'cannot be a file of a model'],
    ['no manifest', [{ name: 'head.onnx', bytes: 1 }], 'manifest.json is missing'],
    ['an empty file', [{ name: 'manifest.json', bytes: 0 }], 'manifest.json is empty'],
    ['a file twice', [{ name: 'manifest.json', bytes: 1 }, { name: 'manifest.json', bytes: 1 }], 'manifest.json is there twice'],
    ['a file of terabytes', [{ name: 'manifest.json', bytes: 1 }, { name: 'a.onnx', bytes: 1e12 }], 'a.onnx has more than 8 GB'],
    ['no files', [], 'the body is not JSON with: files'],
  ])('%s is refused', async (_, files, message) => {
    await served(async (ask) => {
      const { status, body } = await ask('ada', 'POST', '/', { files });
      expect(status).toBe(400);
      expect(body.message).toContain(message);
    });
  }); // prettier-ignore

  it('what nobody finishes is removed after a week', async () => {
    const drafts = new ModelDrafts(models);
    const { id } = await drafts.begin('ada', [{ name: 'manifest.json', bytes: 1 }]);
    await drafts.sweep(Date.now() + 6 * 86_400_000);
    expect(await readdir(join(models, '.uploads'))).toEqual([id]);
    await drafts.sweep(Date.now() + 8 * 86_400_000);
    expect(await readdir(join(models, '.uploads'))).toEqual([]);
  });
});

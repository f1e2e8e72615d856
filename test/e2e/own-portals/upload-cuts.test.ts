import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type SlideUpload } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typescriptLoader } from '../../../apps/api/src/typescript-loader.ts';
import { type ApiAlone, startApiAlone } from '../api-alone.ts';
import { type CutLine, openCutLine } from '../cut-line.ts';
import { type LargeSlide, writeLargeSlide } from '../large-slide.ts';
import { environment, repositoryRoot } from '../start-portal.ts';
import { sendFile, type UploadJob } from '../upload-client.ts';

/** PORTAL_UPLOAD_CUTS=10 PORTAL_UPLOAD_MB=400 is the long form; each kind of cut is made this many times. */
const cuts = Number(process.env['PORTAL_UPLOAD_CUTS'] ?? 2);
const megabytes = Number(process.env['PORTAL_UPLOAD_MB'] ?? 40);
const chunkBytes = megabytes > 100 ? 16 * 1024 * 1024 : 4 * 1024 * 1024;
const patienceMs = 120_000 + cuts * 60_000;

const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-cuts-'));
let api: ApiAlone;
let line: CutLine;
let slide: LargeSlide;
let cookie: string;
let free: string[];
const resent: number[] = [];

async function signIn(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${api.port}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'staff.nfh@demo.local', password: api.password }),
  });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function slidesWithoutImage(): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${api.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query: '{ slides(study: "HAIC-DEMO", withFile: false) { id file { sha256 } } }' }),
  });
  const { data } = (await answer.json()) as { data: { slides: { id: string; file: object | null }[] } };
  return data.slides.filter(({ file }) => file === null).map(({ id }) => id);
}

beforeAll(async () => {
  [api, slide] = await Promise.all([startApiAlone(), writeLargeSlide(path.join(folder, 'large.tiff'), megabytes)]);
  line = await openCutLine(api.port);
  cookie = await signIn();
  free = await slidesWithoutImage();
}, 300_000);

afterAll(async () => {
  await line?.close();
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

function nextJob(): { job: UploadJob; slideId: string } {
  const slideId = free.pop()!;
  return {
    slideId,
    job: {
      endpoint: `http://127.0.0.1:${line.port}/api/uploads`,
      cookie,
      path: slide.path,
      bytes: slide.bytes,
      metadata: { slide: slideId },
      chunkBytes,
      memory: path.join(folder, `${randomUUID()}.json`),
    },
  };
}

const randomOffset = (): number => Math.floor((0.02 + 0.96 * Math.random()) * slide.bytes);

async function untilAttached(id: string): Promise<SlideUpload> {
  for (const end = Date.now() + 120_000; ; await wait(200)) {
    const answer = await fetch(`http://127.0.0.1:${api.port}/api/uploads/${id}`, { headers: { cookie } }).catch(
      () => null,
    );
    const upload = answer?.ok ? ((await answer.json()) as SlideUpload) : null;
    if (upload?.state === 'attached' || upload?.state === 'refused') return upload;
    if (Date.now() > end) throw new Error(`not attached: ${JSON.stringify(upload)}`);
  }
}

/** Sends, cuts at a random byte, lets the sender resume, and checks what is attached and how much was sent twice. */
async function survives(send: (job: UploadJob, offset: number) => Promise<string>): Promise<void> {
  const { job, slideId } = nextJob();
  const before = line.sentBytes();
  const id = await send(job, randomOffset());
  // Heads of requests: some hundred bytes each.
  const requests = Math.ceil(slide.bytes / chunkBytes) + 20;
  resent.push(line.sentBytes() - before - slide.bytes);
  expect(resent.at(-1)).toBeLessThan(chunkBytes + requests * 1_000);
  expect(await untilAttached(id)).toMatchObject({ state: 'attached', slideId, sha256: slide.sha256 });
}

const times = Array.from({ length: cuts }, (_, i) => i + 1);

describe('an upload cut at a random byte resumes, is complete, and sends at most one part twice', () => {
  it.each(times)(
    'by the line, %i',
    () =>
      survives((job, offset) => {
        line.cutAfter(offset, () => line.breakAll());
        return sendFile(job);
      }),
    patienceMs,
  );

  it.each(times)(
    'by the end of the sender, which another one replaces, %i',
    () =>
      survives(async (job, offset) => {
        const child = spawn(
          process.execPath,
          ['--import', typescriptLoader, path.join(import.meta.dirname, '../upload-client.ts'), JSON.stringify(job)],
          { cwd: repositoryRoot, env: environment({}), stdio: 'ignore' },
        );
        const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
        line.cutAfter(offset, () => child.kill('SIGKILL'));
        expect(await ended).toBe('SIGKILL');
        return sendFile(job);
      }),
    patienceMs,
  );

  it.each(times)(
    'by kill -9 of the API, %i',
    () =>
      survives(async (job, offset) => {
        const restarted = new Promise<void>((resolve, reject) =>
          line.cutAfter(offset, () => {
            api.kill();
            api.start().then(resolve, reject);
          }),
        );
        const id = await sendFile(job);
        await restarted;
        return id;
      }),
    patienceMs,
  );

  it(
    'by kill -9 of the API while it checks: the file is checked again',
    async () => {
      const { job, slideId } = nextJob();
      const id = await sendFile(job);
      api.kill();
      await api.start();
      expect(await untilAttached(id)).toMatchObject({ state: 'attached', slideId, sha256: slide.sha256 });
    },
    patienceMs,
  );

  it('leaves nothing but the file itself', () => {
    expect(readdirSync(path.join(api.home, 'uploads'))).toEqual([]);
    const stored = readdirSync(path.join(api.home, 'slides')).filter((name) => !name.includes('.part'));
    expect(stored).toEqual([`${slide.sha256}.tiff`]);
    const kept = path.join(api.home, 'slides', stored[0]!);
    expect(statSync(kept).size).toBe(slide.bytes);
    expect(createHash('sha256').update(readFileSync(kept)).digest('hex')).toBe(slide.sha256);
    process.stdout.write(
      `  ${resent.length} cuts of ${(slide.bytes / 1e6).toFixed(0)} MB, parts of ${(chunkBytes / 1e6).toFixed(1)} MB: ` +
        `at most ${(Math.max(...resent) / 1e6).toFixed(2)} MB sent twice, heads of requests counted\n`,
    );
  });
});

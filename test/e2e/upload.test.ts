import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type SlideUpload } from '@haim/schema';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LargeSlide, writeLargeSlide } from './large-slide.ts';
import { loaded } from './loaded.fixture.ts';
import { ask, type Email, openBrowser, type OpenedBrowser, portal, signIn } from './portal.fixture.ts';

interface Registered {
  readonly id: string;
  readonly barcode: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly file: object | null;
}

const staff = 'staff.nfh@demo.local';
const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-upload-'));
let slide: LargeSlide;
let registered: Registered[];

async function slidesOf(as: Email): Promise<Registered[]> {
  const { data } = await ask<{ slides: Registered[] }>(
    as,
    '{ slides(study: "HAIC-DEMO", withFile: false) { id barcode patientCode centre file { sha256 } } }',
  );
  return data!.slides;
}

beforeAll(async () => {
  slide = await writeLargeSlide(path.join(folder, 'slide.tiff'), 40);
  // From the end: other tests look at the first.
  registered = (await slidesOf('investigator@demo.local')).filter(({ file }) => file === null).reverse();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const free = (centre: string): Registered => {
  const found = registered.find((one) => one.centre === centre)!;
  registered = registered.filter((one) => one !== found);
  return found;
};

const call = async (
  method: string,
  place: string,
  as: Email | null,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Response> =>
  fetch(`${portal().baseUrl}/api/uploads${place}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(as === null ? {} : { cookie: await signIn(as) }), ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });

const metadataOf = (slideId: string) => ({
  'upload-metadata': `slide ${Buffer.from(slideId).toString('base64')}`,
  'upload-length': String(slide.bytes),
});
const part = 'application/offset+octet-stream';

describe('an upload over HTTP', () => {
  it('is allowed only to those who may write to the centre', async () => {
    const own = free('NFH');
    const foreign = registered.find(({ centre }) => centre === 'FAHSYU')!;
    const statusOf = async (as: Email | null, slideId: string): Promise<number> =>
      (await call('POST', '', as, metadataOf(slideId))).status;
    expect(await statusOf(null, own.id)).toBe(401);
    expect(await statusOf(staff, foreign.id)).toBe(404);
    expect(await statusOf('staff.fahsyu@demo.local', own.id)).toBe(404);
    expect(await statusOf('investigator@demo.local', own.id)).toBe(403);

    const begun = await call('POST', '', staff, metadataOf(own.id));
    expect(begun.status).toBe(201);
    const location = begun.headers.get('location')!;
    expect(location).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}$/);
    const place = location.replace('/api/uploads', '');
    for (const as of ['admin@demo.local', 'investigator@demo.local', 'staff.fahsyu@demo.local'] as const) {
      for (const method of ['HEAD', 'GET', 'PATCH', 'DELETE']) {
        const answer = await call(method, place, as, { 'upload-offset': '0', 'content-type': part });
        expect([as, method, answer.status]).toEqual([as, method, 404]);
      }
    }
    expect((await call('PATCH', place, null, { 'upload-offset': '0', 'content-type': part })).status).toBe(401);

    const file = readFileSync(slide.path);
    const half = Math.floor(slide.bytes / 2);
    const first = await call(
      'PATCH',
      place,
      staff,
      { 'upload-offset': '0', 'content-type': part },
      file.subarray(0, half),
    );
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, String(half)]);
    expect((await call('HEAD', place, staff)).headers.get('upload-offset')).toBe(String(half));
    const last = await call(
      'PATCH',
      place,
      staff,
      { 'upload-offset': String(half), 'content-type': part },
      file.subarray(half),
    );
    expect(last.status).toBe(204);
    const states = new Set<string>();
    let upload: SlideUpload;
    do {
      await wait(50);
      upload = (await (await call('GET', place, staff)).json()) as SlideUpload;
      states.add(upload.state);
    } while (upload.state === 'checking');
    expect([...states]).toEqual(['checking', 'attached']);
    expect(upload).toMatchObject({ slideId: own.id, sha256: slide.sha256, code: null });
    expect((await call('POST', '', staff, metadataOf(own.id))).status).toBe(409);

    const tile = await fetch(`${portal().baseUrl}/slides/${own.id}/dzi/8/0_0.jpg`, {
      headers: { cookie: await signIn(staff) },
    });
    expect([tile.status, tile.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  }, 120_000);

  it.each(['POST', 'PATCH', 'DELETE'])('%s that a page of another site sends is refused', async (method) => {
    const answer = await call(method, method === 'POST' ? '' : `/${randomUUID()}`, staff, {
      ...metadataOf(free('NFH').id),
      origin: 'https://elsewhere.example',
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('has no page, and no answer that reveals where anything is stored', async () => {
    const refusal = { code: 'NOT_FOUND', message: 'upload not found' };
    for (const place of [
      '/nothing',
      `/${randomUUID()}`,
      '/..%2f..%2fsecrets.json',
      '/a/b/c',
      `/${randomUUID()}/state`,
    ]) {
      const answer = await call('GET', place, staff);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ ...refusal, error: refusal });
    }
    const asked = await call('OPTIONS', '', null);
    expect(asked.headers.get('tus-version')).toBe('1.0.0');
    expect(asked.headers.get('tus-extension')).toContain('termination');
    expect(asked.headers.get('tus-extension')).not.toContain('defer');
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('in a browser', () => {
  let opened: OpenedBrowser;
  beforeAll(async () => {
    opened = await openBrowser();
  });
  afterAll(() => opened?.close());

  const copyAs = (name: string, bytes: Buffer | string = readFileSync(slide.path)): string => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };

  async function expectTiles(page: Page): Promise<void> {
    const tile = await page.waitForResponse((answer) => /\/dzi\/\d+\/\d+_\d+\.jpg\?/.test(answer.url()));
    expect(tile.status()).toBe(200);
    await expect.poll(() => page.locator('.openseadragon-canvas').count()).toBeGreaterThan(0);
  }

  it('files find their slides by name, are sent and shown; a file that is not a slide is refused', async () => {
    const first = free('NFH');
    const second = free('NFH');
    const { page, context } = await opened.open(staff);
    await page.goto('/studies/HAIC-DEMO/slides');
    await page.getByRole('button', { name: 'Add slides' }).click();
    await page.setInputFiles('input[type=file]', [
      copyAs(`${first.barcode} HE 40x.tiff`),
      copyAs('4711.svs', '<html>not a slide</html>'),
    ]);
    await expect
      .poll(() => page.getByLabel(`Patient of ${first.barcode} HE 40x.tiff`).inputValue())
      .toBe(first.patientCode);
    // A name without a match is proposed for no slide.
    expect(await page.getByLabel('Slide code of 4711.svs').inputValue()).toBe('');
    await page.getByLabel('Patient of 4711.svs').fill(second.patientCode);
    await page.getByLabel('Slide code of 4711.svs').fill(second.barcode);
    await page.getByRole('button', { name: 'Send 2 files' }).click();

    const sent = page.getByRole('listitem').filter({ hasText: `${first.patientCode} · ${first.barcode}` });
    const refused = page.getByRole('listitem').filter({ hasText: `${second.patientCode} · ${second.barcode}` });
    await expect.poll(() => refused.innerText(), { timeout: 60_000 }).toContain('not a slide image');
    await expect.poll(() => sent.innerText(), { timeout: 60_000 }).toContain(`SHA-256 ${slide.sha256}`);
    const tiles = expectTiles(page);
    await sent.getByRole('link', { name: 'Open the slide' }).click();
    await page.waitForURL(`**/slides/${first.id}`);
    await tiles;
    await context.close();
  }, 180_000);

  it('resumes after a reload with the same file only', async () => {
    const target = free('NFH');
    const file = copyAs(`${target.barcode}.tiff`);
    const { page, context } = await opened.open(staff);
    await page.goto('/studies/HAIC-DEMO/slides?add=true');
    // A file that is chosen before the page runs is lost.
    await loaded(page);
    let parts = 0;
    await page.route('**/api/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH' || ++parts === 1) return route.continue();
      // The connection is lost after the first part.
      return route.abort('connectionreset');
    });
    await page.setInputFiles('input[type=file]', file);
    await page.getByRole('button', { name: 'Send 1 file' }).click();
    const line = page.getByRole('listitem').filter({ hasText: `${target.patientCode} · ${target.barcode}` });
    await expect.poll(() => line.innerText()).toContain('The line broke');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.unrouteAll();
    await expect.poll(() => line.innerText()).toContain('received; kept until');
    await loaded(page);
    await page.setInputFiles('input[type=file]', file);
    const draft = page.getByRole('list', { name: 'Chosen files' }).getByRole('listitem');
    await expect.poll(() => draft.innerText()).toContain('started before');
    await page.getByRole('button', { name: 'Send 1 file' }).click();
    await expect.poll(() => line.innerText(), { timeout: 60_000 }).toContain(`SHA-256 ${slide.sha256}`);
    await context.close();
  }, 180_000);

  it('works from the page of a slide without image, by keyboard, in Chinese and dark as well', async () => {
    const target = free('NFH');
    const { page, context } = await opened.open(staff, { colorScheme: 'dark' });
    await context.addCookies([{ name: 'locale', value: 'zh', url: portal().baseUrl }]);
    await page.goto(`/studies/HAIC-DEMO/slides/${target.id}`);
    const choose = page.getByRole('button', { name: '将切片图像拖到此处，或点按选择文件' });
    await choose.waitFor();
    // The button is drawn by the server; it answers once the page has come to life.
    const chosen = page.waitForEvent('filechooser', { timeout: 60_000 });
    let isOpen = false;
    void chosen.then(() => (isOpen = true));
    await expect
      .poll(
        async () => {
          if (isOpen) return true;
          await choose.focus();
          await page.keyboard.press('Enter');
          return isOpen;
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(true);
    const chooser = await chosen;
    const tiles = expectTiles(page);
    await chooser.setFiles(copyAs('anything.tiff'));
    await tiles;
    await context.close();
    const row = (await slidesOf(staff)).find(({ id }) => id === target.id);
    expect(row?.file).toEqual({ sha256: slide.sha256 });
  }, 120_000);

  it('a reader is not offered uploads', async () => {
    const { page, context } = await opened.open('investigator@demo.local');
    await page.goto(`/studies/HAIC-DEMO/slides/${free('NFH').id}`);
    await expect.poll(() => page.getByText('No image file').count()).toBeGreaterThan(0);
    await expect.poll(() => page.locator('input[type=file]').count()).toBe(0);
    await page.goto('/studies/HAIC-DEMO/slides?add=true');
    await expect.poll(() => page.getByRole('heading', { name: 'Slides', level: 1 }).count()).toBe(1);
    await expect.poll(() => page.locator('input[type=file]').count()).toBe(0);
    await context.close();
  });

  it('no name of a file is kept by the portal', () => {
    const uploads = path.join(portal().home, 'uploads');
    expect(readdirSync(uploads).join()).not.toMatch(/tiff|svs/);
    const log = readFileSync(path.join(portal().home, 'log', 'api.log'), 'utf8');
    expect(log).not.toContain('HE 40x');
    expect(log).not.toContain('anything.tiff');
  });
});

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlideFiles } from './slide-files.ts';
import { checkSlidePlace, openSlideFiles } from './slide-place.ts';

let root: string;
let server: S3rver;
let env: NodeJS.ProcessEnv;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(os.tmpdir(), 'portal-bucket-'));
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(root, 'server'),
    configureBuckets: [{ name: 'pathology' } as never],
  });
  const { port } = (await server.run()) as { port: number };
  env = { PORTAL_SLIDES: 's3://pathology/haim', PORTAL_S3_ENDPOINT: `http://127.0.0.1:${port}` };
  // The keys that the server knows; an S3 client takes them from the environment.
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3RVER');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'machine-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const content = (seed: number, bytes: number) => Buffer.alloc(bytes, `slide ${seed} `);

async function kept(files: SlideFiles, bytes: Buffer): Promise<string> {
  const part = join(files.folder, '.incoming.part');
  await writeFile(part, bytes);
  const name = `${sha256(bytes)}.tiff`;
  await files.send(part, name);
  await files.keep(part, name);
  return name;
}

describe('a MIRAX slide, stored as the zip that was sent', () => {
  const mirax = new URL('../../../../../packages/ml/reference/slides/mirax.zip', import.meta.url).pathname;

  it('is unpacked once to be read, on any machine, and passed on as the zip', async () => {
    const bytes = await readFile(mirax);
    const name = `${sha256(bytes)}.mrxs.zip`;
    const part = join(folder, '.incoming.part');
    await writeFile(part, bytes);
    const here = openSlideFiles(folder, env);
    await here.send(part, name);
    await here.keep(part, name);
    const other = openSlideFiles(await mkdtemp(join(root, 'machine-')), env);
    for (const files of [here, other]) {
      const [path, again] = await Promise.all([files.pathOf(name), files.pathOf(name)]);
      expect(again).toBe(path);
      expect(path).toBe(join(files.folder, name.replace('.zip', ''), 'slide.mrxs'));
      expect(await readdir(join(path, '..', 'slide'))).toEqual(['Data0000.dat', 'Index.dat', 'Slidedat.ini']);
      expect(await files.findPath(name)).toBe(join(files.folder, name));
      expect((await readdir(files.folder)).filter((one) => one.startsWith('.'))).toEqual([]);
    }
  });
});

describe('a bucket', () => {
  it('passes a slide from one machine to another, byte for byte, in several parts', async () => {
    const bytes = content(1, 40_000_000);
    const name = await kept(openSlideFiles(folder, env), bytes);
    const other = await mkdtemp(join(root, 'machine-'));
    const files = openSlideFiles(other, env);
    // Requested twice at once, it is fetched once.
    const [path, again] = await Promise.all([files.pathOf(name), files.pathOf(name)]);
    expect(again).toBe(path);
    expect(sha256(await readFile(path))).toBe(sha256(bytes));
    expect(await readdir(other)).toEqual([name]);
  });

  it('that holds something else under the name is not trusted', async () => {
    const bytes = content(2, 1000);
    const files = openSlideFiles(folder, env);
    const part = join(folder, '.incoming.part');
    await writeFile(part, bytes);
    const name = `${sha256(content(3, 1000))}.tiff`;
    await files.send(part, name);
    await files.keep(part, name);
    await rm(join(folder, name));
    await expect(files.pathOf(name)).rejects.toMatchObject({ name: 'SlideError', code: 'UNREADABLE' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not asked for the same absent file at each tile', async () => {
    const files = openSlideFiles(folder, env);
    const asked = vi.spyOn(files.bucket!, 'has');
    const absent = `${'0'.repeat(64)}.pyramid.tiff`;
    for (let tile = 0; tile < 3; tile++) expect(await files.findPath(absent)).toBeNull();
    expect(asked).toHaveBeenCalledOnce();
  });

  it('lets the machine remove the least recently used files', async () => {
    const files = openSlideFiles(folder, { ...env, PORTAL_SLIDE_CACHE_GB: '0.000025' });
    const names = [];
    for (const seed of [4, 5]) names.push(await kept(files, content(seed, 10_000)));
    await utimes(join(folder, names[0]!), new Date(0), new Date(0));
    const third = await kept(openSlideFiles(await mkdtemp(join(root, 'machine-')), env), content(6, 10_000));
    await files.pathOf(third);
    expect((await readdir(folder)).sort()).toEqual([names[1], third].sort());
    // It is still available: the bucket has it.
    expect(await files.pathOf(names[0]!)).toBe(join(folder, names[0]!));
  });

  it('is checked before the start, and its fault is reported with the setting', async () => {
    await expect(checkSlidePlace(env)).resolves.toBeUndefined();
    await expect(checkSlidePlace({ ...env, PORTAL_SLIDES: 's3://nowhere' })).rejects.toThrow(
      'PORTAL_SLIDES (s3://nowhere) does not answer (there is no such bucket)',
    );
    await expect(checkSlidePlace({ ...env, PORTAL_SLIDES: '/mnt/slides' })).rejects.toThrow(/^PORTAL_SLIDES is not/);
    await expect(checkSlidePlace({ ...env, PORTAL_SLIDE_CACHE_GB: '-1' })).rejects.toThrow(/^PORTAL_SLIDE_CACHE_GB/);
  });
});

describe('without a bucket', () => {
  it('a slide that is not in the folder is not found, and a name cannot lead elsewhere', async () => {
    const files = new SlideFiles(folder);
    const name = await kept(files, content(7, 100));
    expect(await files.pathOf(name)).toBe(join(folder, name));
    await mkdir(join(folder, 'deeper'));
    for (const absent of [`${'0'.repeat(64)}.tiff`, 'deeper/x.tiff']) {
      await expect(files.pathOf(absent)).rejects.toMatchObject({ code: 'UNREADABLE' });
      expect(await files.findPath(absent)).toBeNull();
    }
  });
});

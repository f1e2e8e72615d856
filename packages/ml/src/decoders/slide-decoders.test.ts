import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { deepZoomTile } from '../slides/deep-zoom.ts';
import { SlideError } from '../errors.ts';
import { GLASS, scratchFolder, TISSUE, writeHalfSlide } from '../hand-made.fixture.ts';
import { openSlideHere } from '../slides/open-slide.ts';
import { SlideDecoders } from './slide-decoders.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

let folder: string;
let slidePath: string;
let decoders: SlideDecoders;
const region = { x: 30, y: 5, level: 0, width: 4, height: 1 };

beforeAll(async () => {
  folder = await scratchFolder();
  slidePath = join(folder, 'half.tif');
  await writeHalfSlide(slidePath);
  decoders = new SlideDecoders({ processes: 2 });
});

afterAll(() => decoders?.close());

test('slide facts, pixels and tiles equal those of a reader in this process', async () => {
  const here = await openSlideHere(slidePath);
  const apart = await decoders.open(slidePath);
  const { readRgb: _r, close: _c, perform: _p, ...facts } = apart;
  const { readRgb: _readRgb, close: _close, ...factsHere } = here;
  expect(facts).toEqual(factsHere);
  expect([...(await apart.readRgb(region))]).toEqual([...TISSUE, ...TISSUE, ...GLASS, ...GLASS]);
  expect(await deepZoomTile(apart, 6, 0, 0)).toEqual(await deepZoomTile(here, 6, 0, 0));
  await apart.close();
});

test('files refused by a reader in this process are refused by decoders too, without naming the path', async () => {
  const bad = join(folder, 'bad.tif');
  await writeFile(bad, 'no slide at all');
  const refusal = await decoders.open(bad).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(SlideError);
  expect(refusal).toMatchObject({ code: 'NOT_A_SLIDE' });
  expect(String(refusal)).not.toContain(folder);
  const slide = await decoders.open(slidePath);
  await expect(slide.readRgb({ ...region, level: 9 })).rejects.toThrow(RangeError);
  await expect(slide.readRgb(region, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});

describe('a decoder that ends', () => {
  test('by running out of memory answers every request with the reason', async () => {
    const tight = new SlideDecoders({ processes: 1, maxRssBytes: 1e6 });
    try {
      await expect(tight.open(slidePath)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    } finally {
      await tight.close();
    }
  });

  test('is replaced, and requests of other slides are repeated', async () => {
    const pool = new SlideDecoders({ processes: 1 });
    try {
      const slide = await pool.open(slidePath);
      const before = await childrenOf(process.pid);
      const reads = Array.from({ length: 40 }, () => slide.readRgb(region));
      // The only process of the pool, found among the children of this test.
      for (const pid of before) if (await isDecoder(pid)) killQuietly(pid);
      for (const rgb of await Promise.all(reads)) expect([...rgb.subarray(0, 3)]).toEqual([...TISSUE]);
    } finally {
      await pool.close();
    }
  });

  test('by taking too long is killed, and the next read succeeds', async () => {
    const pool = new SlideDecoders({ processes: 1, longestMs: 30_000 });
    const wide = join(folder, 'wide.tif');
    await writeHalfSlide(wide, { width: 4096, height: 4096 });
    try {
      const slide = await pool.open(wide);
      const slow = new SlideDecoders({ processes: 1, longestMs: 1 });
      await expect(slow.open(wide)).rejects.toMatchObject({ code: 'UNREADABLE' });
      await slow.close();
      expect((await slide.readRgb(region)).length).toBe(12);
    } finally {
      await pool.close();
    }
  });
});

test('a decoder does not inherit the environment', async () => {
  vi.stubEnv('PORTAL_TEST_SECRET', 'not for children');
  onTestFinished(() => void vi.unstubAllEnvs());
  await decoders.open(slidePath);
  for (const pid of await childrenOf(process.pid)) {
    if (!(await isDecoder(pid))) continue;
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('not for children');
  }
});

test('a decoder does not outlive close() or a killed parent', async () => {
  const pool = new SlideDecoders({ processes: 1 });
  await pool.open(slidePath);
  const own = [];
  for (const pid of await childrenOf(process.pid)) if (await isDecoder(pid)) own.push(pid);
  await pool.close();
  const left = await Promise.all(own.map(isDecoder));
  expect(left.filter(Boolean).length).toBeLessThan(own.length);
  await expect(pool.open(slidePath)).rejects.toThrow('closed');

  const source = fileURLToPath(new URL('./slide-decoders.ts', import.meta.url));
  const script = `const { SlideDecoders } = await import(${JSON.stringify(source)});
    const slide = await new SlideDecoders({ processes: 1 }).open(${JSON.stringify(slidePath)});
    console.log('open'); setInterval(() => slide.readRgb(${JSON.stringify(region)}), 5);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  const orphans = await childrenOf(parent.pid!);
  expect(orphans.length).toBeGreaterThan(0);
  parent.kill('SIGKILL');
  for (let i = 0; i < 600 && (await Promise.all(orphans.map(isDecoder))).some(Boolean); i++) await wait(50);
  expect(await Promise.all(orphans.map(isDecoder))).toEqual(orphans.map(() => false));
});

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGSEGV');
  } catch {
    // It has ended.
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  if (!existsSync('/proc')) return [];
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent === pid) found.push(Number(name));
  }
  return found;
}

async function isDecoder(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('decoder-child');
}

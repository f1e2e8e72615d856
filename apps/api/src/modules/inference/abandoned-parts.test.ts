import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeAbandonedParts } from './abandoned-parts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(os.tmpdir(), 'portal-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('removes parts of an ended process of this machine at once, and keeps those of a live or remote one', async () => {
  const own = await mkdtemp(join(os.tmpdir(), 'portal-parts-'));
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const host = os.hostname().replaceAll(/[^\w-]/g, '_');
  const part = (machine: string, pid: number) => `bag.f32.${machine}.${pid}.${randomUUID()}.part`;
  const kept = [part(host, process.pid), part('elsewhere', gone)];
  for (const name of [...kept, part(host, gone)]) await writeFile(join(own, name), '');
  await removeAbandonedParts(own);
  expect((await readdir(own)).sort()).toEqual(kept.sort());
  await rm(own, { recursive: true });
});

it('removes parts that are no longer written to, and nothing else', async () => {
  const now = Date.now();
  const hourAgo = new Date(now - 3_600_000);
  for (const name of ['bag.f32.x.part', '.x.part.pyramid', 'fresh.part', 'bag.f32', 'party.tiff']) {
    await writeFile(join(folder, name), '');
    if (name !== 'fresh.part') await utimes(join(folder, name), hourAgo, hourAgo);
  }
  await removeAbandonedParts(folder, now);
  expect((await readdir(folder)).sort()).toEqual(['bag.f32', 'fresh.part', 'party.tiff']);
  await removeAbandonedParts(join(folder, 'absent'));
});

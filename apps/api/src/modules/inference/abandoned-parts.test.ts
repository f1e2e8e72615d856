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

it('removes what nobody writes to any more, and nothing else', async () => {
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

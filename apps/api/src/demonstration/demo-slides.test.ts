import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../db/database-for-tests.ts';
import { prepareDemoSlides } from './demo-slides.ts';
import { loadDemonstration } from './load-demonstration.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;

beforeAll(async () => {
  database = await openDatabaseForTests();
});
afterAll(() => database?.close());

it('draws nothing where there is no demonstration', async () => {
  expect(await prepareDemoSlides(database)).toBe(0);
});

it('leaves nothing half-made when the start is given up', async () => {
  await loadDemonstration(database);
  const { appUrl, home } = database;
  const drawing = prepareDemoSlides({ appUrl, home, signal: AbortSignal.timeout(2_000) });
  await expect(drawing).rejects.toThrow();
  expect(await readdir(join(home, 'slides'))).toEqual([]);
  expect(await readdir(home)).not.toContain('models');
});

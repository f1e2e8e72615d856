import { loadModel } from '@haim/ml';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { prepareDemoSlides } from './demo-slides.ts';
import { loadDemonstration } from './load-demonstration.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;

beforeAll(async () => {
  database = await openDatabaseForTests();
});
afterAll(() => database?.close());

it('draws no slides without a demonstration', async () => {
  expect(await prepareDemoSlides(database)).toBe(0);
});

it('keeps finished slides, and no partial ones, when the start is aborted', async () => {
  await loadDemonstration(database);
  const { appUrl, home, ownerUrl } = database;
  const leaving = new AbortController();
  const drawing = prepareDemoSlides({ appUrl, home, signal: leaving.signal });
  const slides = () => readdir(join(home, 'slides')).catch(() => []);
  const isWhole = (name: string) => name.endsWith('.tiff');
  while (!(await slides()).some(isWhole)) await Promise.race([wait(100), drawing]);
  leaving.abort();
  await expect(drawing).rejects.toThrow();

  const names = await slides();
  expect(names.filter((name) => !isWhole(name))).toEqual([]);
  for (const name of names) {
    const sha256 = createHash('sha256').update(await readFile(join(home, 'slides', name)));
    expect(name).toBe(`${sha256.digest('hex')}.tiff`);
  }
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ file_name: string }>('select file_name from portal.slide_file');
  await owner.end();
  expect(rows.map((row) => row.file_name).toSorted()).toEqual(names.toSorted());
  const models = await readdir(join(home, 'models')).catch(() => []);
  for (const model of models) await loadModel(join(home, 'models', model));
});

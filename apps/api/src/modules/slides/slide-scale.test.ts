import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { drawDemoSlide } from '@haim/ml';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { attachSlideFile } from './attach-slide-file.ts';
import { SlideFiles } from './slide-files.ts';
import { SlideService } from './slide.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let db: StudyDb;
let service: SlideService;
let operator: Asker;
let folder: string;
/** One slide whose file does not state its scale, one whose file does. */
let silent: string;
let scaled: string;
const as = (asker: Asker) => ({ asker, requestId: 'test' });

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  service = new SlideService(db, new StudyService(db));
  operator = (await operatorOf(dataSource, 'HAIC-DEMO', 'test'))!;
  folder = await mkdtemp(join(os.tmpdir(), 'portal-scale-'));
  const files = new SlideFiles(join(folder, 'slides'));
  const rows = await db.read(operator, (tx) =>
    tx.rows<{ id: string }>('select id from portal.slide order by barcode limit 2'),
  );
  [silent, scaled] = rows.map(({ id }) => id) as [string, string];
  for (const slide of [silent, scaled]) {
    const sourcePath = join(folder, `${slide}.tiff`);
    await drawDemoSlide({ path: sourcePath, seed: 1, texture: 'sheet', widthPx: 640, heightPx: 512 });
    if (slide === silent) await takeScaleAway(sourcePath);
    await attachSlideFile({ db, files }, operator, { slide, sourcePath, synthetic: true });
  }
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe('a slide without microns per pixel', () => {
  it('has no scale until a person of the centre states one; row and audit trail record who and when', async () => {
    expect((await service.one(as(operator), silent)).file).toMatchObject({ micronsPerPixel: null, statedBy: null });
    const { file } = await service.stateScale(as(operator), silent, 0.4);
    expect(file).toMatchObject({ micronsPerPixel: 0.4, statedMicronsPerPixel: 0.4, statedBy: operator.name });
    expect(Date.parse(file!.statedAt!)).toBeGreaterThan(Date.now() - 60_000);
    const corrected = await service.stateScale(as(operator), silent, 0.5);
    expect(corrected.file?.micronsPerPixel).toBe(0.5);
    const entries = await db.read(operator, (tx) =>
      tx.rows<{ scale: unknown; name: string }>(
        `select e.changes -> 'stated_microns_per_pixel' as scale, e.user_name as name from portal.audit_entry e
         join portal.slide_file f on f.id = e.record_id
         where e.form = 'slide_file' and e.action = 'correct' and f.slide_id = $1 order by e.id`,
        [silent],
      ),
    );
    expect(entries).toEqual([
      { scale: [null, 0.4], name: operator.name },
      { scale: [0.4, 0.5], name: operator.name },
    ]);
  });

  it.each([0, 0.049, 20.1, -1, Number.NaN, Infinity])('is not given %d', async (value) => {
    await expect(service.stateScale(as(operator), silent, value)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('cannot be given one by somebody who may only read, or who may not see it', async () => {
    const studies = (change: Partial<Asker['studies'][number]>) => ({
      ...operator,
      studies: operator.studies.map((access) => ({ ...access, ...change })),
    });
    const reader = as(studies({ writeCentres: [] }));
    await expect(service.stateScale(reader, silent, 0.25)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = as(studies({ writeCentres: [], readCentres: [] }));
    await expect(service.stateScale(stranger, silent, 0.25)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('keeps the scale that its file states', async () => {
  await expect(service.stateScale(as(operator), scaled, 0.4)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await service.one(as(operator), scaled)).file?.micronsPerPixel).toBeCloseTo(0.25, 3);
});

it('a file with non-square pixels has both numbers and no scale, and none may be stated', async () => {
  const twice = await attachScaled((bytes) => halveResolutionDown(bytes));
  const { file } = await service.one(as(operator), twice);
  expect(file).toMatchObject({ micronsPerPixel: null, statedMicronsPerPixel: null });
  expect(file?.unequalMicronsX).toBeCloseTo(0.25, 6);
  expect(file?.unequalMicronsY).toBeCloseTo(0.5, 6);
  await expect(service.stateScale(as(operator), twice, 0.25)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/0\.25.* across and 0\.5.* down/) as unknown,
  });
});

async function attachScaled(change: (bytes: Buffer) => void): Promise<string> {
  const [row] = await db.read(operator, (tx) =>
    tx.rows<{ id: string }>('select id from portal.slide order by barcode offset 2 limit 1'),
  );
  const slide = row!.id;
  const sourcePath = join(folder, `${slide}.tiff`);
  await drawDemoSlide({ path: sourcePath, seed: 1, texture: 'sheet', widthPx: 640, heightPx: 512 });
  const bytes = await readFile(sourcePath);
  change(bytes);
  await writeFile(sourcePath, bytes);
  await attachSlideFile({ db, files: new SlideFiles(join(folder, 'slides')) }, operator, {
    slide,
    sourcePath,
    synthetic: true,
  });
  return slide;
}

/** Doubles the denominator of YResolution (tag 283) in the first image of a classic little-endian TIFF. */
function halveResolutionDown(bytes: Buffer): void {
  const first = bytes.readUInt32LE(4);
  for (let at = first + 2; at < first + 2 + bytes.readUInt16LE(first) * 12; at += 12) {
    if (bytes.readUInt16LE(at) !== 283) continue;
    const denominator = bytes.readUInt32LE(at + 8) + 4;
    bytes.writeUInt32LE(bytes.readUInt32LE(denominator) * 2, denominator);
    return;
  }
  throw new Error('no YResolution');
}

/** Sets "no unit" as the resolution unit of the first image of a classic little-endian TIFF. */
async function takeScaleAway(path: string): Promise<void> {
  const bytes = await readFile(path);
  const directory = bytes.readUInt32LE(4);
  for (let entry = directory + 2; bytes.readUInt16LE(entry) <= 296; entry += 12) {
    if (bytes.readUInt16LE(entry) === 296) bytes.writeUInt16LE(1, entry + 8);
  }
  await writeFile(path, bytes);
}

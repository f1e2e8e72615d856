import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { drawDemoSlide } from '@haim/ml';
import { madeTiff, type MadePage } from '@haim/ml/fixtures';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { addSlide } from './add-slide.ts';
import { attachSlideFile } from './attach-slide-file.ts';
import { SlideFiles } from './slide-files.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let db: StudyDb;
let operator: Asker;
let folder: string;
let slidesDir: string;
let slides: string[];
let drawn: string;
let drawnSha256: string;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  operator = (await operatorOf(dataSource, 'HAIC-DEMO', 'test'))!;
  folder = await mkdtemp(join(os.tmpdir(), 'portal-slides-'));
  slidesDir = join(folder, 'slides');
  const rows = await db.read(operator, (tx) =>
    tx.rows<{ id: string }>('select id from portal.slide order by barcode limit 4'),
  );
  slides = rows.map(({ id }) => id);
  drawn = join(folder, 'drawn.tiff');
  await drawDemoSlide({ path: drawn, seed: 1, texture: 'sheet', widthPx: 640, heightPx: 512 });
  drawnSha256 = createHash('sha256')
    .update(await readFile(drawn))
    .digest('hex');
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const attach = (slide: string, sourcePath: string, asker = operator) =>
  attachSlideFile({ db, files: new SlideFiles(slidesDir) }, asker, { slide, sourcePath, synthetic: true });
const files = () =>
  readdir(slidesDir).then(
    (names) => names.sort(),
    () => [],
  );
const rows = () =>
  db.read(operator, (tx) => tx.rows<{ n: number }>('select count(*)::int as n from portal.slide_file'));

/** A valid header over pixels that do not match it. */
const plain: MadePage = { width: 128, height: 128, colour: () => [200, 90, 160] };
const blocks = (bytes: Buffer): readonly Buffer[] => Array.from({ length: 4 }, () => bytes);

describe('a file that is not a slide', () => {
  it.each([
    ['EMPTY', async (path: string) => writeFile(path, '')],
    ['NOT_A_SLIDE', async (path: string) => writeFile(path, '<html>not a slide</html>')],
    ['NOT_A_SLIDE', async () => undefined],
    [
      'NOT_A_SLIDE',
      async (path: string) => writeFile(path, madeTiff([{ ...plain, bits: 16, colour: () => [9000, 9000, 9000] }])),
    ],
    [
      'UNREADABLE',
      async (path: string) =>
        writeFile(path, madeTiff([{ ...plain, encoded: { compression: 1, blocks: blocks(Buffer.alloc(0)) } }])),
    ],
    [
      'UNREADABLE',
      async (path: string) =>
        writeFile(path, madeTiff([{ ...plain, encoded: { compression: 8, blocks: blocks(Buffer.alloc(99, 7)) } }])),
    ],
    [
      'UNREADABLE',
      async (path: string) =>
        writeFile(
          path,
          madeTiff([{ ...plain, encoded: { compression: 7, blocks: blocks(Buffer.from('ÿØ', 'latin1')) } }]),
        ),
    ],
    [
      'TRUNCATED',
      async (path: string) => {
        await writeFile(path, await readFile(drawn));
        await truncate(path, 40_000);
      },
    ],
  ])('is refused as %s and leaves nothing behind', async (code, make) => {
    const path = join(folder, 'bad.tiff');
    await rm(path, { force: true });
    await make(path);
    const refusal = await attach(slides[0]!, path).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'SlideError', code });
    expect(String(refusal)).not.toContain(folder);
    expect(await files()).toEqual([]);
    expect(await rows()).toEqual([{ n: 0 }]);
  });

  it('does not add a record of a slide', async () => {
    const path = join(folder, 'bad.tiff');
    await writeFile(path, 'II*\0 and then nothing of use');
    const slide = { study: 'HAIC-DEMO', centre: 'NFH', patient: 'SYN-0001', barcode: 'NEW-1', set: 'internal' };
    const { appUrl } = database;
    await expect(addSlide({ ...slide, appUrl, files: new SlideFiles(slidesDir), sourcePath: path })).rejects.toThrow();
    const found = await db.read(operator, (tx) => tx.rows(`select from portal.slide where barcode = 'NEW-1'`));
    expect(found).toEqual([]);
  });
});

describe('a slide file', () => {
  it('is stored under the hash of its content, with its metadata', async () => {
    expect(await attach(slides[0]!, drawn)).toBe(drawnSha256);
    expect(await files()).toEqual([`${drawnSha256}.tiff`]);
    expect(await readFile(join(slidesDir, `${drawnSha256}.tiff`))).toEqual(await readFile(drawn));
    const [row] = await db.read(operator, (tx) => tx.rows('select * from portal.slide_file'));
    expect(row).toMatchObject({
      slide_id: slides[0],
      sha256: drawnSha256,
      width_px: 640,
      height_px: 512,
      synthetic: true,
    });
    expect((row as { microns_per_pixel: number }).microns_per_pixel).toBeCloseTo(0.25, 3);
  });

  it('changes nothing when attached again, and may serve another slide', async () => {
    await attach(slides[0]!, drawn);
    await attach(slides[1]!, drawn);
    expect(await files()).toEqual([`${drawnSha256}.tiff`]);
    expect(await rows()).toEqual([{ n: 2 }]);
  });

  it('is not replaced while scores refer to it', async () => {
    const other = join(folder, 'other.tiff');
    await drawDemoSlide({ path: other, seed: 2, texture: 'trabecular', widthPx: 640, heightPx: 512 });
    await expect(attach(slides[0]!, other)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await files()).toEqual([`${drawnSha256}.tiff`]);
  });

  it('is not attached for someone who may only read', async () => {
    const reader = { ...operator, studies: operator.studies.map((access) => ({ ...access, writeCentres: [] })) };
    await expect(attach(slides[2]!, drawn, reader)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a DICOM slide', () => {
  const zip = new URL('../../../../../packages/ml/reference/slides/dicom-full-jpeg.zip', import.meta.url).pathname;

  let ownDir: string;
  const attachHere = (slide: string, sourcePath: string) =>
    attachSlideFile({ db, files: new SlideFiles(ownDir) }, operator, { slide, sourcePath, synthetic: true });

  beforeAll(() => {
    ownDir = join(folder, 'dicom-slides');
  });

  it('is kept as one file of its tiles, without patient and label, and sending it again changes nothing', async () => {
    const id = slides[2]!;
    const sent = createHash('sha256')
      .update(await readFile(zip))
      .digest('hex');
    const sha256 = await attachHere(id, zip);
    expect(sha256).not.toBe(sent);
    expect(await readdir(ownDir)).toEqual([`${sha256}.tiff`]);
    const bytes = await readFile(join(ownDir, `${sha256}.tiff`));
    expect(bytes.includes('MUSTERFRAU')).toBe(false);
    const [row] = await db.read(operator, (tx) => tx.rows('select * from portal.slide_file where slide_id = $1', [id]));
    expect(row).toMatchObject({
      sha256,
      sent_sha256: sent,
      vendor: 'dicom',
      microns_per_pixel: 0.25,
      objective_power: 40,
    });
    expect(row).toMatchObject({ colour_profile: 'sRGB built-in', associated_images: ['label', 'macro', 'thumbnail'] });
    expect(await attachHere(id, zip)).toBe(sha256);
  });

  it('that lacks an instance is refused by its name and leaves nothing', async () => {
    const folderOf = join(folder, 'dicom');
    await mkdir(folderOf);
    const before = await readdir(ownDir);
    const whole = await readFile(zip);
    await writeFile(join(folderOf, 'cut.zip'), whole.subarray(0, whole.length - 90));
    const refusal = await attachHere(slides[3]!, join(folderOf, 'cut.zip')).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'SlideError', code: 'TRUNCATED' });
    expect(await readdir(ownDir)).toEqual(before);
  });
});

// Slides that other programs wrote, against the pixels that reference readers make of them: reference/slides/make_slides.py.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder, writeHandMadeModel } from '../../hand-made.fixture.ts';
import { loadModel } from '../../models/load-model.ts';
import { scoreSlide } from '../../scoring/run.ts';
import { openSlideHere } from '../open-slide.ts';
import { loadOpenSlide } from '../openslide-library.ts';
import { type RegionRequest, type SlideReader } from '../slide-reader.ts';
import { MIRAX_FILE } from './mirax-files.ts';
import { prepareSlide } from './prepare-slide.ts';
import { openZip } from './zip-files.ts';

interface WrittenSlide {
  readonly reader: string;
  readonly micronsPerPixel: number;
  readonly patient?: string;
  readonly regions: readonly (RegionRequest & { readonly sha256: string })[];
}

const reference = fileURLToPath(new URL('../../../reference/slides/', import.meta.url));
const { slides } = JSON.parse(await readFile(join(reference, 'slides.json'), 'utf8')) as {
  slides: Record<string, WrittenSlide>;
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const noOpenSlide = { openslidePath: '/nowhere/libopenslide.so' };
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await scratchFolder();
});

/** The file that the portal would keep. */
async function kept(name: string): Promise<string> {
  const path = join(folder, `${(files += 1)}-${name}`);
  const output = `${path}.kept`;
  await copyFile(join(reference, name), path);
  const outcome = await prepareSlide(path, `${path}.work`, output);
  return outcome === 'written' ? output : path;
}

async function hashesOf(slide: SlideReader, { regions }: WrittenSlide): Promise<string[]> {
  return Promise.all(
    regions.map(async ({ level, x, y, width, height }) => {
      const scale = slide.levels[level]!.downsample;
      return sha256(await slide.readRgb({ level, x: Math.round(x * scale), y: Math.round(y * scale), width, height }));
    }),
  );
}

describe('a slide of another writer has the pixels of its reference reader, without OpenSlide', () => {
  const own = Object.entries(slides).filter(([name]) => name !== 'mirax.zip');

  test.each(own)('%s', async (name, written) => {
    const slide = await openSlideHere(await kept(name), noOpenSlide);
    expect(slide.micronsPerPixel).toBeCloseTo(written.micronsPerPixel, 6);
    expect(await hashesOf(slide, written)).toEqual(written.regions.map((region) => region.sha256));
  });
});

describe('is scored as the same pixels in a plain TIFF', () => {
  const own = Object.keys(slides).filter((name) => name !== 'mirax.zip');

  // As much as the smallest has, parts of two tiles: patches of eight pixels all over a slide would take minutes.
  const corners = [0, 150].map((x) => ({ x, y: 0 })).concat([150, 0].map((x) => ({ x, y: 105 })));
  const someTiles = [{ outline: corners, holes: [] }];

  const scoreOf = async (slidePath: string) => {
    const model = await loadModel(join(folder, 'model'));
    const options = { model, bagDir: join(folder, 'bags'), provider: 'cpu', threads: 1, ...noOpenSlide } as const;
    return scoreSlide({ slidePath, roi: someTiles, ...options });
  };

  beforeAll(() => writeHandMadeModel(join(folder, 'model')));

  test.each(own)('%s', async (name) => {
    const path = await kept(name);
    const slide = await openSlideHere(path, noOpenSlide);
    const { width, height, micronsPerPixel } = slide;
    const pixels = await slide.readRgb({ level: 0, x: 0, y: 0, width, height });
    const plain = `${path}.plain.tif`;
    const perMillimetre = 1_000 / micronsPerPixel!;
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .tiff({ compression: 'deflate', tile: true, xres: perMillimetre, yres: perMillimetre })
      .toFile(plain);
    const [sent, same] = [await scoreOf(path), await scoreOf(plain)];
    // Glass of the picture is left out, and most of it is tissue: an empty bag would be no score.
    expect(sent.patches.kept).toBeGreaterThan(100);
    expect(sent.patches).toEqual(same.patches);
    expect(sent.prps).toBe(same.prps);
  });
});

describe('a MIRAX slide in a zip', () => {
  const unpacked = async (spoil: (parts: string[]) => Promise<unknown> = async () => undefined) => {
    const parts = await partsOf('mirax.zip');
    await spoil(parts);
    const zip = join(folder, `${(files += 1)}.zip`);
    await writeFile(zip, zipSync(Object.fromEntries(await entriesOf(parts))));
    const output = `${zip}.kept`;
    return { outcome: await prepareSlide(zip, `${zip}.work`, output), output };
  };
  const entriesOf = (parts: readonly string[]) =>
    Promise.all(
      parts
        .filter((path) => existsSync(path))
        .map(async (path): Promise<[string, Uint8Array]> => [path.slice(folder.length + 1), await readFile(path)]),
    );

  test.skipIf(loadOpenSlide() === null)('has the pixels of OpenSlide (skipped without it)', async () => {
    const { outcome, output } = await unpacked();
    expect(outcome).toBe('unpacked');
    const slide = await openSlideHere(join(output, MIRAX_FILE));
    expect(slide).toMatchObject({ vendor: 'mirax', micronsPerPixel: 0.25, objectivePower: 40, reader: 'openslide' });
    const written = slides['mirax.zip']!;
    expect(await hashesOf(slide, written)).toEqual(written.regions.map((region) => region.sha256));
  });

  test.each<[string, RegExp, (parts: string[]) => Promise<unknown>]>([
    ['its data', /lacks Data0000\.dat/, (parts) => rm(parts.find((path) => path.endsWith('Data0000.dat'))!)],
    ['its list', /lacks Slidedat\.ini/, (parts) => rm(parts.find((path) => path.endsWith('Slidedat.ini'))!)],
  ])('that lacks %s is refused by the name of the file', async (_title, words, spoil) => {
    await expect(unpacked(spoil)).rejects.toMatchObject({ code: 'TRUNCATED', message: expect.stringMatching(words) });
  });

  test('whose list names a file outside its folder is refused', async () => {
    const spoil = async (parts: string[]) => {
      const ini = parts.find((path) => path.endsWith('Slidedat.ini'))!;
      await writeFile(ini, (await readFile(ini, 'latin1')).replace('Data0000.dat', '../../secret.dat'), 'latin1');
    };
    await expect(unpacked(spoil)).rejects.toMatchObject({
      code: 'UNREADABLE',
      message: expect.stringMatching(/outside its folder/),
    });
  });
});

describe('what is kept of a DICOM slide', () => {
  const names = Object.keys(slides).filter((name) => name.startsWith('dicom-'));

  test.each(names)('%s: no word of its patient, no label', async (name) => {
    const path = await kept(name);
    const bytes = await readFile(path);
    const sent = (await Promise.all((await partsOf(name)).map((path) => readFile(path)))).map((one) =>
      one.toString('latin1'),
    );
    for (const word of ['MUSTERFRAU', '-4711', '19700101']) {
      // It must have been there, or the check could not fail.
      expect(sent.some((one) => one.includes(word))).toBe(true);
      expect(bytes.includes(word)).toBe(false);
    }
    const slide = await openSlideHere(path, noOpenSlide);
    expect(slide.vendor).toBe('dicom');
  });

  test('the label, overview and thumbnail are named and not kept', async () => {
    const path = await kept('dicom-full-jpeg.zip');
    const slide = await openSlideHere(path, noOpenSlide);
    expect(slide).toMatchObject({
      associatedImages: ['label', 'macro', 'thumbnail'],
      objectivePower: 40,
      micronsPerPixel: 0.25,
      unequalMicrons: null,
    });
    expect(slide.colourProfile).toBe('sRGB built-in');
    const [label] = (await partsOf('dicom-full-jpeg.zip')).filter((part) => part.endsWith('2.dcm'));
    const pixels = (await readFile(label!)).subarray(-600, -200);
    expect((await readFile(path)).includes(pixels)).toBe(false);
  });

  test('a place that was not scanned is white', async () => {
    const slide = await openSlideHere(await kept('dicom-sparse-jpeg2000.zip'), noOpenSlide);
    expect(new Set(await slide.readRgb({ x: 128, y: 0, level: 0, width: 128, height: 128 }))).toEqual(new Set([255]));
  });
});

describe('a DICOM slide that is not whole is refused by the name of what is wrong', () => {
  test.each<[string, string, string, RegExp, (parts: string[]) => Promise<unknown>]>([
    [
      'the full resolution is missing',
      'dicom-full-jpeg.zip',
      'UNREADABLE',
      /full resolution is missing.*"1\.dcm" \(instance [\d.]+\)/,
      ([base]) => rm(base!),
    ],
    [
      'a part of an image is missing',
      'dicom-two-parts.zip',
      'TRUNCATED',
      /Part 2 of 2 .*"0\.dcm" \(instance [\d.]+\) is there/,
      ([, second]) => rm(second!),
    ],
    [
      'an instance of the DICOMDIR is missing',
      'dicom-directory.zip',
      'TRUNCATED',
      /lists 2 instances.* 1 of them is missing: instance [\d.]+\./,
      ([, first]) => rm(first!),
    ],
    [
      'an instance is cut off',
      'dicom-full-jpeg.zip',
      'TRUNCATED',
      /"0\.dcm"/,
      async ([base]) => writeFile(base!, (await readFile(base!)).subarray(0, -5000)),
    ],
    [
      'plain pixels are cut off',
      'dicom-plain.zip',
      'TRUNCATED',
      /"1\.dcm" \(instance [\d.]+\) holds 5 of its 6 tiles/,
      async ([, second]) => writeFile(second!, (await readFile(second!)).subarray(0, -3)),
    ],
    [
      'an instance is of nothing',
      'dicom-plain.zip',
      'UNREADABLE',
      /"1\.dcm" is damaged/,
      async ([, second]) => writeFile(second!, (await readFile(second!)).subarray(0, 300)),
    ],
    [
      'only the label is there',
      'dicom-full-jpeg.zip',
      'NOT_A_SLIDE',
      /nothing but: label/,
      (parts) => Promise.all(parts.filter((part) => !part.endsWith('2.dcm')).map((part) => rm(part))),
    ],
    [
      'there are two slides',
      'dicom-full-jpeg.zip',
      'UNREADABLE',
      /two series.*one slide at a time/,
      async (parts) => copyFile((await partsOf('dicom-plain.zip'))[0]!, join(parts[0]!, '..', '9.dcm')),
    ],
    [
      'an instance is there twice',
      'dicom-full-jpeg.zip',
      'UNREADABLE',
      /"9\.dcm".* is there twice, as "0\.dcm"/,
      async ([base]) => copyFile(base!, join(base!, '..', '9.dcm')),
    ],
  ])('%s', async (_title, name, code, words, spoil) => {
    const parts = await partsOf(name);
    await spoil(parts);
    const output = join(folder, `${(files += 1)}.kept`);
    const refusal = prepareSlide(rootOf(parts), join(folder, 'work'), output);
    await expect(refusal).rejects.toMatchObject({ name: 'SlideError', code, message: expect.stringMatching(words) });
  });
});

describe('a zip', () => {
  test.each<[string, string, RegExp, (zip: Buffer) => Buffer]>([
    ['that was cut off', 'TRUNCATED', /no list of its files at its end/, (zip) => zip.subarray(0, -100)],
    [
      'whose member is damaged',
      'UNREADABLE',
      /"0\.dcm" of the zip is damaged/,
      (zip) => Buffer.from(zip).fill(7, 20_000, 20_010),
    ],
    ['that grows a thousandfold', 'TOO_LARGE', /claims to hold \d+ MB/, (zip) => claiming(zip, 4_000_000_000)],
    ['that is empty', 'EMPTY', /no file/, () => Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')],
  ])('%s is refused', async (_title, code, words, spoil) => {
    const path = join(folder, `${(files += 1)}.zip`);
    await writeFile(path, spoil(await readFile(join(reference, 'dicom-full-jpeg.zip'))));
    const refusal = prepareSlide(path, join(folder, 'work'), `${path}.kept`);
    await expect(refusal).rejects.toMatchObject({ name: 'SlideError', code, message: expect.stringMatching(words) });
  });

  /** The uncompressed size that the list at the end states of the first member. */
  function claiming(zip: Buffer, bytes: number): Buffer {
    const entry = zip.indexOf(Buffer.from('504b0102', 'hex'));
    const changed = Buffer.from(zip);
    changed.writeUInt32LE(bytes, entry + 24);
    changed.writeUInt16LE(8, entry + 10);
    return changed;
  }
});

describe('a picture that is not 8-bit RGB is refused with what makes it so', () => {
  test.each([
    ['sixteen-bits.ome.tif', /16 bits a sample.*uchar/],
    ['channels.ome.tif', /grey.*three channels.*raw2ometiff --rgb/],
  ])('%s', async (name, words) => {
    const opening = openSlideHere(await kept(name), noOpenSlide);
    await expect(opening).rejects.toMatchObject({ code: 'NOT_A_SLIDE', message: expect.stringMatching(words) });
  });
});

/** The members of a zip as files, in their order. */
async function partsOf(name: string): Promise<string[]> {
  const root = join(folder, `${(files += 1)}-parts`);
  const zip = await openZip(join(reference, name), join(folder, 'none'));
  const paths: string[] = [];
  for (const file of zip.files) {
    const path = join(root, file.name);
    await mkdir(dirname(path), { recursive: true });
    await zip.copy(file, path);
    paths.push(path);
  }
  await zip.close();
  return paths;
}

const rootOf = ([first = '']: readonly string[]): string => join(folder, first.slice(folder.length + 1).split('/')[0]!);

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { REAL_SLIDE, scratchFolder, writeHalfSlide, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from '../models/load-model.ts';
import { openSlideHere } from './open-slide.ts';
import { loadOpenSlide } from './openslide-library.ts';
import { rgbOverBackground } from './openslide-slide.ts';
import { scoreSlide } from '../scoring/run.ts';
import { SlideDecoders } from '../decoders/slide-decoders.ts';
import { writePyramid } from './write-pyramid.ts';

vi.setConfig({ testTimeout: 60_000 }); // the machine may be busy

const hasLibrary = loadOpenSlide() !== null;
const hasBoth = hasLibrary && existsSync(REAL_SLIDE);
if (!hasBoth) {
  const missing = [hasLibrary ? [] : 'OpenSlide (apt install libopenslide0)', existsSync(REAL_SLIDE) ? [] : REAL_SLIDE];
  process.stderr.write(`Skipped for want of ${missing.flat().join(' and ')}: tests of slides read with OpenSlide.\n`);
}

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await scratchFolder();
});

describe('transparent pixels', () => {
  test('keep opaque ones unchanged and show the background for absent ones', () => {
    const argb = Uint32Array.from([0xff102030, 0, 0xffffffff]);
    expect([...rgbOverBackground(argb, 0xfefdfc)]).toEqual([16, 32, 48, 254, 253, 252, 255, 255, 255]);
  });

  test('un-premultiply and blend half-transparent ones with whole numbers', () => {
    // Alpha 128, premultiplied 100: 255 * 100 / 128 = 199 (floor); over 0: 199 * 128 + 128 = 25600; (25600 + 100) >> 8 = 100.
    expect([...rgbOverBackground(Uint32Array.from([0x80640000]), 0)]).toEqual([100, 0, 0]);
    // Over 255: 255 * 127 + 199 * 128 + 128 = 57985; 57985 >> 8 = 226; (57985 + 226) >> 8 = 227.
    expect([...rgbOverBackground(Uint32Array.from([0x80640000]), 0xff0000)]).toEqual([227, 0, 0]);
  });
});

describe('without OpenSlide', () => {
  const openslidePath = '/nowhere/libopenslide.so';

  test('a format that needs it is refused in one sentence that states how to install it', async () => {
    const start = Buffer.alloc(512);
    start.write('DICM', 128, 'latin1');
    await writeFile(at('slide.dcm'), start);
    const refusal = await openSlideHere(at('slide.dcm'), { openslidePath }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'SlideError', code: 'NEEDS_OPENSLIDE' });
    expect(String(refusal)).toMatch(/DICOM.*apt install libopenslide0/);
  });

  test('an NDPI is recognised by its tags, not taken for a pyramid', async () => {
    await writeHalfSlide(at('half.tif'));
    await writeFile(at('slide.ndpi'), withTag(await readFile(at('half.tif')), 65420));
    const opening = openSlideHere(at('slide.ndpi'), { openslidePath });
    await expect(opening).rejects.toMatchObject({ code: 'NEEDS_OPENSLIDE', message: expect.stringContaining('NDPI') });
  });

  test('asked for by name it is refused, and sharp keeps working', async () => {
    const asked = openSlideHere(at('half.tif'), { openslidePath, reader: 'openslide' });
    await expect(asked).rejects.toMatchObject({ code: 'NEEDS_OPENSLIDE' });
    expect((await openSlideHere(at('half.tif'), { openslidePath })).reader).toBe('sharp');
  });
});

describe.skipIf(!hasLibrary)('with OpenSlide (skipped without it)', () => {
  test('a plain TIFF has the same levels, scale and pixels as with sharp, except for levels smaller than a tile', async () => {
    await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#b464a0' } })
      .tiff({
        compression: 'deflate',
        tile: true,
        tileWidth: 256,
        tileHeight: 256,
        pyramid: true,
        xres: 4000,
        yres: 4000,
      })
      .toFile(at('plain.tif'));
    const bySharp = await openSlideHere(at('plain.tif'), { reader: 'sharp' });
    const byOpenSlide = await openSlideHere(at('plain.tif'), { reader: 'openslide' });
    expect(bySharp.levels.map(({ width, height }) => [width, height])).toEqual([
      [1200, 900],
      [600, 450],
      [300, 225],
      [150, 112],
    ]);
    // 225 rows are fewer than the 256 of a tile.
    expect(byOpenSlide.levels).toEqual(bySharp.levels.slice(0, 2));
    expect(byOpenSlide.micronsPerPixel).toBeCloseTo(0.25, 6);
    for (const level of [0, 1]) {
      const request = { x: 1000, y: 600, level, width: 300, height: 400 };
      expect(hash(await byOpenSlide.readRgb(request))).toBe(hash(await bySharp.readRgb(request)));
    }
    await byOpenSlide.close();
  });

  test('a TIFF smaller than one of its tiles is refused', async () => {
    await sharp({ create: { width: 100, height: 900, channels: 3, background: '#b464a0' } })
      .tiff({ compression: 'deflate', tile: true, tileWidth: 256, tileHeight: 256 })
      .toFile(at('narrow.tif'));
    const opening = openSlideHere(at('narrow.tif'), { reader: 'openslide' });
    await expect(opening).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('other regions can be read after an unreadable one', async () => {
    const bytes = await readFile(at('plain.tif'));
    const { readTiffHeader } = await import('./tiff-header.ts');
    const [base] = (await readTiffHeader(at('plain.tif'), 9)).directories;
    // The first tile's deflate stream begins after the header: without its two bytes nothing can be unpacked.
    const firstTile = firstTileOffset(bytes, base!.offset);
    bytes.fill(0xff, firstTile, firstTile + 16);
    await writeFile(at('hole.tif'), bytes);
    const slide = await openSlideHere(at('hole.tif'), { reader: 'openslide' });
    const read = (x: number) => slide.readRgb({ x, y: 600, level: 0, width: 8, height: 8 });
    const hole = slide.readRgb({ x: 0, y: 0, level: 0, width: 8, height: 8 });
    const beside = read(600);
    await expect(hole).rejects.toMatchObject({ code: 'UNREADABLE' });
    for (const rgb of [await beside, await read(900)]) expect([...rgb.subarray(0, 3)]).toEqual([0xb4, 0x64, 0xa0]);
    await slide.close();
  });
});

describe.skipIf(!hasBoth)('a real slide through OpenSlide (skipped without slide or library)', () => {
  test('pixels equal those of openslide-python: reference/openslide-pixels.json', async () => {
    const reference = JSON.parse(
      await readFile(new URL('../../reference/openslide-pixels.json', import.meta.url), 'utf8'),
    ) as Reference;
    expect(hash(await readFile(REAL_SLIDE))).toBe(reference.slideSha256);
    for (const reader of ['openslide', 'sharp'] as const) {
      const slide = await openSlideHere(REAL_SLIDE, { reader });
      const { vendor, micronsPerPixel, objectivePower } = reference;
      expect(slide).toMatchObject({ reader, vendor, micronsPerPixel, objectivePower });
      expect(slide.levels.map(({ width, height }) => [width, height])).toEqual(reference.levels);
      expect([...slide.associatedImages].sort()).toEqual(reference.associatedImages);
      for (const { sha256, opaque: _opaque, ...request } of reference.regions) {
        expect([reader, request, hash(await slide.readRgb(request))]).toEqual([reader, request, sha256]);
      }
      await slide.close();
    }
  });

  test('the same patches and the same score through both readers', async () => {
    await writeHandMadeModel(at('model'), (manifest) => {
      const patch = { px: 128, micronsPerPixel: 0.499, tolerance: 0.05 };
      const tissue = { ...manifest.tissue, micronsPerPixel: 8, median: 3, close: 3 };
      return { ...manifest, patch, tissue, quality: { ...manifest.quality, minLaplacianVariance: 20 } };
    });
    const model = await loadModel(at('model'));
    const scores = [];
    for (const reader of ['sharp', 'openslide'] as const) {
      scores.push(await scoreSlide({ slidePath: REAL_SLIDE, model, bagDir: at('bags'), provider: 'cpu', reader }));
    }
    const [bySharp, byOpenSlide] = scores;
    expect(bySharp).toMatchObject({ reader: 'sharp', bagReused: false });
    expect(byOpenSlide).toMatchObject({
      reader: 'openslide',
      readerVersion: loadOpenSlide()?.version,
      bagReused: false,
      prps: bySharp!.prps,
      logits: bySharp!.logits,
      patches: bySharp!.patches,
      patchMap: bySharp!.patchMap,
    });
    expect(bySharp!.patches.kept).toBeGreaterThan(50);
    expect(bySharp!.patches.dropped.length).toBeGreaterThan(0);
  });

  test('a pyramid written through OpenSlide equals the one written through sharp', async () => {
    const decoders = new SlideDecoders({ processes: 1 });
    const pyramids = [];
    for (const reader of ['sharp', 'openslide'] as const) {
      const slide = await decoders.open(REAL_SLIDE, { reader });
      await writePyramid(slide, REAL_SLIDE, at(`${reader}.tif`));
      pyramids.push(await openSlideHere(at(`${reader}.tif`)));
    }
    await decoders.close();
    const [bySharp, byOpenSlide] = pyramids;
    expect(byOpenSlide!.levels).toEqual(bySharp!.levels);
    expect(byOpenSlide!.levels.length).toBeGreaterThan(2);
    expect(byOpenSlide!.micronsPerPixel).toBeCloseTo(0.499, 6);
    const request = { x: 1000, y: 1000, level: 1, width: 400, height: 300 };
    expect(hash(await byOpenSlide!.readRgb(request))).toBe(hash(await bySharp!.readRgb(request)));
  });
});

interface Reference {
  readonly slideSha256: string;
  readonly vendor: string;
  readonly micronsPerPixel: number;
  readonly objectivePower: number;
  readonly levels: readonly (readonly [number, number])[];
  readonly associatedImages: readonly string[];
  readonly regions: readonly {
    readonly x: number;
    readonly y: number;
    readonly level: number;
    readonly width: number;
    readonly height: number;
    readonly opaque: boolean;
    readonly sha256: string;
  }[];
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Adds a LONG of value 1 to the first directory of a classic little-endian TIFF. */
function withTag(bytes: Buffer, tag: number): Buffer {
  const first = bytes.readUInt32LE(4);
  const count = bytes.readUInt16LE(first);
  const body = bytes.subarray(first + 2, first + 2 + count * 12 + 4);
  const entry = Buffer.alloc(12);
  entry.writeUInt16LE(tag, 0);
  entry.writeUInt16LE(4, 2);
  entry.writeUInt32LE(1, 4);
  entry.writeUInt32LE(1, 8);
  const counter = Buffer.alloc(2);
  counter.writeUInt16LE(count + 1);
  const padding = Buffer.alloc(bytes.length % 2);
  const result = Buffer.concat([
    bytes,
    padding,
    counter,
    body.subarray(0, count * 12),
    entry,
    body.subarray(count * 12),
  ]);
  result.writeUInt32LE(bytes.length + padding.length, 4);
  return result;
}

/** The first value of TileOffsets in a directory of a classic little-endian TIFF. */
function firstTileOffset(bytes: Buffer, directory: number): number {
  const count = bytes.readUInt16LE(directory);
  for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
    if (bytes.readUInt16LE(entry) === 324) return bytes.readUInt32LE(bytes.readUInt32LE(entry + 8));
  }
  throw new Error('no tiles');
}

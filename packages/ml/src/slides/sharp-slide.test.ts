import { existsSync } from 'node:fs';
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { SlideError } from '../errors.ts';
import { REAL_SLIDE, GLASS, scratchFolder, TISSUE, writeHalfSlide } from '../hand-made.fixture.ts';
import { openSlideHere } from './open-slide.ts';
import { seededRandom } from '../seeded-random.ts';
import { addImageDescription } from './tiff-description.ts';
import { readTiffHeader } from './tiff-header.ts';

const hasRealSlide = existsSync(REAL_SLIDE);
let folder: string;
const at = (name: string) => join(folder, name);
const codeOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error: unknown) => {
      expect(error).toBeInstanceOf(SlideError);
      expect((error as Error).message).not.toContain(folder);
      return (error as SlideError).code;
    },
  );

beforeAll(async () => {
  folder = await scratchFolder();
  await writeHalfSlide(at('half.tif'));
});

describe('a pyramidal TIFF', () => {
  test('has the levels, scale and pixels of the file', async () => {
    const slide = await openSlideHere(at('half.tif'));
    expect(slide.levels.map(({ width, height }) => [width, height])).toEqual([
      [64, 32],
      [32, 16],
      [16, 8],
    ]);
    expect(slide.micronsPerPixel).toBeCloseTo(0.25, 6);
    const rgb = await slide.readRgb({ x: 30, y: 5, level: 0, width: 4, height: 1 });
    expect([...rgb]).toEqual([...TISSUE, ...TISSUE, ...GLASS, ...GLASS]);
  });

  test('is read in level-0 coordinates at a lower level, and is white outside', async () => {
    const slide = await openSlideHere(at('half.tif'));
    const rgb = await slide.readRgb({ x: -4, y: -2, level: 1, width: 3, height: 2 });
    expect([...rgb]).toEqual([...GLASS, ...GLASS, ...GLASS, ...GLASS, ...GLASS, ...TISSUE]);
    const outside = await slide.readRgb({ x: 900, y: 900, level: 0, width: 1, height: 1 });
    expect([...outside]).toEqual([...GLASS]);
  });

  test.each([
    [{ x: 0.5, y: 0, level: 0, width: 1, height: 1 }],
    [{ x: 0, y: 0, level: 0, width: 0, height: 1 }],
    [{ x: 0, y: 0, level: 9, width: 1, height: 1 }],
    [{ x: Number.NaN, y: 0, level: 0, width: 1, height: 1 }],
  ])('a region that makes no sense: %j', async (request) => {
    const slide = await openSlideHere(at('half.tif'));
    await expect(slide.readRgb(request)).rejects.toThrow(RangeError);
  });

  test('one read is capped, and an aborted read rejects with the reason', async () => {
    const slide = await openSlideHere(at('half.tif'), { limits: { maxReadPixels: 100 } });
    const request = { x: 0, y: 0, level: 0, width: 11, height: 10 };
    expect(await codeOf(slide.readRgb(request))).toBe('TOO_LARGE');
    await expect(slide.readRgb(request, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });

  test('a screen default of 72 dpi is not a scale', async () => {
    await writeHalfSlide(at('unscaled.tif'), { micronsPerPixel: null });
    expect((await openSlideHere(at('unscaled.tif'))).micronsPerPixel).toBeNull();
  });

  test('sub-images are levels too', async () => {
    await writeFile(at('sub.tif'), withSubImages(await readFile(at('half.tif'))));
    const slide = await openSlideHere(at('sub.tif'));
    expect(slide.levels.map(({ width }) => width)).toEqual([64, 32]);
    const rgb = await slide.readRgb({ x: 0, y: 0, level: 1, width: 1, height: 1 });
    expect([...rgb]).toEqual([...TISSUE]);
  });

  test('a page of another shape is not a level', async () => {
    const shape = await readFile(at('half.tif'));
    const header = await readTiffHeader(at('half.tif'), 9);
    patchTag(shape, header.directories[1]!.offset, 257, 9);
    await writeFile(at('shape.tif'), shape);
    expect((await openSlideHere(at('shape.tif'))).levels.map(({ width }) => width)).toEqual([64, 16]);
  });
});

describe('Aperio', () => {
  test('has scale and power from the description', async () => {
    await copyFile(at('half.tif'), at('aperio.svs'));
    await addImageDescription(at('aperio.svs'), 'Aperio Image Library v1\r\n64x32|AppMag = 40|MPP = 0.2527');
    const slide = await openSlideHere(at('aperio.svs'));
    expect(slide).toMatchObject({ vendor: 'aperio', micronsPerPixel: 0.2527, objectivePower: 40 });
  });

  test.skipIf(!hasRealSlide)(
    'a real slide; label, macro and thumbnail are left out (skipped without the file)',
    async () => {
      const slide = await openSlideHere(REAL_SLIDE);
      // Four images in the file; one of them is the slide.
      expect((await readTiffHeader(REAL_SLIDE, 64)).directories).toHaveLength(4);
      expect(slide.levels).toEqual([{ width: 2220, height: 2967, downsample: 1 }]);
      expect(slide).toMatchObject({ vendor: 'aperio', micronsPerPixel: 0.499, objectivePower: 20 });
      const region = { left: 1000, top: 1500, width: 300, height: 200 };
      const direct = await sharp(REAL_SLIDE).extract(region).raw().toBuffer();
      const rgb = await slide.readRgb({ x: 1000, y: 1500, level: 0, width: 300, height: 200 });
      expect(Buffer.compare(Buffer.from(rgb), direct)).toBe(0);
    },
  );

  test.skipIf(!hasRealSlide)('a real slide cut off anywhere is refused (skipped without the file)', async () => {
    for (const share of [0.001, 0.2, 0.5, 0.9, 0.999]) {
      await copyFile(REAL_SLIDE, at('cut.svs'));
      await truncate(at('cut.svs'), Math.floor(1_938_955 * share));
      expect(await codeOf(openSlideHere(at('cut.svs')))).toBe('TRUNCATED');
    }
  });
});

describe('hostile input', () => {
  test.each([
    ['empty', Buffer.alloc(0), 'EMPTY'],
    ['text', Buffer.from('just some text, no slide'), 'NOT_A_SLIDE'],
    ['png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'NOT_A_SLIDE'],
    ['three bytes', Buffer.from('II*'), 'TRUNCATED'],
    ['header only', Buffer.from('49492a0008000000', 'hex'), 'TRUNCATED'],
    ['no directory', Buffer.from('49492a0000000000', 'hex'), 'TRUNCATED'],
    ['directory far outside', Buffer.from('49492a00ffffff7f', 'hex'), 'TRUNCATED'],
  ])('%s', async (name, bytes, code) => {
    await writeFile(at(name), bytes);
    expect(await codeOf(openSlideHere(at(name)))).toBe(code);
  });

  test('a missing file is refused', async () => {
    expect(await codeOf(openSlideHere(at('nothing.tif')))).toBe('UNREADABLE');
  });

  test('a header that claims gigapixels is refused, tiled and untiled', async () => {
    const tiled = await readFile(at('half.tif'));
    const { directories } = await readTiffHeader(at('half.tif'), 9);
    for (const tag of [256, 257]) patchTag(tiled, directories[0]!.offset, tag, 0x7fff_ffff);
    await writeFile(at('claim.tif'), tiled);
    expect(await codeOf(openSlideHere(at('claim.tif')))).toBe('TOO_LARGE');

    const tile = await readFile(at('half.tif'));
    for (const tag of [322, 323]) patchTag(tile, directories[0]!.offset, tag, 0x10000);
    await writeFile(at('tile.tif'), tile);
    expect(await codeOf(openSlideHere(at('tile.tif')))).toBe('TOO_LARGE');

    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b464a0' } })
      .tiff()
      .toFile(at('plain.tif'));
    expect(await codeOf(openSlideHere(at('plain.tif')))).toBe('opened');
    expect(await codeOf(openSlideHere(at('plain.tif'), { limits: { maxUntiledPixels: 1199 } }))).toBe('TOO_LARGE');
    expect(await codeOf(openSlideHere(at('plain.tif'), { limits: { maxTiledPixels: 1199 } }))).toBe('opened');
  });

  test('directories that form a loop are refused, and too many of them', async () => {
    const bytes = await readFile(at('half.tif'));
    const { directories } = await readTiffHeader(at('half.tif'), 9);
    const last = directories.at(-1)!.offset;
    bytes.writeUInt32LE(directories[0]!.offset, last + 2 + bytes.readUInt16LE(last) * 12);
    await writeFile(at('loop.tif'), bytes);
    expect(await codeOf(openSlideHere(at('loop.tif')))).toBe('UNREADABLE');
    expect(await codeOf(openSlideHere(at('half.tif'), { limits: { maxDirectories: 2 } }))).toBe('TOO_LARGE');
  });

  test('grey and 16-bit images are not slides', async () => {
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#777777' } })
      .toColourspace('b-w')
      .tiff()
      .toFile(at('grey.tif'));
    expect(await codeOf(openSlideHere(at('grey.tif')))).toBe('NOT_A_SLIDE');
  });

  test('every file with damaged bytes opens and reads, or is refused with a reason', { timeout: 60_000 }, async () => {
    const good = await readFile(at('half.tif'));
    const random = seededRandom(5);
    const outcomes = new Map<string, number>();
    for (let i = 0; i < 150; i++) {
      const bytes = Buffer.from(good);
      for (let k = 0; k < 1 + i / 10; k++) bytes[Math.floor(random.uniform() * bytes.length)] = random.uniform() * 256;
      const name = at(`damaged-${i}.tif`);
      await writeFile(name, i % 5 === 0 ? bytes.subarray(0, Math.floor(random.uniform() * bytes.length)) : bytes);
      const outcome = await codeOf(
        openSlideHere(name).then((slide) =>
          Promise.all(slide.levels.map((_, level) => slide.readRgb({ x: 0, y: 0, level, width: 64, height: 32 }))),
        ),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // Both a truncated file and a broken block must have occurred, otherwise the damage above had no effect.
    expect(outcomes.get('TRUNCATED')).toBeGreaterThan(10);
    expect(outcomes.get('UNREADABLE')).toBeGreaterThan(10);
    expect((await openSlideHere(at('half.tif'))).width).toBe(64);
  });
});

/** Overwrites the value of a tag in a directory of a classic little-endian TIFF. */
function patchTag(bytes: Buffer, directory: number, tag: number, value: number): void {
  const count = bytes.readUInt16LE(directory);
  for (let at = directory + 2; at < directory + 2 + count * 12; at += 12) {
    if (bytes.readUInt16LE(at) !== tag) continue;
    bytes.writeUInt16LE(4, at + 2); // LONG
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
    return;
  }
  throw new Error(`no tag ${tag}`);
}

/** Moves the second page of a TIFF under the first as a sub-image, and ends the chain of pages there. */
function withSubImages(bytes: Buffer): Buffer {
  const first = bytes.readUInt32LE(4);
  const count = bytes.readUInt16LE(first);
  const next = bytes.readUInt32LE(first + 2 + count * 12);
  const entry = Buffer.alloc(12);
  entry.writeUInt16LE(330, 0);
  entry.writeUInt16LE(4, 2);
  entry.writeUInt32LE(1, 4);
  entry.writeUInt32LE(next, 8);
  const old = Array.from({ length: count }, (_, i) => bytes.subarray(first + 2 + i * 12, first + 14 + i * 12));
  const entries = [...old, entry].sort((a, b) => a.readUInt16LE() - b.readUInt16LE());
  const counter = Buffer.alloc(2);
  counter.writeUInt16LE(count + 1);
  const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  const result = Buffer.concat([padded, counter, ...entries, Buffer.alloc(4)]);
  result.writeUInt32LE(padded.length, 4);
  return result;
}

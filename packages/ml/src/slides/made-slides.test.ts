// Generated TIFFs with known pixels: what sharp decodes is decoded correctly, the rest is refused with a message.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { deepZoomTile, thumbnail } from './deep-zoom.ts';
import { scratchFolder } from '../hand-made.fixture.ts';
import { blockBoxes, madeTiff, type MadeLayout, type MadePage } from './made-tiff.ts';
import { openSlideHere } from './open-slide.ts';
import { loadOpenSlide } from './openslide-library.ts';
import { probeSlide } from './probe-slide.ts';
import { type ReaderChoice, type RegionRequest } from './slide-reader.ts';
import { writePyramid } from './write-pyramid.ts';

const hasLibrary = loadOpenSlide() !== null;
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await scratchFolder();
});

/** Each file has its own path, because libvips caches what it read by path. */
async function made(pages: readonly MadePage[], layout?: MadeLayout): Promise<string> {
  const path = join(folder, `${(files += 1)}.tif`);
  await writeFile(path, madeTiff(pages, layout));
  return path;
}

const noOpenSlide = { openslidePath: '/nowhere/libopenslide.so' };
const open = (path: string, reader: ReaderChoice = 'auto') =>
  openSlideHere(path, reader === 'openslide' ? { reader } : { reader, ...noOpenSlide });

/** Nearly every pixel has a colour of its own. */
const colour = (x: number, y: number): [number, number, number] => [(x * 7 + y) & 255, (y * 5) & 255, (x ^ y) & 255];
const page: MadePage = { width: 150, height: 100, colour };
/** Across the borders of the tiles of 64. */
const region: RegionRequest = { x: 50, y: 40, level: 0, width: 60, height: 50 };

function known(of: MadePage['colour'], { x, y, width, height }: RegionRequest = region): number[] {
  return Array.from({ length: width * height }, (_, i) => of(x + (i % width), y + Math.floor(i / width))).flat();
}

describe('what sharp decodes has the pixels of the file', () => {
  const strips = { tile: null, rowsPerStrip: 32 } as const;
  test.each<[string, Partial<MadePage>, MadeLayout?]>([
    ['tiles, uncompressed', { compression: 'none' }],
    ['tiles, deflate', {}],
    ['tiles, PackBits', { compression: 'packbits' }],
    ['strips, uncompressed', { ...strips, compression: 'none' }],
    ['strips, deflate', strips],
    ['strips, PackBits', { ...strips, compression: 'packbits' }],
    ['one strip', { tile: null }],
    ['strips, each colour in its own', { ...strips, planar: 2 }],
    ['BigTIFF', {}, { isBig: true }],
    ['big-endian', {}, { isBigEndian: true }],
    ['big-endian BigTIFF', {}, { isBig: true, isBigEndian: true }],
    ['mirrored by its orientation: stored order is kept', { tags: { 274: [2] } }],
    ['turned by its orientation: stored order is kept', { tags: { 274: [6] } }],
  ])('%s', async (_name, change, layout) => {
    const slide = await open(await made([{ ...page, ...change }], layout));
    expect([...(await slide.readRgb(region))]).toEqual(known(colour));
  });

  test('LZW, as libtiff writes it', async () => {
    const raw = Buffer.from(known(colour, { x: 0, y: 0, level: 0, width: 150, height: 100 }));
    const path = join(folder, 'lzw.tif');
    await sharp(raw, { raw: { width: 150, height: 100, channels: 3 } })
      .tiff({ compression: 'lzw', predictor: 'horizontal', tile: true, tileWidth: 64, tileHeight: 64 })
      .toFile(path);
    expect([...(await (await open(path)).readRgb(region))]).toEqual(known(colour));
  });
});

describe('what sharp does not decode is refused with a message if OpenSlide is missing', () => {
  test.each<[string, Partial<MadePage>, string, RegExp]>([
    ['zstd tiles', { compression: 'zstd' }, 'NEEDS_OPENSLIDE', /zstd/],
    ['zstd strips', { compression: 'zstd', tile: null }, 'NEEDS_OPENSLIDE', /zstd/],
    ['an unknown compression', { encoded: encodedAs(65_000) }, 'NEEDS_OPENSLIDE', /65000/],
    ['WebP', { encoded: encodedAs(50_001) }, 'NEEDS_OPENSLIDE', /WebP/],
    ['LERC', { encoded: encodedAs(34_887) }, 'NEEDS_OPENSLIDE', /LERC/],
    ['old-style JPEG', { encoded: encodedAs(6) }, 'NEEDS_OPENSLIDE', /old-style JPEG/],
    ['tiles of one colour each', { planar: 2 }, 'NEEDS_OPENSLIDE', /Planar/],
    ['YCbCr without JPEG', { photometric: 6 }, 'NEEDS_OPENSLIDE', /YCbCr/],
    ['grey', { photometric: 1, colour: () => [200] }, 'NOT_A_SLIDE', /grey.*8-bit RGB/],
    ['grey, white is zero', { photometric: 0, colour: () => [200] }, 'NOT_A_SLIDE', /grey/],
    [
      'a palette',
      { photometric: 3, colour: () => [2], tags: { 320: Array<number>(768).fill(9) } },
      'NOT_A_SLIDE',
      /palette/,
    ],
    ['CMYK', { photometric: 5, colour: (x, y) => [...colour(x, y), 9] }, 'NOT_A_SLIDE', /CMYK/],
    ['CIELab', { photometric: 8 }, 'NOT_A_SLIDE', /CIELab/],
    ['16 bit', { bits: 16 }, 'NOT_A_SLIDE', /16 bits/],
    ['with sign', { tags: { 339: [2, 2, 2] } }, 'NOT_A_SLIDE', /sign/],
    ['five channels', { colour: (x, y) => [...colour(x, y), 1, 2], tags: { 338: [0, 0] } }, 'NOT_A_SLIDE', /5 samples/],
    ['another kind', { photometric: 32_803 }, 'NOT_A_SLIDE', /sensor/],
  ])('%s', async (_name, change, code, words) => {
    const opening = open(await made([{ ...page, ...change }]));
    await expect(opening).rejects.toMatchObject({ name: 'SlideError', code, message: expect.stringMatching(words) });
  });

  test('a lower level that sharp cannot decode is refused like the first', async () => {
    const level: MadePage = { ...page, width: 75, height: 50, subfileType: 1, compression: 'zstd' };
    await expect(open(await made([page, level]))).rejects.toMatchObject({ code: 'NEEDS_OPENSLIDE' });
  });

  function encodedAs(compression: number): NonNullable<MadePage['encoded']> {
    return { compression, blocks: blockBoxes(page).map(() => Buffer.from('no such picture')) };
  }
});

describe('blocks that are missing or damaged', () => {
  const blocks = () => blockBoxes(page).map(({ width, height }) => Buffer.alloc(width * height * 3, 90));
  const uncompressed = (change: (blocks: Buffer[]) => Buffer[]): MadePage => ({
    ...page,
    encoded: { compression: 1, blocks: change(blocks()) },
  });

  test('no bytes at all, none for some blocks, or too few blocks are refused', async () => {
    const refused = (path: Promise<string>) =>
      path.then(open).then(
        () => 'opened',
        (error: Error) => error.message,
      );
    const empty = Buffer.alloc(0);
    expect(await refused(made([uncompressed((all) => all.map(() => empty))]))).toBe(
      '6 of the 6 tiles of an image of 150 x 100 pixels have no bytes in the file.',
    );
    expect(await refused(made([uncompressed((all) => all.with(4, empty))]))).toMatch(/^1 of the 6 tiles/);
    expect(await refused(made([uncompressed((all) => all.slice(0, 5))]))).toMatch(/lists 5 of the 6 tiles/);
    const short = Buffer.alloc(5000, 90);
    expect(await refused(made([uncompressed((all) => all.with(1, short))]))).toMatch(/has 5000 bytes of 12288/);
    // Aperio's scanners leave tiles out, and OpenSlide knows what belongs there.
    const aperio = { ...uncompressed((all) => all.with(4, empty)), description: 'Aperio Image Library v12|MPP = 0.25' };
    await expect(open(await made([aperio]))).rejects.toMatchObject({ code: 'NEEDS_OPENSLIDE' });
  });

  test('an empty label is accepted: it was removed on purpose', async () => {
    const label: MadePage = {
      width: 90,
      height: 30,
      colour,
      tile: null,
      encoded: { compression: 1, blocks: [Buffer.alloc(0)] },
    };
    expect((await open(await made([page, label]))).levels).toHaveLength(1);
  });

  test.each<[string, MadePage]>([
    ['a deflate tile that ends early', { ...page, encoded: { compression: 8, blocks: blocks().map(deflated(100)) } }],
    [
      'PackBits that end early',
      { ...page, encoded: { compression: 32_773, blocks: blocks().map(() => Buffer.alloc(9)) } },
    ],
  ])('%s is an error of the region, in every way of reading it', async (_name, damaged) => {
    const path = await made([damaged]);
    const slide = await open(path);
    const unreadable = { code: 'UNREADABLE' };
    await expect(slide.readRgb({ x: 70, y: 0, level: 0, width: 8, height: 8 })).rejects.toMatchObject(unreadable);
    await expect(thumbnail(slide, 50)).rejects.toMatchObject(unreadable);
    await expect(deepZoomTile(slide, 8, 0, 0)).rejects.toMatchObject(unreadable);
    await expect(writePyramid(slide, path, join(folder, 'out.tif'))).rejects.toMatchObject(unreadable);
  });

  function deflated(length: number): () => Buffer {
    return () => Buffer.concat([Buffer.from([0x78, 0x01]), Buffer.alloc(length)]);
  }
});

describe('transparent pixels are white', () => {
  const alphaOf = (x: number) => (x < 60 ? 0 : x < 80 ? 128 : 255);
  // 255 (1 - a) + c a, a = alpha / 255.
  const overWhite = (x: number, y: number) =>
    colour(x, y).map((value) => 255 + ((value - 255) * alphaOf(x)) / 255) as [number, number, number];
  const readers: ReaderChoice[] = hasLibrary ? ['auto', 'openslide'] : ['auto'];

  test.each(
    readers.flatMap((reader) => [
      [reader, 'beside the colours', 2, (x: number, y: number) => [...colour(x, y), alphaOf(x)]] as const,
      [
        reader,
        'multiplied into the colours',
        1,
        (x: number, y: number) => [...colour(x, y).map((value) => Math.round((value * alphaOf(x)) / 255)), alphaOf(x)],
      ] as const,
    ]),
  )('through %s: opacity %s', async (reader, _name, extra, rgba) => {
    const path = await made([{ ...page, colour: rgba, tags: { 338: [extra] } }]);
    const slide = await open(path, reader);
    const rgb = [...(await slide.readRgb(region))];
    const expected = known(overWhite);
    const far = rgb.map((value, i) => Math.abs(value - (expected[i] ?? 0)));
    // A colour of 8 bits that was multiplied by one half is known to two steps.
    expect(Math.max(...far)).toBeLessThanOrEqual(2);
    const opaque = { x: 80, y: 0, level: 0, width: 70, height: 100 };
    expect([...(await slide.readRgb(opaque))]).toEqual(known(colour, opaque));
  });

  test('in tiles, thumbnail and pyramid alike', async () => {
    const seeThrough: MadePage = { ...page, colour: () => [0, 0, 0, 0], tags: { 338: [2] } };
    const path = await made([seeThrough]);
    const slide = await open(path);
    const whiteIn = async (jpeg: Buffer) => Math.min(...(await sharp(jpeg).raw().toBuffer()));
    expect(await whiteIn(await thumbnail(slide, 40))).toBe(255);
    expect(await whiteIn(await deepZoomTile(slide, 8, 0, 0))).toBe(255);
    await writePyramid(slide, path, join(folder, 'white.tif'));
    const pyramid = await open(join(folder, 'white.tif'));
    // JPEG: nearly white; black would be 0.
    expect(Math.min(...(await pyramid.readRgb({ x: 0, y: 0, level: 0, width: 150, height: 100 })))).toBeGreaterThan(
      245,
    );
  });

  test('a fourth channel without meaning is left out', async () => {
    const path = await made([{ ...page, colour: (x, y) => [...colour(x, y), 0], tags: { 338: [0] } }]);
    expect([...(await (await open(path)).readRgb(region))]).toEqual(known(colour));
  });
});

describe('JPEG blocks', () => {
  const flat: MadePage = { width: 150, height: 100, colour: () => [150, 150, 150], photometric: 6 };
  const grey = (size: number) => jpegOf(size, size, Buffer.alloc(size * size * 3, 150));
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31 + i * 7) & 255));
  const jpegs = async (block: Buffer | Promise<Buffer>): Promise<MadePage['encoded']> => {
    const bytes = await block;
    return { compression: 7, blocks: blockBoxes(flat).map(() => bytes) };
  };

  test('have the colours that the directory states, whatever the block states', async () => {
    const encoded = await jpegs(grey(64));
    const ycc = await open(await made([{ ...flat, ...(encoded && { encoded }) }]));
    expect([...new Set(await ycc.readRgb(region))]).toEqual([150]);
    // The same bytes called RGB are what they are without conversion: luma 150, chroma 128.
    const asRgb = await open(await made([{ ...flat, photometric: 2, ...(encoded && { encoded }) }]));
    expect([...(await asRgb.readRgb(region)).subarray(0, 6)]).toEqual([150, 128, 128, 150, 128, 128]);
  });

  test.each(['4:4:4', '4:2:0'])('are read subsampled %s, with directory tables', async (chromaSubsampling) => {
    const pink = Buffer.concat(Array.from({ length: 64 * 64 }, () => Buffer.from([200, 90, 160])));
    const { block, tables } = tablesApart(await jpegOf(64, 64, pink, chromaSubsampling));
    const encoded = await jpegs(block);
    const slide = await open(await made([{ ...flat, tags: { 347: tables }, ...(encoded && { encoded }) }]));
    const rgb = await slide.readRgb(region);
    for (const [i, value] of [200, 90, 160].entries()) expect(Math.abs((rgb[i] ?? 0) - value)).toBeLessThanOrEqual(2);
    expect(new Set(rgb).size).toBeLessThanOrEqual(3);
  });

  test('are read as strips, the last one shorter', async () => {
    const blocks = await Promise.all([64, 36].map((rows) => jpegOf(150, rows, Buffer.alloc(150 * rows * 3, 150))));
    const slide = await open(
      await made([{ ...flat, tile: null, rowsPerStrip: 64, encoded: { compression: 7, blocks } }]),
    );
    expect([...new Set(await slide.readRgb(region))]).toEqual([150]);
  });

  test('are read if an encoder pads its data before the end marker', async () => {
    const jpeg = await grey(64);
    const padded = Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(4), jpeg.subarray(-2)]);
    const encoded = await jpegs(padded);
    const slide = await open(await made([{ ...flat, ...(encoded && { encoded }) }]));
    expect([...new Set(await slide.readRgb(region))]).toEqual([150]);
  });

  test.each<[string, (jpeg: Buffer) => Buffer | Promise<Buffer>]>([
    ['cut off in the middle', (jpeg) => jpeg.subarray(0, jpeg.length >> 1)],
    [
      'cut off, with an end marker',
      (jpeg) => Buffer.concat([jpeg.subarray(0, jpeg.length >> 1), Buffer.from([0xff, 0xd9])]),
    ],
    ['zeros from its middle on', (jpeg) => Buffer.from(jpeg).fill(0, jpeg.length >> 1)],
    ['smaller than its tile', () => grey(32)],
    ['larger than its tile', () => grey(128)],
    [
      'of another kind',
      () =>
        sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
    ],
    [
      'grey',
      () =>
        sharp(Buffer.alloc(4096, 9), { raw: { width: 64, height: 64, channels: 1 } })
          .toColourspace('b-w')
          .jpeg()
          .toBuffer(),
    ],
  ])('a tile %s is an error of the region, not a grey patch', async (_name, spoil) => {
    const sound = await jpegOf(64, 64, noise);
    const spoilt = await spoil(sound);
    const encoded = { compression: 7, blocks: blockBoxes(flat).map((_, i) => (i === 1 ? spoilt : sound)) };
    const path = await made([{ ...flat, encoded }]);
    const slide = await open(path);
    await slide.readRgb({ x: 0, y: 0, level: 0, width: 64, height: 100 });
    const request = { x: 60, y: 0, level: 0, width: 8, height: 60 };
    await expect(slide.readRgb(request)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(thumbnail(slide, 50)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(writePyramid(slide, path, join(folder, 'out.tif'))).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  function jpegOf(width: number, height: number, rgb: Buffer, chromaSubsampling = '4:4:4'): Promise<Buffer> {
    return sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 95, chromaSubsampling })
      .toBuffer();
  }

  /** As scanners store them: quantisation and Huffman tables once, in the directory. */
  function tablesApart(jpeg: Buffer): { block: Buffer; tables: Buffer } {
    const [soi, eoi] = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd9])];
    const tables: Buffer[] = [];
    const others: Buffer[] = [];
    let at = 2;
    while (jpeg[at + 1] !== 0xda) {
      const end = at + 2 + jpeg.readUInt16BE(at + 2);
      (jpeg[at + 1] === 0xdb || jpeg[at + 1] === 0xc4 ? tables : others).push(jpeg.subarray(at, end));
      at = end;
    }
    return {
      block: Buffer.concat([soi, ...others, jpeg.subarray(at)]),
      tables: Buffer.concat([soi, ...tables, eoi]),
    };
  }
});

describe.skipIf(!hasLibrary)('what only OpenSlide decodes (skipped without it)', () => {
  const large: MadePage = { ...page, width: 300, height: 200 };

  test.each<[string, Partial<MadePage>]>([
    ['zstd', { compression: 'zstd' }],
    ['tiles of one colour each', { planar: 2 }],
  ])('%s: opened by itself, with the pixels of the file', async (_name, change) => {
    const slide = await openSlideHere(await made([{ ...large, ...change }]));
    expect(slide.reader).toBe('openslide');
    await probeSlide(slide);
    expect([...(await slide.readRgb(region))]).toEqual(known(colour));
    await slide.close();
  });

  test.each<[string, Partial<MadePage>, RegExp]>([
    ['mirrored', { tags: { 274: [2] } }, /Orientation is 2/],
    ['16 bit', { bits: 16 }, /16 bits/],
    ['grey', { photometric: 1, colour: () => [200] }, /grey/],
    ['CMYK', { photometric: 5, colour: (x, y) => [...colour(x, y), 9] }, /CMYK/],
    ['of an unknown fourth channel', { colour: (x, y) => [...colour(x, y), 9], tags: { 338: [0] } }, /fourth channel/],
  ])('asked for by name it gives no other pixels than sharp: %s', async (_name, change, words) => {
    const opening = open(await made([{ ...large, ...change }]), 'openslide');
    await expect(opening).rejects.toThrow(words);
  });

  test('a storage that neither decodes is refused by name', async () => {
    const strips = await made([{ ...large, compression: 'zstd', tile: null }]);
    await expect(openSlideHere(strips)).rejects.toThrow(/^zstd TIFF: neither sharp nor OpenSlide/);
  });

  test.each([0, 1, 2, 3, 101, 103, -3, -2, 297])('a position between the pixels of a level: %d', async (at) => {
    const half: MadePage = { ...page, colour: (x, y) => [(x * 37) & 255, (y * 53) & 255, 9], subfileType: 1 };
    const path = await made([large, half]);
    const request = { x: at, y: at, level: 1, width: 60, height: 50 };
    const bySharp = await (await open(path, 'sharp')).readRgb(request);
    const slide = await open(path, 'openslide');
    expect(Buffer.compare(await slide.readRgb(request), bySharp)).toBe(0);
    await slide.close();
  });
});

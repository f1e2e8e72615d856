import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { deepZoomInfo, deepZoomTile, thumbnail } from './deep-zoom.ts';
import { SlideError } from '../errors.ts';
import { GLASS, pixels, scratchFolder, TISSUE, writeHalfSlide } from '../hand-made.fixture.ts';
import { openSlideHere } from './open-slide.ts';
import { type SlideReader } from './slide-reader.ts';
import { writePyramid } from './write-pyramid.ts';

let folder: string;
let slide: SlideReader;
const small = { tileSize: 20, overlap: 1 };

beforeAll(async () => {
  folder = await scratchFolder();
  await writeHalfSlide(join(folder, 'half.tif'), { width: 100, height: 60 });
  slide = await openSlideHere(join(folder, 'half.tif'));
});

test('the deepest level holds the slide, as 2^7 is the first power above 100', () => {
  expect(deepZoomInfo(slide)).toEqual({
    width: 100,
    height: 60,
    tileSize: 510,
    overlap: 1,
    maxLevel: 7,
    format: 'jpeg',
  });
});

test('tiles overlap inside and end at the slide', async () => {
  const size = async (level: number, column: number, row: number) => {
    const { width, height } = await sharp(await deepZoomTile(slide, level, column, row, small)).metadata();
    return [width, height];
  };
  expect(await size(7, 0, 0)).toEqual([21, 21]);
  expect(await size(7, 1, 1)).toEqual([22, 22]);
  expect(await size(7, 4, 2)).toEqual([21, 21]);
  expect(await size(5, 1, 0)).toEqual([6, 15]); // 25 x 15 in all: columns 19 to 24
  expect(await size(0, 0, 0)).toEqual([1, 1]);
});

test('a tile shows its part of the slide', async () => {
  const centre = async (column: number) => {
    const tile = sharp(await deepZoomTile(slide, 7, column, 1, small));
    return [...(await tile.extract({ left: 10, top: 10, width: 1, height: 1 }).raw().toBuffer())];
  };
  const near = (colour: readonly number[]) => colour.map((value) => expect.closeTo(value, -1));
  expect(await centre(0)).toEqual(near(TISSUE));
  expect(await centre(4)).toEqual(near(GLASS));
});

test.each([
  [-1, 0, 0],
  [8, 0, 0],
  [7, 5, 0],
  [7, 0, 3],
  [7, -1, 0],
  [6.5, 0, 0],
  [7, Number.NaN, 0],
  [7, 1e300, 0],
  [5, 2, 0],
])('there is no tile %d / %d_%d', async (level, column, row) => {
  await expect(deepZoomTile(slide, level, column, row, small)).rejects.toThrow(RangeError);
});

describe('tiles much coarser than the smallest level', () => {
  // 1024 x 512 without smaller levels, so that level 10 is the slide and level 8 a quarter of it: 256 x 128.
  const tiles = { tileSize: 64, overlap: 0 };
  let plain: SlideReader;

  beforeAll(async () => {
    const path = join(folder, 'one-level.tif');
    await sharp(
      pixels(1024, 512, (x) => (x < 512 ? TISSUE : GLASS)),
      { raw: { width: 1024, height: 512, channels: 3 } },
    )
      .tiff({ compression: 'deflate' })
      .toFile(path);
    plain = await openSlideHere(path);
  });

  test('are cut at their places from one picture of the slide, which is read once', async () => {
    const readRgb = vi.fn<SlideReader['readRgb']>((request, signal) => plain.readRgb(request, signal));
    const counted = { ...plain, readRgb };
    for (const level of [8, 7, 6]) {
      const across = 4 >> (8 - level);
      for (let column = 0; column < across; column++) {
        const jpeg = await deepZoomTile(counted, level, column, 0, tiles);
        const { channels } = await sharp(jpeg).stats();
        // The middle of the slide is the edge of a tile, but for the tile that shows all of it.
        const isLeft = column < across / 2;
        const mean = TISSUE.map((value, i) =>
          across === 1 ? (value + (GLASS[i] ?? 0)) / 2 : isLeft ? value : GLASS[i],
        );
        expect(channels.map((channel) => channel.mean)).toEqual(mean.map((value) => expect.closeTo(value ?? NaN, -1)));
      }
    }
    expect(await sharp(await thumbnail(counted, 64)).metadata()).toMatchObject({ width: 64, height: 32 });
    expect(readRgb).toHaveBeenCalledOnce();
    // Half of the slide is read from the file.
    await deepZoomTile(counted, 9, 0, 0, tiles);
    expect(readRgb).toHaveBeenCalledTimes(2);
  });

  test('are tried again after the picture could not be read', async () => {
    const readRgb = vi.fn<SlideReader['readRgb']>((request, signal) => plain.readRgb(request, signal));
    readRgb.mockRejectedValueOnce(new SlideError('UNREADABLE', 'gone'));
    const failing = { ...plain, readRgb };
    await expect(deepZoomTile(failing, 8, 0, 0, tiles)).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(await deepZoomTile(failing, 8, 0, 0, tiles)).toEqual(await deepZoomTile(plain, 8, 0, 0, tiles));
  });
});

test('a thumbnail keeps the shape and never grows', async () => {
  expect(await sharp(await thumbnail(slide, 50)).metadata()).toMatchObject({ width: 50, height: 30 });
  expect(await sharp(await thumbnail(slide, 4000)).metadata()).toMatchObject({ width: 100, height: 60 });
  await expect(thumbnail(slide, 0)).rejects.toThrow(RangeError);
});

test('a slide without a pyramid gets one, with its scale', async () => {
  const plain = join(folder, 'plain.tif');
  await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#b464a0' } })
    .tiff({ xres: 2000, yres: 2000 })
    .toFile(plain);
  expect((await openSlideHere(plain)).levels).toHaveLength(1);
  await writePyramid(await openSlideHere(plain), plain, join(folder, 'pyramid.tif'));
  const pyramid = await openSlideHere(join(folder, 'pyramid.tif'));
  expect(pyramid.levels.map(({ width }) => width)).toEqual([1200, 600, 300]);
  expect(pyramid.micronsPerPixel).toBeCloseTo(0.5, 6);
});

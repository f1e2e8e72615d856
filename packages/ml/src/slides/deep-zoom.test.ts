import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { deepZoomInfo, deepZoomTile, thumbnail } from './deep-zoom.ts';
import { GLASS, scratchFolder, TISSUE, writeHalfSlide } from '../hand-made.fixture.ts';
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

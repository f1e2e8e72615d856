import { expect, it } from 'vitest';
import { cropTiles } from './crop-tiles.ts';

// 4096 x 3072: level 12 is full size, level 10 is 1024 x 768 in tiles of 256.
const pyramid = { widthPx: 4096, heightPx: 3072, tileSize: 256, overlap: 1, maxLevel: 12 };
const patch = (x: number, y: number) => ({ x, y, width: 512, height: 512 });

it('a crop uses the smallest level that is sharp enough', () => {
  // 512 pixels at 128 on screen: a quarter, two halvings. The patch is pixels 0 to 128 of tile 0_0, which holds 257.
  expect(cropTiles('s', pyramid, patch(0, 0), 128)).toEqual([
    { url: '/slides/s/dzi/10/0_0.jpg?px=256', left: 0, top: 0, width: 257, height: 257 },
  ]);
  // At 100 on the screen the next smaller level would have 64: too few.
  expect(cropTiles('s', pyramid, patch(0, 0), 100)[0]?.url).toBe('/slides/s/dzi/10/0_0.jpg?px=256');
  expect(cropTiles('s', pyramid, patch(0, 0), 512)[0]?.url).toBe('/slides/s/dzi/12/0_0.jpg?px=256');
});

it('a crop joins tiles if its region crosses their edge', () => {
  // Level-0 768 to 1280 is 192 to 320 at a quarter: across the edge at 256. Tile 1 begins one pixel before it.
  const tiles = cropTiles('s', pyramid, patch(768, 0), 128);
  expect(tiles).toEqual([
    { url: '/slides/s/dzi/10/0_0.jpg?px=256', left: -192, top: 0, width: 257, height: 257 },
    { url: '/slides/s/dzi/10/1_0.jpg?px=256', left: 63, top: 0, width: 258, height: 257 },
  ]);
  expect(cropTiles('s', pyramid, patch(768, 768), 128)).toHaveLength(4);
});

it('tiles without overlap are drawn a pixel under the next, so that no line shows between them', () => {
  const tiles = cropTiles('s', { ...pyramid, overlap: 0 }, patch(768, 2816), 128);
  // The last row, 512 to 768, ends with the slide.
  expect(tiles).toEqual([
    { url: '/slides/s/dzi/10/0_2.jpg?px=256', left: -192, top: -192, width: 257, height: 256 },
    { url: '/slides/s/dzi/10/1_2.jpg?px=256', left: 64, top: -192, width: 257, height: 256 },
  ]);
});

it('a crop ends where the slide ends', () => {
  // The last column of tiles at a quarter is 3, pixels 767 to 1024.
  const [tile, ...others] = cropTiles('s', pyramid, patch(3584, 2560), 128);
  expect(others).toEqual([]);
  expect(tile).toEqual({
    url: '/slides/s/dzi/10/3_2.jpg?px=256',
    left: 767 - 896,
    top: 511 - 640,
    width: 257,
    height: 257,
  });
});

it('a crop enlarges a region that is smaller than on the screen', () => {
  const [tile] = cropTiles('s', pyramid, { x: 0, y: 0, width: 64, height: 64 }, 128);
  expect(tile).toEqual({ url: '/slides/s/dzi/12/0_0.jpg?px=256', left: 0, top: 0, width: 514, height: 514 });
});

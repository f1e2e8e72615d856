import { describe, expect, it } from 'vitest';
import { tileSource, tileUrl } from './tile-url.ts';

describe('tileUrl', () => {
  it('names level, column and row in the order of a deep-zoom image, and the size of tiles', () => {
    expect(tileUrl('7f3', 512, 12, 4, 9)).toBe('/slides/7f3/dzi/12/4_9.jpg?px=512');
  });

  it('cannot point outside its folder', () => {
    expect(tileUrl('../x', 512, 0, 0, 0)).toBe('/slides/..%2Fx/dzi/0/0_0.jpg?px=512');
  });
});

describe('tileSource', () => {
  // 2220 x 2967: 2967 -> 1484 -> 742 -> 371 -> 186, so four halvings fit one tile of 256, and level 12 is full size.
  const pyramid = { widthPx: 2220, heightPx: 2967, tileSize: 256, overlap: 1, maxLevel: 12 };

  it('stops at the level that fits in one tile', () => {
    expect(tileSource('a', pyramid)).toMatchObject({
      width: 2220,
      height: 2967,
      minLevel: 8,
      maxLevel: 12,
      tileOverlap: 1,
    });
  });

  it('has one level if the whole image is one tile', () => {
    expect(tileSource('a', { ...pyramid, widthPx: 100, heightPx: 80, maxLevel: 7 })).toMatchObject({ minLevel: 7 });
  });
});

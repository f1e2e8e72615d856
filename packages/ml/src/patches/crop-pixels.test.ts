import { describe, expect, test } from 'vitest';
import { cropPixels, cropsPerPatch } from './crop-pixels.ts';

/** Each pixel is its own place: red counts columns, green rows. */
function places(side: number): Uint8Array {
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [pixel % side, Math.floor(pixel / side), 0][i % 3]!;
  });
}

describe('crops of a patch', () => {
  const corners = (side: number, perSide: number, px: number) =>
    cropPixels(places(side), side, { perSide, px }).map((crop) => [crop[0], crop[1]]);

  test('lie from edge to edge, row by row', () => {
    expect(corners(8, 2, 4)).toEqual([[0, 0], [4, 0], [0, 4], [4, 4]]); // prettier-ignore
    expect(corners(10, 3, 4).slice(0, 3)).toEqual([[0, 0], [3, 0], [6, 0]]); // prettier-ignore
  });

  test('a single one is the middle', () => expect(corners(256, 1, 224)).toEqual([[16, 16]]));

  test('hold their pixels', () => {
    const [, second] = cropPixels(places(4), 4, { perSide: 2, px: 2 });
    expect([...second!]).toEqual([2, 0, 0, 3, 0, 0, 2, 1, 0, 3, 1, 0]);
  });

  test('are counted; without any the whole patch is one', () => {
    expect([cropsPerPatch({ perSide: 3, px: 1 }), cropsPerPatch(undefined)]).toEqual([9, 1]);
  });
});

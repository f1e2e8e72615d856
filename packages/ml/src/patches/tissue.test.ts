import { expect, test } from 'vitest';
import { GLASS, memoryReader, pixels, TISSUE } from '../hand-made.fixture.ts';
import { tissueFractions, tissueMask } from './tissue.ts';

const settings = { method: 'hsv-saturation' as const, micronsPerPixel: 0.25, saturation: 8, median: 1, close: 1 };

function maskOf(width: number, height: number, isTissue: (x: number, y: number) => boolean, change = {}) {
  const rgb = pixels(width, height, (x, y) => (isTissue(x, y) ? TISSUE : GLASS));
  return tissueMask(memoryReader(rgb, width, height), 0.25, { ...settings, ...change });
}

test('saturated pixels are tissue, white ones are not', async () => {
  const mask = await maskOf(10, 4, (x) => x < 3);
  expect(mask).toMatchObject({ width: 10, height: 4 });
  expect([...mask.tissue].filter(Boolean)).toHaveLength(12);
  expect([...mask.tissue.slice(0, 10)]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
});

test('the mask is coarser by the ratio of the scales', async () => {
  const mask = await maskOf(64, 32, (x) => x < 32, { micronsPerPixel: 1 });
  expect(mask).toMatchObject({ width: 16, height: 8 });
});

test('a median of three removes a lone pixel and fills a lone hole, even at the edge', async () => {
  const speck = await maskOf(9, 9, (x, y) => x === 4 && y === 4, { median: 3 });
  expect([...speck.tissue].some(Boolean)).toBe(false);
  const hole = await maskOf(9, 9, (x, y) => !(x === 4 && y === 4) && !(x === 0 && y === 0), { median: 3 });
  // The corner's window holds the corner four times, its two neighbours twice each and the diagonal once: 5 of 9 tissue.
  expect([...hole.tissue].every(Boolean)).toBe(true);
});

test('the sliding median equals a median by sorting', async () => {
  const width = 23;
  const height = 17;
  const value = (x: number, y: number) => 200 - ((x * 37 + y * 101 + x * y * 7) % 190);
  const rgb = pixels(width, height, (x, y) => [200, 200, value(x, y)]);
  const saturation = (x: number, y: number) => {
    const cx = Math.min(width - 1, Math.max(0, x));
    const cy = Math.min(height - 1, Math.max(0, y));
    return Math.round((255 * (200 - value(cx, cy))) / 200);
  };
  for (const threshold of [20, 60, 120, 180]) {
    const mask = await tissueMask(memoryReader(rgb, width, height), 0.25, {
      ...settings,
      median: 5,
      saturation: threshold,
    });
    const expected = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const window = [];
        for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) window.push(saturation(x + dx, y + dy));
        expected.push(window.sort((a, b) => a - b)[12]! > threshold ? 1 : 0);
      }
    }
    expect([...mask.tissue]).toEqual(expected);
  }
});

test('closing joins pieces that are nearer than its side and shifts nothing', async () => {
  const columns = async (close: number) => {
    const mask = await maskOf(16, 9, (x, y) => (x === 3 || x === 6 || x === 11) && y > 2 && y < 6, { close });
    return [...mask.tissue.slice(4 * 16, 5 * 16)].join('');
  };
  expect(await columns(1)).toBe('0001001000010000');
  // A square of 4 does not fit into the gap of two pixels, but does fit into the gap of four.
  expect(await columns(4)).toBe('0001111000010000');
});

test('tissue fractions count mask pixels whose centre is in the square', async () => {
  const mask = await maskOf(8, 8, (x) => x < 3);
  const fraction = tissueFractions(mask, { width: 8, height: 8 });
  expect(fraction(0, 0, 4)).toBe(0.75);
  expect(fraction(4, 4, 4)).toBe(0);
  // One mask pixel per four slide pixels: a smaller square uses the pixel that it is in.
  const coarse = tissueFractions(
    { width: 2, height: 2, tissue: Uint8Array.from([1, 0, 0, 0]) },
    { width: 8, height: 8 },
  );
  expect(coarse(1, 1, 2)).toBe(1);
  expect(coarse(5, 1, 2)).toBe(0);
});

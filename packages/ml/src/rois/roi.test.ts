import { expect, test } from 'vitest';
import { insideRoi, type Polygon, ringArea, roiAreaMm2 } from './roi.ts';

const ring = (...numbers: number[]): Polygon =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));

test('a point in the notch of a ring is outside', () => {
  const isInside = insideRoi([{ outline: ring(0, 0, 10, 0, 10, 10, 5, 5, 0, 10), holes: [] }]);
  expect([isInside(5, 4), isInside(5, 7), isInside(9, 8), isInside(11, 5)]).toEqual([true, false, true, false]);
});

test('a hole is outside its region, even where another region covers it', () => {
  const withHole = { outline: ring(0, 0, 10, 0, 10, 10, 0, 10), holes: [ring(4, 4, 6, 4, 6, 6, 4, 6)] };
  expect(insideRoi([withHole])(5, 5)).toBe(false);
  expect(insideRoi([withHole])(3, 3)).toBe(true);
  // Regions are joined: a point inside any of them is in.
  expect(insideRoi([withHole, { outline: ring(4, 4, 20, 4, 20, 6, 4, 6), holes: [] }])(5, 5)).toBe(true);
  expect(insideRoi([])(5, 5)).toBe(false);
});

test('areas equal those worked out by hand', () => {
  // A square of 10 less a corner triangle of 4 by 4 over 2.
  expect(ringArea(ring(0, 0, 10, 0, 10, 6, 6, 10, 0, 10))).toBe(92);
  // The same far from the origin, in the other direction.
  expect(ringArea(ring(1e5, 1e5 + 10, 1e5 + 6, 1e5 + 10, 1e5 + 10, 1e5 + 6, 1e5 + 10, 1e5, 1e5, 1e5))).toBe(92);
  // 4000 px at 0.25 microns is 1 mm; the hole is half of it each way.
  const square = {
    outline: ring(0, 0, 4000, 0, 4000, 4000, 0, 4000),
    holes: [ring(0, 0, 2000, 0, 2000, 2000, 0, 2000)],
  };
  expect(roiAreaMm2([square], 0.25)).toBe(0.75);
  expect(roiAreaMm2([square, square], 0.25)).toBe(1.5);
  expect(roiAreaMm2([square], null)).toBeNull();
});

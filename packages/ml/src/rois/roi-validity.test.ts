import { statement } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { findCrossing } from './roi-crossing.ts';
import { checkShape } from './roi-validity.ts';
import { type Point, type Polygon, roiLimits } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { seededRandom } from '../seeded-random.ts';

const ring = (...numbers: number[]): Polygon =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
const size = { width: 1000, height: 800 };
const check = (outline: Polygon, holes: Polygon[] = []) =>
  checkShape({ name: 'Tumour ROI 1', label: null, regions: [{ outline, holes }] }, size);

function refusalOf(outline: Polygon, holes: Polygon[] = []): RoiError {
  try {
    check(outline, holes);
  } catch (error) {
    if (error instanceof RoiError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a valid shape', () => {
  test('loses only its closing point, repeated points and needles', () => {
    const { shape, warnings } = check(ring(0, 0, 10.5, 0, 10.5, 0, 10.5, 9, 20, 9, 10.5, 9, 0, 9, 0, 0));
    expect(shape.regions[0]?.outline).toEqual(ring(0, 0, 10.5, 0, 10.5, 9, 0, 9));
    expect(warnings).toEqual([]);
  });

  test('may bend at a straight angle, and its hole may touch it in a point', () => {
    check(ring(0, 0, 5, 0, 10, 0, 10, 10, 0, 10), [ring(0, 5, 5, 2, 5, 8)]);
  });

  test('may be partly outside the slide, with a warning', () => {
    const { shape, warnings } = check(ring(900, 700, 1100, 700, 1100, 900, 900, 900));
    expect(shape.regions[0]?.outline).toHaveLength(4);
    expect(warnings).toEqual([statement('outlinePartlyOutside', { outline: 'Tumour ROI 1' })]);
  });
});

describe('an invalid shape is refused by name', () => {
  test.each<[code: string, outline: Polygon, holes?: Polygon[]]>([
    ['TOO_FEW_POINTS', ring()],
    ['TOO_FEW_POINTS', ring(0, 0, 5, 5)],
    ['TOO_FEW_POINTS', ring(0, 0, 5, 5, 0, 0, 5, 5)],
    ['ZERO_AREA', ring(0, 0, 5, 0, 10, 0)],
    ['ZERO_AREA', ring(0, 0, 10, 10, 20, 20, 5, 5)],
    ['ZERO_AREA', ring(0, 0, 1, 0, 0, 1)],
    ['SELF_CROSSING', ring(0, 0, 10, 10, 10, 0, 0, 10)],
    ['SELF_CROSSING', ring(0, 0, 20, 20, 20, 0, 10, 10, 0, 20)],
    ['SELF_CROSSING', ring(0, 0, 10, 0, 10, 10, 5, 0, 0, 10)],
    ['SELF_CROSSING', ring(0, 0, 10, 0, 10, 10, 0, 10), [ring(5, 5, 15, 5, 15, 6, 5, 6)]],
    ['HOLE_OUTSIDE', ring(0, 0, 10, 0, 10, 10, 0, 10), [ring(20, 20, 30, 20, 30, 30)]],
    [
      'HOLE_OUTSIDE',
      ring(0, 0, 50, 0, 50, 50, 0, 50),
      [ring(5, 5, 40, 5, 40, 40, 5, 40), ring(10, 10, 20, 10, 20, 20)],
    ],
    ['NOT_A_NUMBER', ring(0, 0, 10, NaN, 10, 10)],
    ['NOT_A_NUMBER', ring(0, 0, Infinity, 0, 10, 10)],
    ['OUTSIDE_SLIDE', ring(1000, 0, 1100, 0, 1100, 100)],
    ['OUTSIDE_SLIDE', ring(-9, 0, -1, 0, -1, 100)],
    ['OUTSIDE_SLIDE', ring(1e300, 0, 1.1e300, 0, 1.1e300, 1e300)],
  ])('%s %#', (code, outline, holes) => {
    const error = refusalOf(outline, holes);
    expect(error.code).toBe(code);
    expect(error.message).toContain('"Tumour ROI 1"');
  });

  test('with too many points, before anything is computed', () => {
    const many = Array.from({ length: roiLimits.pointsPerShape + 1 }, (_, i) => ({ x: i, y: (i * i) % 7 }));
    expect(refusalOf(many).code).toBe('TOO_MANY_POINTS');
  });
});

describe('findCrossing', () => {
  const circle = (n: number, wobble: (i: number) => number): Point[] =>
    Array.from({ length: n }, (_, i) => {
      const angle = (2 * Math.PI * i) / n;
      const radius = 400 + wobble(i);
      return { x: 500 + radius * Math.cos(angle), y: 500 + radius * Math.sin(angle) };
    });

  test('finds no crossing in a star-shaped outline, however rough, and one after two points are swapped', () => {
    const random = seededRandom(7);
    const rough = circle(5_000, () => 30 * random.uniform());
    expect(findCrossing([rough])).toBeNull();
    const crossed = [...rough];
    [crossed[100], crossed[160]] = [rough[160]!, rough[100]!];
    expect(findCrossing([crossed])).not.toBeNull();
  });

  test('agrees with comparing every pair of edges, on random quadrilaterals', () => {
    const random = seededRandom(3);
    const turn = (a: Point, b: Point, c: Point) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
    const cross = (a: Point, b: Point, c: Point, d: Point) =>
      turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
    let crossings = 0;
    for (let i = 0; i < 500; i++) {
      const [a, b, c, d] = Array.from({ length: 4 }, () => ({ x: random.uniform(), y: random.uniform() })) as [
        Point,
        Point,
        Point,
        Point,
      ];
      const expected = cross(a, b, c, d) || cross(b, c, d, a);
      crossings += Number(expected);
      expect(findCrossing([[a, b, c, d]]) !== null).toBe(expected);
    }
    expect(crossings).toBeGreaterThan(50);
  });

  test('handles the worst case within the limit in bearable time', () => {
    // A comb whose teeth all span the full width, so that no edge leaves the sweep early.
    const comb = Array.from({ length: roiLimits.pointsPerShape - 1 }, (_, i) => ({
      x: i % 4 === 1 || i % 4 === 2 ? 100_000 : 0,
      y: i,
    }));
    const began = performance.now();
    findCrossing([comb]);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

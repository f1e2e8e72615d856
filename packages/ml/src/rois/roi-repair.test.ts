import { say, type Statement } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { repairShapes } from './repair-shapes.ts';
import { readRois } from './roi-formats.ts';
import { checkShape } from './roi-validity.ts';
import { type Polygon, type Region, type RoiShape, regionsAreaPx2 } from './roi.ts';
import { RoiError } from './roi-error.ts';

const ring = (...numbers: number[]): Polygon =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
const shapeOf = (outline: Polygon, holes: Polygon[] = []): RoiShape => ({
  name: 'Tumour',
  label: null,
  regions: [{ outline, holes }],
});

function errorOf(shape: RoiShape): RoiError {
  try {
    checkShape(shape, null);
  } catch (error) {
    if (error instanceof RoiError) return error;
  }
  throw new Error('it was not refused');
}

/** As an import does: what is refused as drawn is repaired. */
async function repaired(shape: RoiShape): Promise<{ regions: readonly Region[]; warnings: readonly Statement[] }> {
  const [result] = await repairShapes([{ shape, error: errorOf(shape) }], null);
  if (!result || result instanceof RoiError) throw result ?? new Error('nothing came back');
  return { regions: result.shape.regions, warnings: result.warnings };
}

const square = ring(0, 0, 100, 0, 100, 100, 0, 100);

describe('a slip of the hand is repaired, and its change in area is stated', () => {
  // Expected areas are worked out by hand beside each.
  test.each<[string, RoiShape, number, number]>([
    // Loop (502,1000) (500,1000) (502,1002) of 2 stays as a piece; below it 0.5 * 502 * 1 is missing from the million.
    [
      'a line that crosses itself',
      shapeOf(ring(0, 0, 1000, 0, 1000, 1000, 500, 1000, 502, 1002, 502, 999, 0, 1000)),
      2,
      1e6 - 251 + 2,
    ],
    // It ends inside its own beginning: no hole there. Cut (12,0) (100,0) (12,0.98): 0.5 * 88 * 0.98.
    [
      'a line that runs past its beginning',
      shapeOf(ring(10, 1, 100, 0, 100, 100, 0, 100, 0, 0, 12, 0, 12, 2)),
      1,
      1e4 - 43.12,
    ],
    // Two triangles of 5 x 10 / 2 whose tips meet.
    ['a corner that touches a side', shapeOf(ring(0, 0, 10, 0, 10, 10, 5, 0, 0, 10)), 2, 50],
    // Diamond of 100 x 60 / 2.
    ['a hole that touches its outline twice', shapeOf(square, [ring(0, 50, 50, 20, 100, 50, 50, 80)]), 2, 7000],
    // Triangle of 4 x 5 / 2.
    ['a hole along its outline', shapeOf(square, [ring(0, 2, 0, 6, 5, 4)]), 1, 9990],
    // 20 x 20 of its 20.5 x 20 are inside.
    ['a hole that reaches out by half a pixel', shapeOf(square, [ring(-0.5, 40, 20, 40, 20, 60, -0.5, 60)]), 1, 9600],
  ])('%s', async (_name, shape, pieces, areaPx2) => {
    const { regions, warnings } = await repaired(shape);
    expect(regions).toHaveLength(pieces);
    expect(regionsAreaPx2(regions)).toBeCloseTo(areaPx2, 6);
    expect(warnings[0]).toMatchObject({ code: 'outlineRepaired', values: { outline: 'Tumour', pieces } });
    expect(checkShape({ ...shape, regions }, null).warnings).toEqual([]);
  });

  test('the warning states how much changed, and where', async () => {
    const { warnings } = await repaired(shapeOf(square, [ring(-0.5, 40, 20, 40, 20, 60, -0.5, 60)]));
    expect(warnings.map((warning) => say(warning, 'en'))).toEqual([
      '"Tumour" was repaired to one piece, its area from 9,590 to 9,600 square pixels: it crosses or touches itself near x 0, y 40.',
    ]);
  });

  test('the point in the middle of a line drawn twice around is inside', async () => {
    // A square in a square, both the same way round and joined by a slit that crosses: 10,000, and nothing taken out.
    const { regions } = await repaired(shapeOf(ring(0, 0, 100, 0, 100, 100, 0, 100, 0, 0, 2, 2, 8, 2, 8, 8, 2, 8)));
    expect(regions).toHaveLength(1);
    expect(regions[0]?.holes).toEqual([]);
  });
});

describe('what is more than a slip is refused, with the change that a repair would make', () => {
  test.each<[string, RoiShape, RegExp]>([
    // Drawn area 0, two triangles of 25.
    ['a figure of eight', shapeOf(ring(0, 0, 10, 10, 10, 0, 0, 10)), /area from 0 to 50 square pixels: more than 1 %/],
    // 10,000 - 2,000; of the hole 20 x 20 are inside.
    ['a hole half outside', shapeOf(square, [ring(-80, 40, 20, 40, 20, 60, -80, 60)]), /from 8,000 to 9,600/],
  ])('%s', async (_name, shape, words) => {
    const [result] = await repairShapes([{ shape, error: errorOf(shape) }], null);
    expect(result).toMatchObject({ name: 'RoiError', code: 'SELF_CROSSING', message: expect.stringMatching(words) });
  });

  test('one bad shape does not affect the others', async () => {
    const eight = shapeOf(ring(0, 0, 10, 10, 10, 0, 0, 10));
    const touching = shapeOf(ring(0, 0, 10, 0, 10, 10, 5, 0, 0, 10));
    const results = await repairShapes(
      [eight, touching].map((shape) => ({ shape, error: errorOf(shape) })),
      null,
    );
    expect(results.map((result) => result instanceof RoiError)).toEqual([true, false]);
  });
});

describe('holes that split the area', () => {
  const triangle = (x: number, y: number) => ring(x, y, x + 20, y + 10, x, y + 20);

  test.each<[string, Polygon[]]>([
    ['one that touches its outline twice', [ring(0, 50, 50, 20, 100, 50, 50, 80)]],
    [
      'two that touch each other twice',
      [ring(20, 20, 60, 20, 60, 80, 20, 80, 30, 50), ring(20, 20, 10, 50, 20, 80, 15, 50)],
    ],
    ['a chain from side to side', [ring(0, 50, 50, 40, 50, 60), ring(50, 40, 100, 50, 60, 40)]],
    ['one along a side', [ring(0, 2, 0, 6, 5, 4)]],
  ])('%s are refused', (_name, holes) => {
    expect(errorOf(shapeOf(square, holes))).toMatchObject({
      code: 'SELF_CROSSING',
      said: { code: 'outlineCutByHoles' },
    });
  });

  test.each<[string, Polygon[]]>([
    ['one that touches once', [ring(0, 50, 20, 40, 20, 60)]],
    ['two that touch each other once', [triangle(10, 40), ring(30, 50, 60, 40, 60, 60)]],
    [
      'three that meet in one point',
      [ring(50, 50, 60, 50, 55, 60), ring(50, 50, 40, 55, 40, 45), ring(50, 50, 55, 40, 60, 45)],
    ],
  ])('%s stay', (_name, holes) => {
    expect(checkShape(shapeOf(square, holes), null).warnings).toEqual([]);
  });
});

describe('GeoJSON without features', () => {
  const polygon = { type: 'Polygon', coordinates: [[[0, 0], [10, 0], [10, 10], [0, 0]]] }; // prettier-ignore
  const other = { type: 'Polygon', coordinates: [[[20, 0], [30, 0], [30, 10], [20, 0]]] }; // prettier-ignore

  test.each<[string, unknown, number[]]>([
    ['a Polygon', polygon, [1]],
    ['a MultiPolygon', { type: 'MultiPolygon', coordinates: [polygon.coordinates, other.coordinates] }, [2]],
    ['a list of geometries', [polygon, other], [1, 1]],
    ['a collection', { type: 'GeometryCollection', geometries: [polygon, other] }, [2]],
    [
      'a collection in a feature',
      { type: 'Feature', geometry: { type: 'GeometryCollection', geometries: [polygon] } },
      [1],
    ],
  ])('%s is read', (_name, file, regions) => {
    const read = readRois(JSON.stringify(file));
    expect(read.errors).toEqual([]);
    expect(read.shapes.map((shape) => shape.regions.length)).toEqual(regions);
    expect(read.shapes[0]).toMatchObject({ name: 'Annotation 1', label: null });
  });

  test.each([
    [{ type: 'LineString', coordinates: [[0, 0], [1, 1]] }], // prettier-ignore
    [{ type: 'GeometryCollection', geometries: [polygon, { type: 'Point', coordinates: [1, 1] }] }],
    [{ type: 'GeometryCollection', geometries: [{ type: 'GeometryCollection', geometries: [polygon] }] }],
    [{ type: 'GeometryCollection', geometries: [] }],
  ])('what encloses no area is named as left out: %#', (file) => {
    expect(readRois(JSON.stringify(file)).errors).toMatchObject([{ code: 'NOT_AN_AREA', where: 'feature 1' }]);
  });
});

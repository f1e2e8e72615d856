/** A point in level-0 pixels; fractions are allowed. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A closed outline of at least three points; the last is joined to the first. */
export type Polygon = readonly Point[];

/**
 * Whether a point lies in any of the polygons (even-odd rule within each).
 *
 * Source: W. R. Franklin's crossing test.
 */
export function isInsideRoi(polygons: readonly Polygon[], x: number, y: number): boolean {
  return polygons.some((polygon) => isInside(polygon, x, y));
}

function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  });
  return inside;
}

/**
 * @throws RangeError when a polygon has fewer than three points or a point that is not a finite number.
 */
export function checkRoi(polygons: readonly Polygon[]): void {
  if (polygons.length === 0) throw new RangeError('A region of interest needs at least one polygon.');
  for (const polygon of polygons) {
    const finite = polygon.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
    if (polygon.length < 3 || !finite)
      throw new RangeError('A polygon needs three or more points with finite numbers.');
  }
}

// The repair's worker thread loads this under plain Node: erasable TypeScript only, and nothing but geometry.

/** A point in level-0 pixels; fractions are allowed. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A closed ring of at least three points; the last is joined to the first. */
export type Polygon = readonly Point[];

/** One piece of an outline: the area of its ring minus its holes. */
export interface Region {
  readonly outline: Polygon;
  readonly holes: readonly Polygon[];
}

/** A named outline as a person drew it or a file contains it. */
export interface RoiShape {
  readonly name: string;
  /** Class, group or layer in the program that drew it; null if it has none. */
  readonly label: string | null;
  /** At least one. */
  readonly regions: readonly Region[];
}

export const roiLimits = {
  /** Of a file, in bytes of UTF-8. */
  fileBytes: 5_000_000,
  shapesPerFile: 1_000,
  /** Of one shape, all rings together: nobody draws more by hand, and every shape is checked for crossings. */
  pointsPerShape: 10_000,
} as const;

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest upright rectangle around some points; infinite and inverted for none. */
export function boundsOf(points: Iterable<Point>): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

/** Whether a point is inside a ring, by the even-odd rule. Source: W. R. Franklin's crossing test. */
export function isInsideRing(ring: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i];
    const b = ring[j];
    if (!a || !b) continue;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  }
  return inside;
}

/**
 * Makes a test of whether a point is in any of the regions and in none of that region's holes.
 *
 * @param regions - in level-0 pixels.
 * @returns the test; it looks at a region's points only if its bounds contain the point.
 */
export function insideRoi(regions: readonly Region[]): (x: number, y: number) => boolean {
  const bounded = regions.map(({ outline, holes }) => ({ outline, holes, bounds: boundsOf(outline) }));
  return (x, y) =>
    bounded.some(
      ({ outline, holes, bounds }) =>
        x >= bounds.left &&
        x <= bounds.right &&
        y >= bounds.top &&
        y <= bounds.bottom &&
        isInsideRing(outline, x, y) &&
        !holes.some((hole) => isInsideRing(hole, x, y)),
    );
}

/** Area of a ring in square pixels, by the shoelace formula; meaningless for a ring that crosses itself. */
export function ringArea(ring: Polygon): number {
  const origin = ring[0];
  if (!origin) return 0;
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j];
    const b = ring[i];
    // Relative to the first point, so that no digits are lost far from the origin.
    if (a && b) twice += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
  }
  return Math.abs(twice) / 2;
}

/**
 * Area of checked regions without their holes.
 *
 * @param micronsPerPixel - of level 0; null if the slide does not state it.
 * @returns square millimetres; null if the scale is unknown.
 */
export function roiAreaMm2(regions: readonly Region[], micronsPerPixel: number | null): number | null {
  return micronsPerPixel === null ? null : (regionsAreaPx2(regions) * micronsPerPixel ** 2) / 1e6;
}

/** Area of regions in square pixels without their holes. */
export function regionsAreaPx2(regions: readonly Region[]): number {
  return regions.reduce(
    (sum, { outline, holes }) => sum + ringArea(outline) - holes.reduce((hole, ring) => hole + ringArea(ring), 0),
    0,
  );
}

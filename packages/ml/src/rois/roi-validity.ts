import { type Statement, statement } from '@haim/schema';
import { findCrossing, findCut } from './roi-crossing.ts';
import {
  boundsOf,
  isInsideRing,
  type Point,
  type Polygon,
  type Region,
  roiLimits,
  type RoiShape,
  ringArea,
} from './roi.ts';
import { RoiError } from './roi-error.ts';

export interface SlideSize {
  readonly width: number;
  readonly height: number;
}

export interface CheckedShape {
  /** Without repeated points and zero-width needles. */
  readonly shape: RoiShape;
  /** A warning; the shape is usable. */
  readonly warnings: readonly Statement[];
}

/**
 * Checks one shape, which is then safe to store and to score.
 *
 * A shape that is partly outside the slide is kept as drawn, with a warning: patches never reach past the slide.
 *
 * @param size - of level 0 in pixels; null to check only the shape itself.
 * @throws RoiError naming the shape: TOO_MANY_POINTS, NOT_A_NUMBER, TOO_FEW_POINTS, ZERO_AREA (under one pixel),
 *   SELF_CROSSING, HOLE_OUTSIDE, OUTSIDE_SLIDE (wholly).
 */
export function checkShape(shape: RoiShape, size: SlideSize | null): CheckedShape {
  const where = `"${shape.name}"`;
  if (shape.regions.length === 0)
    throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'outline' }));
  const count = shape.regions.reduce(
    (sum, { outline, holes }) => sum + outline.length + holes.reduce((all, hole) => all + hole.length, 0),
    0,
  );
  if (count > roiLimits.pointsPerShape) {
    const limit = roiLimits.pointsPerShape;
    throw new RoiError('TOO_MANY_POINTS', where, statement('outlineTooManyPoints', { n: count, most: limit }));
  }
  const regions = shape.regions.map((region, i) => {
    const here = shape.regions.length === 1 ? where : `${where}, region ${i + 1}`;
    return checkRegion(region, here);
  });
  const outside = size === null ? 'inside' : besideSlide(regions, size);
  if (size !== null && outside === 'wholly') {
    const { width, height } = size;
    throw new RoiError('OUTSIDE_SLIDE', where, statement('outlineOutsideSlide', { width, height }));
  }
  const warnings = outside === 'partly' ? [statement('outlinePartlyOutside', { outline: shape.name })] : [];
  return { shape: { ...shape, regions }, warnings };
}

function checkRegion(region: Region, where: string): Region {
  const outline = checkRing(region.outline, where);
  const holes = region.holes.map((hole, i) => checkRing(hole, `${where}, hole ${i + 1}`));
  const crossing = findCrossing([outline, ...holes]);
  if (crossing) {
    throw new RoiError('SELF_CROSSING', where, statement('outlineCrossesItself', inPixels(crossing)));
  }
  const cut = holes.length === 0 ? null : findCut([outline, ...holes]);
  if (cut) {
    throw new RoiError('SELF_CROSSING', where, statement('outlineCutByHoles', inPixels(cut)));
  }
  holes.forEach((hole, i) => {
    const isWithin = hole.every((point) => isWithinRing(outline, point.x, point.y));
    const isInOther = holes.some((other) => other !== hole && hole.every(({ x, y }) => isInsideRing(other, x, y)));
    if (!isWithin || isInOther) {
      const said = statement(isWithin ? 'holeInsideHole' : 'holeOutsideOutline');
      throw new RoiError('HOLE_OUTSIDE', `${where}, hole ${i + 1}`, said);
    }
  });
  return { outline, holes };
}

function inPixels({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}

function checkRing(ring: Polygon, where: string): Polygon {
  const odd = ring.findIndex(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y));
  if (odd >= 0) throw new RoiError('NOT_A_NUMBER', where, statement('pointNotFinite', { point: odd + 1 }));
  const clean = withoutRepeats(ring);
  if (clean.length < 3) {
    throw new RoiError('TOO_FEW_POINTS', where, statement('outlineTooFewPoints', { n: clean.length }));
  }
  if (ringArea(clean) < 1 && (isThinnerThanPixel(clean) || findCrossing([clean]) === null)) {
    throw new RoiError('ZERO_AREA', where, statement('outlineBelowOnePixel'));
  }
  return clean;
}

/** Whether all points are within a pixel of one line: such a ring folds back on itself without any areas crossing. */
function isThinnerThanPixel([first, ...others]: Polygon): boolean {
  if (!first) return true;
  const length = ({ x, y }: Point): number => Math.hypot(x - first.x, y - first.y);
  const farthest = others.reduce((far, point) => (length(point) > length(far) ? point : far), first);
  const along = { x: farthest.x - first.x, y: farthest.y - first.y };
  return others.every(({ x, y }) => Math.abs(along.x * (y - first.y) - along.y * (x - first.x)) < length(farthest));
}

/** Removes a point twice in a row, the closing point, and needles: out to a point and back to the one before. */
function withoutRepeats(ring: Polygon): Polygon {
  const kept: { x: number; y: number }[] = [];
  const push = (x: number, y: number): void => {
    const [before, last] = kept.slice(-2).length === 2 ? kept.slice(-2) : [undefined, kept[0]];
    if (last?.x === x && last.y === y) return;
    if (before?.x === x && before.y === y) kept.pop();
    else kept.push({ x, y });
  };
  for (const { x, y } of ring) push(x, y);
  for (;;) {
    const [first, second] = kept;
    const last = kept.at(-1);
    const beforeLast = kept.at(-2);
    if (!first || !second || !last || !beforeLast || kept.length < 3) return kept;
    if (same(first, last)) kept.pop();
    else if (same(first, beforeLast)) kept.splice(-2);
    else if (same(second, last)) kept.splice(0, 1);
    else return kept;
  }
}

function same(one: { x: number; y: number }, other: { x: number; y: number }): boolean {
  return one.x === other.x && one.y === other.y;
}

/** A hole may touch its outline in a point, and a point on the ring is neither inside nor outside by the crossing test. */
function isWithinRing(ring: Polygon, x: number, y: number): boolean {
  if (isInsideRing(ring, x, y)) return true;
  return ring.some((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a;
    const isOnLine = (b.x - a.x) * (y - a.y) === (b.y - a.y) * (x - a.x);
    return isOnLine && (x - a.x) * (x - b.x) + (y - a.y) * (y - b.y) <= 0;
  });
}

function besideSlide(regions: readonly Region[], { width, height }: SlideSize): 'inside' | 'partly' | 'wholly' {
  const all = regions.map(({ outline }) => boundsOf(outline));
  const isOff = all.every(
    ({ left, top, right, bottom }) => left >= width || top >= height || right <= 0 || bottom <= 0,
  );
  if (isOff) return 'wholly';
  const isOn = all.every(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= width && bottom <= height);
  return isOn ? 'inside' : 'partly';
}

// Runs in a worker thread too: erasable TypeScript only.
import { difference, type Geom, setPrecision } from 'polyclip-ts';
import { type Polygon, type Region, type RoiShape, regionsAreaPx2, ringArea } from './roi.ts';

// At its default the library leaves rings open where edges almost coincide, and throws (0.16.8).
setPrecision(1e-6);

/** The outcome for a shape that crosses or touches itself. */
export interface RoiRepair {
  /** Null if the repair would change more than a slip of the hand explains. */
  readonly shape: RoiShape | null;
  /** As drawn: the shoelace sums of its rings, as the programs of pathologists state them. */
  readonly beforePx2: number;
  readonly afterPx2: number;
}

/** Share of the area that a repair may add or take. */
const MOST_CHANGE = 0.01;
const SMALLEST_PX2 = 1;

/**
 * Turns rings that cross or touch themselves or each other into the pieces that they enclose: what the line goes around
 * at least once is inside (the non-zero rule: a line that runs past its own beginning cuts no hole), less the holes.
 * Pieces and holes of less than one pixel are dropped.
 *
 * @returns a shape that still has to be checked; null if more than one per cent of the area would change, as in a
 *   figure of eight, whose drawn area is meaningless.
 *
 * Source: Martinez, Rueda and Feito 2009, as polyclip-ts computes it in exact arithmetic.
 */
export function repairShape(shape: RoiShape): RoiRepair {
  const beforePx2 = regionsAreaPx2(shape.regions);
  const regions = shape.regions.flatMap(piecesOf);
  const afterPx2 = regionsAreaPx2(regions);
  const isSlip = regions.length > 0 && Math.abs(afterPx2 - beforePx2) <= MOST_CHANGE * Math.max(afterPx2, beforePx2);
  return { shape: isSlip ? { ...shape, regions } : null, beforePx2, afterPx2 };
}

function piecesOf({ outline, holes }: Region): Region[] {
  const pieces = difference(geometryOf(outline), ...holes.map(geometryOf));
  return pieces
    .map(([outer = [], ...inner]) => ({
      outline: ringOf(outer),
      holes: inner.map(ringOf).filter((hole) => ringArea(hole) >= SMALLEST_PX2),
    }))
    .filter((piece) => ringArea(piece.outline) >= SMALLEST_PX2);
}

function geometryOf(ring: Polygon): Geom {
  return [[...ring, ...ring.slice(0, 1)].map(({ x, y }): [number, number] => [x, y])];
}

/** To a hundredth of a pixel, as outlines are stored: rounding later could make a valid ring touch itself again. */
function ringOf(points: readonly (readonly [number, number])[]): Polygon {
  const round = (value: number) => Math.round(value * 100) / 100;
  return points.slice(0, -1).map(([x, y]) => ({ x: round(x), y: round(y) }));
}

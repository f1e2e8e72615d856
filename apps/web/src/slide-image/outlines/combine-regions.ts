import { difference, type Geom, intersection, setPrecision, union } from 'polyclip-ts';
import { type Regions, type Ring } from './outline.ts';

export type Combining = 'add' | 'subtract' | 'intersect';

// At its default the library leaves rings open where edges almost coincide, as those of brush marks do, and throws
// "Unable to complete output ring" (0.16.8). Equal within a millionth of a pixel is equal to anybody who draws.
setPrecision(1e-6);

/** Pieces and holes below this are slips of the hand. */
const smallestPx2 = 1;

/**
 * The area of an outline joined with another, without it, or what both have. Holes are kept, cut and made.
 *
 * @param other - as drawn: a line that crosses itself encloses what it goes around at least once.
 * @returns no region where nothing is left.
 *
 * Source: Martinez, Rueda and Feito 2009, as polyclip-ts computes it in exact arithmetic.
 */
export function combinedRegions(base: Regions, other: Regions, how: Combining): Regions {
  const [a, b] = [geometryOf(base), geometryOf(other)];
  if (how === 'add') return regionsOf(union(a, b));
  if (base.length === 0 || other.length === 0) return how === 'subtract' ? base : [];
  return regionsOf(how === 'subtract' ? difference(a, b) : intersection(a, b));
}

/** What a line drawn by hand encloses: without crossings, in as many pieces as it has. */
export function enclosedBy(ring: Ring): Regions {
  return regionsOf(union(geometryOf([{ outline: ring, holes: [] }])));
}

/** Rings that overlap as one shape, such as the marks of a brush. */
export function joined(rings: readonly Ring[]): Regions {
  const [first, ...others] = rings.map((ring) => geometryOf([{ outline: ring, holes: [] }]));
  return first === undefined ? [] : regionsOf(union(first, ...others));
}

type Positions = [number, number][];

function geometryOf(regions: Regions): Geom {
  return regions.map(({ outline, holes }) => [outline, ...holes].map(closed));
}

function closed({ x, y }: Ring): Positions {
  const positions = x.map((one, i): [number, number] => [one, y[i] ?? 0]);
  const [first] = positions;
  return first ? [...positions, first] : positions;
}

function regionsOf(polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): Regions {
  return polygons.flatMap(([outer, ...inner]) => {
    const outline = outer && ringOf(outer);
    if (!outline) return [];
    return [{ outline, holes: inner.flatMap((hole) => ringOf(hole) ?? []) }];
  });
}

/** To a hundredth of a pixel, as outlines are stored; null for what is too small to be one. */
function ringOf(positions: readonly (readonly [number, number])[]): Ring | null {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const points = positions
    .slice(0, -1)
    .map(([x, y]) => [round(x), round(y)] as const)
    .filter(([x, y], i, all) => {
      const before = all[(i + all.length - 1) % all.length];
      return before === undefined || before[0] !== x || before[1] !== y;
    });
  if (points.length < 3) return null;
  const ring = { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
  return areaOf(ring) < smallestPx2 ? null : ring;
}

function areaOf({ x, y }: Ring): number {
  let twice = 0;
  for (let i = 0; i < x.length; i++) {
    const next = (i + 1) % x.length;
    twice += (x[i] ?? 0) * (y[next] ?? 0) - (x[next] ?? 0) * (y[i] ?? 0);
  }
  return Math.abs(twice) / 2;
}

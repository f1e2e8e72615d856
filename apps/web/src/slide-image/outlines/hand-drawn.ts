import { type Ring } from './outline.ts';

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A line with as few points as its shape needs.
 *
 * @param tolerance - how far a point may be from the line without it, in the same unit.
 *
 * Source: Douglas and Peucker 1973.
 */
export function simplified(points: readonly DrawnPoint[], tolerance: number): DrawnPoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return [...points];
  const keep = new Set([0, points.length - 1]);
  const spans: [from: number, to: number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [a, b] = [points[from] ?? first, points[to] ?? last];
    let [farthest, at] = [tolerance, -1];
    for (let i = from + 1; i < to; i++) {
      const distance = distanceTo(points[i] ?? a, a, b);
      if (distance > farthest) [farthest, at] = [distance, i];
    }
    if (at < 0) continue;
    keep.add(at);
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep.has(i));
}

/** From a point to the stretch between two others. */
function distanceTo({ x, y }: DrawnPoint, a: DrawnPoint, b: DrawnPoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length2));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}

const pointsOfHalf = 8;

/** What a round brush leaves: one mark with round ends per stretch of the line, which overlap at its corners. */
export function brushMarks(points: readonly DrawnPoint[], radius: number): Ring[] {
  const [first] = points;
  if (!first) return [];
  if (points.length === 1) return [mark(first, first, radius)];
  return points.slice(1).map((to, i) => mark(points[i] ?? first, to, radius));
}

function mark(from: DrawnPoint, to: DrawnPoint, radius: number): Ring {
  const along = Math.atan2(to.y - from.y, to.x - from.x);
  const half = (centre: DrawnPoint, start: number): DrawnPoint[] =>
    Array.from({ length: pointsOfHalf + 1 }, (_, i) => {
      const angle = start + (i / pointsOfHalf) * Math.PI;
      return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
    });
  const ring = [...half(to, along - Math.PI / 2), ...half(from, along + Math.PI / 2)];
  return { x: ring.map(({ x }) => x), y: ring.map(({ y }) => y) };
}

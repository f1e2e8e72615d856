import { type Point, type Polygon } from './roi.ts';

interface Edge {
  readonly a: Point;
  readonly b: Point;
  readonly ring: number;
  readonly at: number;
  readonly ringLength: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Finds where rings cross, by the rule of OGC simple features: a ring may not touch itself; two rings may touch in a
 * point but may not cross.
 *
 * @param rings - without repeated neighbours, each of three or more points.
 * @returns a point near the first crossing found; null if there is none.
 *
 * Source: sweep of the edges by their left end, each compared with those it overlaps in x and y.
 */
export function findCrossing(rings: readonly Polygon[]): Point | null {
  return sweep(rings, (edge, other) => meet(edge, other));
}

/**
 * Finds where rings that do not cross split the area between them: a hole that touches its outline twice, or holes that
 * do so together. Rings and the points where they touch form a graph; a cycle in it splits the area.
 *
 * @returns the touching point that closes the first cycle found; null if there is none.
 *
 * Source: OGC simple features, a polygon's interior is connected; JTS tests it by the same graph.
 */
export function findCut(rings: readonly Polygon[]): Point | null {
  const joined = new Groups();
  const known = new Set<string>();
  let cut: Point | null = null;
  sweep(rings, (edge, other) => {
    if (edge.ring === other.ring) return false;
    for (const point of touchingPoints(edge, other)) {
      const at = `${point.x} ${point.y}`;
      for (const ring of [edge.ring, other.ring]) {
        if (known.has(`${ring} ${at}`)) continue;
        known.add(`${ring} ${at}`);
        if (joined.join(`ring ${ring}`, at)) cut ??= pointOf(rings, edge);
      }
    }
    return cut !== null;
  });
  return cut;
}

/** Disjoint sets of names (union-find). */
class Groups {
  private readonly parents = new Map<string, string>();

  /** @returns whether the two were already in one set. */
  join(one: string, other: string): boolean {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    this.parents.set(a, b);
    return a === b;
  }

  private rootOf(name: string): string {
    let root = name;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root))
      root = next;
    return root;
  }
}

function touchingPoints(one: Edge, other: Edge): Point[] {
  return [
    ...[other.a, other.b].filter((point) => lies(point, one)),
    ...[one.a, one.b].filter((point) => lies(point, other)),
  ];
}

/** @returns a point near the first matching pair of edges that overlap in x and y. */
function sweep(rings: readonly Polygon[], isWanted: (edge: Edge, other: Edge) => boolean): Point | null {
  const edges = sweepable(rings.flatMap(edgesOf));
  let active: Edge[] = [];
  for (const edge of edges) {
    active = active.filter(({ right }) => right >= edge.left);
    for (const other of active) {
      if (other.top <= edge.bottom && other.bottom >= edge.top && isWanted(edge, other)) return pointOf(rings, edge);
    }
    active.push(edge);
  }
  return null;
}

/** In the order of their left ends; mirrored along the diagonal if they are wider than high, so that few overlap. */
function sweepable(edges: readonly Edge[]): Edge[] {
  const extent = edges.reduce((sum, { left, right, top, bottom }) => sum + (right - left) - (bottom - top), 0);
  const turned = extent > 0 ? edges.map(turn) : [...edges];
  return turned.sort((one, other) => one.left - other.left);
}

function turn({ a, b, left, right, top, bottom, ...rest }: Edge): Edge {
  const mirror = ({ x, y }: Point): Point => ({ x: y, y: x });
  return { ...rest, a: mirror(a), b: mirror(b), left: top, right: bottom, top: left, bottom: right };
}

function pointOf(rings: readonly Polygon[], { ring, at }: Edge): Point | null {
  return rings[ring]?.[at] ?? null;
}

function edgesOf(ring: Polygon, number: number): Edge[] {
  return ring.map((a, at) => {
    const b = ring[(at + 1) % ring.length] ?? a;
    return {
      a,
      b,
      ring: number,
      at,
      ringLength: ring.length,
      left: Math.min(a.x, b.x),
      right: Math.max(a.x, b.x),
      top: Math.min(a.y, b.y),
      bottom: Math.max(a.y, b.y),
    };
  });
}

function meet(one: Edge, other: Edge): boolean {
  if (one.ring !== other.ring) return crossProperly(one, other);
  const steps = Math.abs(one.at - other.at);
  if (steps === 1) return one.at < other.at ? foldsBack(one, other) : foldsBack(other, one);
  if (steps === one.ringLength - 1) return one.at === 0 ? foldsBack(other, one) : foldsBack(one, other);
  return touch(one, other);
}

/** Neighbours share a point; they overlap if the second runs back along the first. */
function foldsBack({ a, b }: Edge, { b: c }: Edge): boolean {
  return side(a, b, c) === 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;
}

function crossProperly(one: Edge, other: Edge): boolean {
  return (
    side(one.a, one.b, other.a) * side(one.a, one.b, other.b) < 0 &&
    side(other.a, other.b, one.a) * side(other.a, other.b, one.b) < 0
  );
}

function touch(one: Edge, other: Edge): boolean {
  if (crossProperly(one, other)) return true;
  return lies(other.a, one) || lies(other.b, one) || lies(one.a, other) || lies(one.b, other);
}

function lies({ x, y }: Point, { a, b, left, right, top, bottom }: Edge): boolean {
  return x >= left && x <= right && y >= top && y <= bottom && side(a, b, { x, y }) === 0;
}

/** 1 to the left of the line a-b, -1 to its right, 0 on it. */
function side(a: Point, b: Point, c: Point): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
}

/** An ROC curve as the columns the API sends: descending threshold, from (0, 0) to (1, 1). A null threshold is infinite: no case, or every case, is called positive. */
export interface RocColumns {
  readonly thresholds: readonly (number | null)[];
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
}

export interface RocVertex {
  /** 1 − specificity. */
  readonly x: number;
  readonly y: number;
  /** Cases with a score at or above it are called positive; null at (0, 0) calls none, at (1, 1) all. */
  readonly threshold: number | null;
}

/** By the columns they are made of: the same list each time, so that a curve is not drawn anew beside a moving point. */
const made = new WeakMap<RocColumns, readonly RocVertex[]>();

/** Every vertex, in the order given: ties stay diagonal segments, so no step is ever drawn into them. */
export function rocVertices(columns: RocColumns): readonly RocVertex[] {
  const known = made.get(columns) ?? verticesOf(columns);
  made.set(columns, known);
  return known;
}

function verticesOf({ thresholds, sensitivity, specificity }: RocColumns): RocVertex[] {
  if (thresholds.length !== sensitivity.length || thresholds.length !== specificity.length) {
    throw new RangeError('ROC columns differ in length');
  }
  return thresholds.map((threshold, i) => ({ x: 1 - (specificity[i] ?? NaN), y: sensitivity[i] ?? NaN, threshold }));
}

/** The vertex at which a case of this score is first called positive, walking down from the highest threshold. */
export function vertexOfScore(vertices: readonly RocVertex[], score: number): RocVertex | null {
  const called = vertices.find(({ threshold }) => threshold !== null && threshold <= score);
  return called ?? vertices.at(-1) ?? null;
}

/** The vertex nearest to a place in the unit square; null for an empty curve. */
export function nearestVertex(vertices: readonly RocVertex[], x: number, y: number): RocVertex | null {
  let best: RocVertex | null = null;
  let bestDistance = Infinity;
  for (const vertex of vertices) {
    const distance = (vertex.x - x) ** 2 + (vertex.y - y) ** 2;
    if (distance < bestDistance) [best, bestDistance] = [vertex, distance];
  }
  return best;
}

/** Limits of sensitivity at each specificity: columns of equal length. */
export interface RocBandColumns {
  readonly specificity: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

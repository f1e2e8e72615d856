/** Columns of equal length over the patches that were scored, as the API sends them. */
export interface SensitivityMap {
  /** Side of a patch in level-0 pixels. */
  readonly sizePx: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Patches of one block were replaced together and share a value. */
  readonly block: readonly number[];
  /** Change of PRPS. */
  readonly value: readonly number[];
}

/** A rectangle in level-0 pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ValuedPatch {
  /** Its index in the columns. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly block: number;
}

export function patchAt({ x, y, value, block }: SensitivityMap, index: number): ValuedPatch {
  return { index, x: x[index] ?? NaN, y: y[index] ?? NaN, value: value[index] ?? NaN, block: block[index] ?? NaN };
}

/** All patches, the strongest first; ties in the order y, then x. */
export function byStrength(map: SensitivityMap): ValuedPatch[] {
  return map.x
    .map((_, index) => patchAt(map, index))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.y - b.y || a.x - b.x);
}

/** Finds patches by a point in level-0 pixels: called for the pointer many times a second. */
export class PatchFinder {
  private readonly indices = new Map<string, number>();

  constructor(private readonly map: SensitivityMap) {
    map.x.forEach((x, index) => this.indices.set(`${x},${map.y[index]}`, index));
  }

  at(x: number, y: number): ValuedPatch | null {
    const { sizePx } = this.map;
    // The grid starts in the corner of the slide.
    const corner = (value: number): number => Math.floor(value / sizePx) * sizePx;
    const index = this.indices.get(`${corner(x)},${corner(y)}`);
    return index === undefined ? null : patchAt(this.map, index);
  }

  /** Whether the patch to the right of or below this one is in another block, or does not exist. */
  isBlockEdge({ x, y, block }: ValuedPatch, side: 'right' | 'below'): boolean {
    const { sizePx } = this.map;
    const next = side === 'right' ? this.indices.get(`${x + sizePx},${y}`) : this.indices.get(`${x},${y + sizePx}`);
    return next === undefined || this.map.block[next] !== block;
  }
}

/** A patch, or a block of them, with one of the largest values. */
export interface Place {
  readonly value: number;
  /** The patch to show: for a block, the one nearest to its middle. */
  readonly patch: ValuedPatch;
  readonly patches: number;
  /** The region that the viewer shows for it. */
  readonly region: Region;
}

/**
 * The places that push the score most in one direction, the strongest first; one per block.
 *
 * @param direction - 1 toward the positive class, -1 away from it.
 * @returns at most `count`, fewer if fewer push that way.
 */
export function topPlaces(map: SensitivityMap, direction: 1 | -1, count: number): Place[] {
  const blocks = new Map<number, ValuedPatch[]>();
  for (const patch of byStrength(map)) {
    if (Math.sign(patch.value) === direction) blocks.set(patch.block, [...(blocks.get(patch.block) ?? []), patch]);
  }
  return [...blocks.values()].slice(0, count).map((members) => {
    const region = bounds(members, map.sizePx);
    const [middleX, middleY] = [region.x + region.width / 2, region.y + region.height / 2];
    const distance = ({ x, y }: ValuedPatch) => Math.hypot(x + map.sizePx / 2 - middleX, y + map.sizePx / 2 - middleY);
    const patch = members.reduce((nearest, one) => (distance(one) < distance(nearest) ? one : nearest));
    return { value: patch.value, patch, patches: members.length, region };
  });
}

export function regionOf({ x, y }: ValuedPatch, { sizePx }: SensitivityMap): Region {
  return { x, y, width: sizePx, height: sizePx };
}

/** With a margin of its own size, so that a patch is seen in its surroundings. */
export function withSurroundings({ x, y, width, height }: Region): Region {
  return { x: x - width / 2, y: y - height / 2, width: width * 2, height: height * 2 };
}

function bounds(members: readonly ValuedPatch[], sizePx: number): Region {
  const [xs, ys] = [members.map(({ x }) => x), members.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) + sizePx - x, height: Math.max(...ys) + sizePx - y };
}

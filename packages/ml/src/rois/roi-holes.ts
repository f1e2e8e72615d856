import { statement } from '@haim/schema';
import { boundsOf, isInsideRing, type Polygon, ringArea } from './roi.ts';
import { RoiError } from './roi-error.ts';

/** Names of groups whose polygons are taken away. The CAMELYON16 files use `_2`. */
const holeName = /^(?:_2|(?:.*[ _-])?(?:holes?|exclu(?:de|ded|sion)))$/i;

/** Whether a group of that name holds holes, in a format whose polygons cannot have any. */
export const isHoleName = (name: string): boolean => holeName.test(name);

export interface NamedRing {
  /** Its element in the file, for messages. */
  readonly where: string;
  readonly ring: Polygon;
}

/**
 * Assigns each hole to the smallest ring that contains all of it.
 *
 * @returns the holes of each ring, in the order of `rings`; and an error for each hole outside every ring.
 */
export function giveHoles(
  rings: readonly NamedRing[],
  holes: readonly NamedRing[],
): { holesOf: Polygon[][]; errors: RoiError[] } {
  const holesOf = rings.map((): Polygon[] => []);
  const errors: RoiError[] = [];
  const candidates = rings
    .map(({ ring }, i) => ({ ring, i, area: ringArea(ring), bounds: boundsOf(ring) }))
    .sort((one, other) => one.area - other.area);
  for (const { where, ring: hole } of holes) {
    const inner = boundsOf(hole);
    const owner = candidates.find(
      ({ ring, bounds }) =>
        bounds.left <= inner.left &&
        bounds.top <= inner.top &&
        bounds.right >= inner.right &&
        bounds.bottom >= inner.bottom &&
        hole.every(({ x, y }) => isInsideRing(ring, x, y)),
    );
    if (owner) holesOf[owner.i]?.push(hole);
    else errors.push(new RoiError('HOLE_OUTSIDE', where, statement('holeInNoOutline')));
  }
  return { holesOf, errors };
}

/** Position of a patch, in any unit. */
export interface PatchCorner {
  readonly x: number;
  readonly y: number;
}

/**
 * Groups patches into compact blocks of equal size: the patches are split in two across the longer side of their
 * bounding rectangle, and each half again, until there are as many blocks as requested. Sizes differ by at most one. A
 * block may bridge a gap in the tissue.
 *
 * @param patches - n >= 1 corners, in any order; the result does not depend on it.
 * @param count - how many blocks, 1 to n.
 * @returns for each patch the number of its block, 0 to count - 1.
 */
export function compactBlocks(patches: readonly PatchCorner[], count: number): number[] {
  const blocks = new Array<number>(patches.length).fill(0);
  const smaller = Math.floor(patches.length / count);
  const larger = patches.length % count;
  const sizes = Array.from({ length: count }, (_, i) => smaller + (i < larger ? 1 : 0));
  let next = 0;
  const cut = (members: readonly number[], left: readonly number[]): void => {
    if (left.length === 1) {
      for (const member of members) blocks[member] = next;
      next += 1;
      return;
    }
    const ordered = alongLongerSide(members, patches);
    const half = left.slice(0, Math.ceil(left.length / 2));
    const at = half.reduce((sum, size) => sum + size, 0);
    cut(ordered.slice(0, at), half);
    cut(ordered.slice(at), left.slice(half.length));
  };
  cut([...patches.keys()], sizes);
  return blocks;
}

function alongLongerSide(members: readonly number[], patches: readonly PatchCorner[]): number[] {
  const corner = (member: number): PatchCorner => patches[member] ?? { x: 0, y: 0 };
  const extent = (along: (corner: PatchCorner) => number): number => {
    const places = members.map((member) => along(corner(member)));
    return places.reduce((a, b) => Math.max(a, b), -Infinity) - places.reduce((a, b) => Math.min(a, b), Infinity);
  };
  const isWide = extent(({ x }) => x) > extent(({ y }) => y);
  return [...members].sort((a, b) => {
    const [dx, dy] = [corner(a).x - corner(b).x, corner(a).y - corner(b).y];
    return isWide ? dx || dy : dy || dx;
  });
}

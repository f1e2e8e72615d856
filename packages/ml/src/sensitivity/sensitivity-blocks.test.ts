import { describe, expect, test } from 'vitest';
import { compactBlocks, type PatchCorner } from './sensitivity-blocks.ts';

/** A filled grid, in the order y, then x. */
const grid = (columns: number, rows: number): PatchCorner[] =>
  Array.from({ length: columns * rows }, (_, i) => ({ x: (i % columns) * 512, y: Math.floor(i / columns) * 512 }));

describe('compact blocks', () => {
  test('are the quarters of a square for four blocks', () => {
    // The first cut of a square is between its rows.
    expect(compactBlocks(grid(4, 4), 4)).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3]);
  });

  test('cut a long strip across its length only', () => {
    expect(compactBlocks(grid(9, 1), 3)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(compactBlocks(grid(1, 6), 2)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  test('differ in size by at most one, and none is missing', () => {
    for (const [n, count] of [
      [1, 1],
      [7, 7],
      [10, 3],
      [257, 16],
      [1000, 32],
    ] as const) {
      const blocks = compactBlocks(grid(37, 28).slice(0, n), count);
      const sizes = Array.from({ length: count }, (_, block) => blocks.filter((one) => one === block).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(blocks).toHaveLength(n);
    }
  });

  test('do not depend on the order of the patches', () => {
    const patches = grid(11, 9).filter((_, i) => i % 7 !== 3);
    const named = (order: readonly PatchCorner[]) => {
      const blocks = compactBlocks(order, 9);
      return new Map(order.map(({ x, y }, i) => [`${x},${y}`, blocks[i]]));
    };
    const backwards = named([...patches].reverse());
    for (const [corner, block] of named(patches)) expect(backwards.get(corner)).toBe(block);
  });

  test('stay compact: no side of a block of a square is more than twice that of a square block', () => {
    const patches = grid(32, 32);
    const blocks = compactBlocks(patches, 32);
    const squareSide = Math.sqrt(32) * 512;
    for (let block = 0; block < 32; block++) {
      const members = patches.filter((_, i) => blocks[i] === block);
      for (const along of [({ x }: PatchCorner) => x, ({ y }: PatchCorner) => y]) {
        const side = Math.max(...members.map(along)) - Math.min(...members.map(along)) + 512;
        expect(side).toBeLessThanOrEqual(2 * squareSide);
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import {
  byStrength,
  PatchFinder,
  regionOf,
  type SensitivityMap,
  topPlaces,
  withSurroundings,
} from './sensitivity-map.ts';

/** Three in a row, one below the first; the two to the right were replaced together. */
const map: SensitivityMap = {
  sizePx: 512,
  x: [0, 512, 1024, 0],
  y: [0, 0, 0, 512],
  block: [0, 1, 1, 2],
  value: [0.25, -0.5, -0.5, 0.125],
};
const alone: SensitivityMap = { ...map, block: [0, 1, 2, 3], value: [0.25, -0.5, 0.75, -0.125] };

describe('byStrength', () => {
  it('sorts by size, not sign, with ties in the order of the grid', () => {
    expect(byStrength(map).map(({ index }) => index)).toEqual([1, 2, 0, 3]);
    expect(byStrength(alone).map(({ value }) => value)).toEqual([0.75, -0.5, 0.25, -0.125]);
  });
});

describe('PatchFinder', () => {
  const finder = new PatchFinder(map);

  it('finds the patch at a point, edges belonging to the patch on their right or below', () => {
    expect(finder.at(0, 0)?.index).toBe(0);
    expect(finder.at(511.9, 511.9)?.index).toBe(0);
    expect(finder.at(512, 0)?.index).toBe(1);
    expect(finder.at(100, 600)).toEqual({ index: 3, x: 0, y: 512, value: 0.125, block: 2 });
  });

  it('finds no patch where none was scored', () => {
    expect(finder.at(600, 600)).toBeNull();
    expect(finder.at(-1, 0)).toBeNull();
    expect(finder.at(9000, 9000)).toBeNull();
  });

  it('detects the edges of a block', () => {
    const [first, second, third] = [finder.at(0, 0)!, finder.at(512, 0)!, finder.at(1024, 0)!];
    expect([first, second, third].map((patch) => finder.isBlockEdge(patch, 'right'))).toEqual([true, false, true]);
    expect(finder.isBlockEdge(first, 'below')).toBe(true);
  });
});

describe('topPlaces', () => {
  it('returns patches that push one way, the strongest first', () => {
    expect(topPlaces(alone, 1, 6).map(({ patch }) => patch.index)).toEqual([2, 0]);
    expect(topPlaces(alone, -1, 1).map(({ value }) => value)).toEqual([-0.5]);
    expect(topPlaces({ ...alone, value: [0, 0, 0, 0] }, 1, 6)).toEqual([]);
  });

  it('returns a block once, with a region that shows all of it', () => {
    const [place] = topPlaces(map, -1, 6);
    expect(place).toMatchObject({ value: -0.5, patches: 2, region: { x: 512, y: 0, width: 1024, height: 512 } });
    expect(topPlaces(map, -1, 6)).toHaveLength(1);
  });

  it('shows the patch in the middle of a block', () => {
    const row: SensitivityMap = { sizePx: 10, x: [0, 10, 20], y: [0, 0, 0], block: [0, 0, 0], value: [1, 1, 1] };
    expect(topPlaces(row, 1, 1)[0]?.patch.x).toBe(10);
  });
});

describe('regions', () => {
  it('are the patch, and the patch with its neighbourhood', () => {
    const region = regionOf(byStrength(alone)[0]!, alone);
    expect(region).toEqual({ x: 1024, y: 0, width: 512, height: 512 });
    expect(withSurroundings(region)).toEqual({ x: 768, y: -256, width: 1024, height: 1024 });
  });
});

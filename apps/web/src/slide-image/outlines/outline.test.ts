import { describe, expect, it } from 'vitest';
import { annotationOf, regionsOf } from './annotorious-shape.ts';
import {
  areaMm2,
  boundsOf,
  cornerLines,
  cornersOf,
  isSameRegions,
  isUnsaved,
  nextName,
  rectangleRegions,
  type Regions,
  type SavedRoi,
} from './outline.ts';

const square = rectangleRegions({ left: 10, top: 20, width: 100, height: 50 });
const holed: Regions = [
  { ...square[0]!, holes: [{ x: [20, 30, 30], y: [25, 25, 35] }] },
  { outline: { x: [500, 600, 600], y: [0, 0, 100] }, holes: [] },
];

describe('conversion between drawn and stored outlines', () => {
  it.each([
    ['a plain outline', square],
    ['holes and several regions', holed],
  ])('%s passes unchanged', (_, regions) => {
    expect(regionsOf(annotationOf('key', regions))).toEqual(regions);
  });

  it('turns a drawn rectangle into its corners, also if rotated', () => {
    const drawn = (geometry: object) =>
      regionsOf({
        id: 'a',
        bodies: [],
        target: { annotation: 'a', selector: { type: 'RECTANGLE', geometry } as never },
      });
    expect(drawn({ x: 10, y: 20, w: 100, h: 50 })).toEqual(square);
    // A quarter turn of 4 by 2 about (2, 1): the corner (0, 0) goes to (3, -1).
    const [turned] = drawn({ x: 0, y: 0, w: 4, h: 2, rot: Math.PI / 2 })!;
    expect(turned!.outline.x[0]).toBeCloseTo(3);
    expect(turned!.outline.y[0]).toBeCloseTo(-1);
  });

  it('is null for a line, which encloses nothing', () => {
    expect(
      regionsOf({
        id: 'a',
        bodies: [],
        target: { annotation: 'a', selector: { type: 'LINE', geometry: {} } as never },
      }),
    ).toBeNull();
  });
});

describe('outlines', () => {
  it('are unsaved until name and corners equal those stored', () => {
    const saved = { name: 'core', regions: square } as unknown as SavedRoi;
    expect(isUnsaved({ key: 'k', saved: null, name: 'core', regions: square })).toBe(true);
    expect(isUnsaved({ key: 'k', saved, name: 'core', regions: square })).toBe(false);
    expect(isUnsaved({ key: 'k', saved, name: 'rim', regions: square })).toBe(true);
    expect(isUnsaved({ key: 'k', saved, name: 'core', regions: holed })).toBe(true);
    const shaken = [
      { ...square[0]!, outline: { ...square[0]!.outline, x: square[0]!.outline.x.map((x) => x + 1e-9) } },
    ];
    expect(isSameRegions(square, shaken)).toBe(true);
  });

  it('are measured without their holes', () => {
    // 100 x 50 less 50, and 5000: 9950 square pixels of 0.5 microns.
    expect(areaMm2(holed, 0.5)).toBeCloseTo((9950 * 0.25) / 1e6, 12);
    expect(areaMm2(holed, null)).toBeNull();
    expect(boundsOf(holed)).toEqual({ left: 10, top: 0, width: 590, height: 100 });
  });

  it('take the first free name', () => {
    const name = (n: number) => `Tumour ROI ${n}`;
    expect(nextName([], name)).toBe('Tumour ROI 1');
    expect(nextName(['Tumour ROI 1', 'Tumour ROI 3'], name)).toBe('Tumour ROI 2');
  });

  it('are typed as lines of corners', () => {
    expect(cornersOf('0, 0\n10.5 0\n\n10;20')).toEqual({ x: [0, 10.5, 10], y: [0, 0, 20] });
    expect(cornersOf('0, 0\n10, 0')).toBeNull();
    expect(cornersOf('0, 0\n10, 0\n10, x')).toBeNull();
    expect(cornersOf('0, 0\n10, 0\n10')).toBeNull();
    expect(cornersOf(cornerLines({ x: [0, 10.5, 10], y: [0, 0, 20] }))).toEqual({ x: [0, 10.5, 10], y: [0, 0, 20] });
  });
});

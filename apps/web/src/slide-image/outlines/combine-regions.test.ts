import { describe, expect, it } from 'vitest';
import { combinedRegions, enclosedBy, joined } from './combine-regions.ts';
import { rectangleRegions, type Regions, type Ring } from './outline.ts';

const square = (left: number, top: number, side: number): Regions =>
  rectangleRegions({ left, top, width: side, height: side });

const ringArea = ({ x, y }: Ring): number =>
  Math.abs(x.reduce((sum, one, i) => {
    const next = (i + 1) % x.length;
    return sum + one * y[next]! - x[next]! * y[i]!;
  }, 0)) / 2; // prettier-ignore
const area = (regions: Regions): number =>
  regions.reduce(
    (sum, { outline, holes }) => sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
    0,
  );

// Two squares of 100 that share a corner of 50 by 50.
const [a, b] = [square(0, 0, 100), square(50, 50, 100)];

describe('combinedRegions', () => {
  it('joins, cuts and keeps what both have', () => {
    expect(area(combinedRegions(a, b, 'add'))).toBe(17_500);
    expect(area(combinedRegions(a, b, 'subtract'))).toBe(7_500);
    expect(combinedRegions(a, b, 'intersect')).toHaveLength(1);
    expect(area(combinedRegions(a, b, 'intersect'))).toBe(2_500);
  });

  it('makes a hole of what is cut out of the middle, and fills it again', () => {
    const ring = combinedRegions(a, square(40, 40, 20), 'subtract');
    expect([ring.length, ring[0]!.holes.length, area(ring)]).toEqual([1, 1, 9_600]);
    const filled = combinedRegions(ring, square(40, 40, 20), 'add');
    expect([filled[0]!.holes.length, area(filled)]).toEqual([0, 10_000]);
  });

  it('cuts an outline into pieces, and keeps pieces that do not touch apart', () => {
    const cut = combinedRegions(a, rectangleRegions({ left: 45, top: -10, width: 10, height: 120 }), 'subtract');
    expect(cut).toHaveLength(2);
    expect(area(cut)).toBe(9_000);
    expect(combinedRegions(a, square(500, 500, 10), 'add')).toHaveLength(2);
  });

  it('leaves nothing where nothing is left', () => {
    expect(combinedRegions(a, square(-10, -10, 200), 'subtract')).toEqual([]);
    expect(combinedRegions(a, square(500, 500, 10), 'intersect')).toEqual([]);
  });

  it('drops slivers of less than one pixel', () => {
    expect(combinedRegions(a, rectangleRegions({ left: 0, top: 0, width: 100, height: 99.995 }), 'subtract')).toEqual(
      [],
    );
  });
});

describe('enclosedBy', () => {
  it('is both loops of a line that crosses itself', () => {
    // A bow: two triangles of 100 by 50 over 2.
    const bow = enclosedBy({ x: [0, 100, 100, 0], y: [0, 100, 0, 100] });
    expect([bow.length, area(bow)]).toEqual([2, 5_000]);
  });
});

describe('joined', () => {
  it('is one shape of what overlaps', () => {
    expect(area(joined([a[0]!.outline, b[0]!.outline]))).toBe(17_500);
    expect(joined([])).toEqual([]);
  });
});

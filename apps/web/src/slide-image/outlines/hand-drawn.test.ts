import { describe, expect, it } from 'vitest';
import { joined } from './combine-regions.ts';
import { brushMarks, simplified } from './hand-drawn.ts';

describe('simplified', () => {
  it('keeps corners and drops what is on the way between them', () => {
    const line = [[0, 0], [10, 0.4], [20, -0.3], [30, 0], [30, 15], [30, 30]].map(([x, y]) => ({ x: x!, y: y! })); // prettier-ignore
    expect(simplified(line, 1)).toEqual([
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 30 },
    ]);
    expect(simplified(line, 0.35)).toContainEqual({ x: 10, y: 0.4 });
  });

  it('keeps a closed loop, whose ends are in one place', () => {
    const loop = [[0, 0], [40, 0], [40, 40], [0, 40], [0, 0]].map(([x, y]) => ({ x: x!, y: y! })); // prettier-ignore
    expect(simplified(loop, 1)).toHaveLength(5);
  });
});

describe('brushMarks', () => {
  const area = (rings: ReturnType<typeof brushMarks>): number => {
    const [{ outline, holes } = { outline: { x: [], y: [] }, holes: [] }, ...others] = joined(rings);
    expect([holes.length, others.length]).toEqual([0, 0]);
    return Math.abs(outline.x.reduce((sum, x, i) => {
      const next = (i + 1) % outline.x.length;
      return sum + x * outline.y[next]! - outline.x[next]! * outline.y[i]!;
    }, 0)) / 2; // prettier-ignore
  };

  it('is a disc for one press, a little inside the circle', () => {
    // A polygon of 16 corners has 16 sin(22.5°) / 2 = 3.061 of the square of its radius, the circle π.
    expect(area(brushMarks([{ x: 50, y: 50 }], 10))).toBeCloseTo(306.1, 0);
  });

  it('is as wide as the brush along a line, with a round end at each side', () => {
    const line = [{ x: 0, y: 0 }, { x: 100, y: 0 }]; // prettier-ignore
    expect(area(brushMarks(line, 10))).toBeCloseTo(100 * 20 + 306.1, 0);
  });

  it('joins the marks of any stroke, also where their edges almost coincide', () => {
    // Wanders of 200 points: about one in thirty made the library throw at its default precision.
    let seed = 7;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let stroke = 0; stroke < 8; stroke++) {
      let [x, y, direction] = [3000, 3000, 0];
      const line = Array.from({ length: 200 }, () => {
        direction += (random() - 0.5) * 1.2;
        x += 60 * Math.cos(direction);
        y += 60 * Math.sin(direction);
        return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
      });
      expect(joined(brushMarks(simplified(line, 20), 160))).toHaveLength(1);
    }
  });

  it('leaves no gap at a corner', () => {
    const corner = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }]; // prettier-ignore
    // Two stretches of 100 by 20 share a quarter of the square around the corner, 10 by 10, and its rounded rest.
    expect(area(brushMarks(corner, 10))).toBeGreaterThan(2 * 2000 + 306.1 - 100 - 30);
    expect(area(brushMarks(corner, 10))).toBeLessThan(2 * 2000 + 306.1);
  });
});

import { describe, expect, it } from 'vitest';
import { type Box, crossings, labelBoxes } from './roc-chart-labels.ts';

const plot: Box = { x: 0, y: 0, width: 400, height: 400 };
const lines = ['threshold 0.532', 'sens 0.750 · spec 0.815'];
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('crossings', () => {
  const box = { x: 10, y: 10, width: 10, height: 10 };

  it.each([
    ['passes through without a vertex inside', [{ x: 0, y: 15 }, { x: 30, y: 15 }], 1],
    ['ends inside', [{ x: 0, y: 0 }, { x: 15, y: 15 }], 1],
    ['passes by', [{ x: 0, y: 25 }, { x: 30, y: 25 }], 0],
    ['cuts off no corner', [{ x: 0, y: 15 }, { x: 15, y: 0 }], 0],
    ['stops before', [{ x: 0, y: 15 }, { x: 5, y: 15 }], 0],
    ['comes back', [{ x: 0, y: 12 }, { x: 30, y: 12 }, { x: 30, y: 18 }, { x: 0, y: 18 }], 2],
  ])('are counted for a line that %s', (_, curve, expected) => {
    expect(crossings(curve, box)).toBe(expected);
  }); // prettier-ignore
});

describe('labelBoxes', () => {
  /** The operating point is on one curve, and another runs right below it, where its label used to be placed. */
  const at = { x: 80, y: 100 };
  const own = [{ x: 0, y: 400 }, { x: 80, y: 400 }, { x: 80, y: 100 }, { x: 200, y: 100 }, { x: 400, y: 0 }]; // prettier-ignore
  const below = [{ x: 0, y: 400 }, { x: 70, y: 400 }, { x: 70, y: 125 }, { x: 220, y: 125 }, { x: 400, y: 0 }]; // prettier-ignore

  it('cover no curve if there is free space', () => {
    const [box] = labelBoxes([{ at, lines, prefers: 'below' }], plot, { curves: [own, below], boxes: [] });
    expect(crossings(own, box!) + crossings(below, box!)).toBe(0);
  });

  it('are beside their mark if nothing is in the way', () => {
    const free = labelBoxes([{ at, lines, prefers: 'below' }], plot, { curves: [], boxes: [] })[0]!;
    expect([free.x, free.y]).toEqual([92, 112]);
  });

  it('stay inside the plot at each of its corners', () => {
    for (const x of [0, 400]) {
      for (const y of [0, 400]) {
        const box = labelBoxes([{ at: { x, y }, lines, prefers: 'above' }], plot, { curves: [], boxes: [] })[0]!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(400);
        expect(box.y + box.height).toBeLessThanOrEqual(400);
      }
    }
  });

  it('overlap neither each other nor the legend', () => {
    const legend = { x: 100, y: 130, width: 300, height: 200 };
    const two = [
      { at, lines, prefers: 'below' as const },
      { at: { x: 84, y: 104 }, lines, prefers: 'above' as const },
    ];
    const [first, second] = labelBoxes(two, plot, { curves: [], boxes: [legend] });
    expect(overlap(first!, second!)).toBe(false);
    expect(overlap(first!, legend)).toBe(false);
    expect(overlap(second!, legend)).toBe(false);
  });
});

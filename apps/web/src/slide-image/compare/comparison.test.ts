import { describe, expect, it } from 'vitest';
import { cssColour } from '../heatmap/colour-scale.ts';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { differencesOf, underOneScale } from './comparison.ts';

const map = (x: number[], value: number[], sizePx = 512) => ({
  sizePx,
  x,
  y: x.map(() => 0),
  block: x.map((_, i) => i),
  value,
});
const heatmap = (value: number[], scale: number) =>
  ({ kind: 'sensitivity', map: map([0, 512], value), scale }) as unknown as Heatmap;

describe('underOneScale', () => {
  it('gives equal changes of PRPS one colour, by the wider of the two scales', () => {
    const { a, b } = underOneScale(heatmap([0.02, -0.02], 0.02), heatmap([0.02, -0.08], 0.08));
    expect([a.scale, b.scale]).toEqual([0.08, 0.08]);
    // 0.02 is a quarter of 0.08 on both sides, although it was the end of the scale of A.
    expect([a.colourAt(0), b.colourAt(0)]).toEqual([cssColour(0.25), cssColour(0.25)]);
    expect([a.signAt(0), a.signAt(1), b.signAt(1)]).toEqual(['+', '−', '−']);
  });

  it('writes no sign on a patch that is weak under the common scale', () => {
    const { a } = underOneScale(heatmap([0.007, -0.02], 0.02), heatmap([0.1, 0], 0.1));
    expect([a.signAt(0), a.signAt(1)]).toEqual([null, '−']); // 7 % and 20 % of 0.1
  });

  it('leaves ranks of attention as they are', () => {
    const ranks = { kind: 'attention', map: map([0], [1]), scale: 0 } as unknown as Heatmap;
    expect(underOneScale(ranks, ranks)).toEqual({ a: ranks, b: ranks });
  });
});

describe('differencesOf', () => {
  it('pairs patches by their place, B minus A, the largest first', () => {
    const found = differencesOf(map([0, 512, 1024], [0.25, -0.5, 0.125]), map([512, 0, 2048], [0.5, 0.375, 1]))!;
    expect(found.rows).toEqual([
      { x: 512, y: 0, index: 1, a: -0.5, b: 0.5, difference: 1 },
      { x: 0, y: 0, index: 0, a: 0.25, b: 0.375, difference: 0.125 },
    ]);
    expect([found.onlyInA, found.onlyInB]).toEqual([1, 1]);
  });

  it('is null for patches of another size', () => {
    expect(differencesOf(map([0], [1]), map([0], [1], 256))).toBeNull();
  });
});

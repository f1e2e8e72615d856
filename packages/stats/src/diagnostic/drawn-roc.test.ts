import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { drawnRoc } from './drawn-roc.ts';
import { roc } from './roc.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
type Curve = ReturnType<typeof roc>;

const pointsOf = ({ sensitivity, specificity }: Curve): Point[] =>
  sensitivity.map((y, i) => ({ x: 1 - specificity[i]!, y }));

/** The pixels that a line through these points covers: of each part of a segment between two lines of the grid. */
function pixels(points: readonly Point[], width: number): Set<string> {
  const covered = new Set<string>();
  const along = (value: number) => Math.min(width - 1, Math.floor(value * width));
  const cover = ({ x, y }: Point) => covered.add(`${along(x)} ${along(y)}`);
  points.forEach(cover);
  for (const [i, to] of points.entries()) {
    const from = points[i - 1] ?? to;
    const at = (t: number): Point => ({ x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
    const crossings = Array.from({ length: width + 1 }, (_, k) => k / width).flatMap((line) => [
      (line - from.x) / (to.x - from.x),
      (line - from.y) / (to.y - from.y),
    ]);
    const parts = [0, ...crossings.filter((t) => t > 0 && t < 1).sort((a, b) => a - b), 1];
    parts.slice(1).forEach((end, k) => cover(at((parts[k]! + end) / 2)));
  }
  return covered;
}

/** Scores with many ties or hardly any, of few or many patients. */
const curve = fc
  .record({
    cases: fc.array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), positive: fc.boolean() }), {
      minLength: 2,
      maxLength: 80,
    }),
    decimals: fc.constantFrom(1, 2, 9),
  })
  .map(({ cases, decimals }) => {
    const both = [...cases, { score: 0.25, positive: true }, { score: 0.5, positive: false }];
    const scores = both.map(({ score, positive }) =>
      Number(Math.min(1, score + (positive ? 0.2 : 0)).toFixed(decimals)),
    );
    return roc(
      scores,
      both.map(({ positive }) => positive),
      { direction: 'higher-is-positive' },
    );
  });
const width = fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 }));

describe('an ROC curve thinned for a picture', () => {
  it('covers the pixels of the whole curve', () => {
    fc.assert(
      fc.property(curve, width, (whole, px) => {
        const points = pointsOf(whole);
        const kept = drawnRoc(whole, px);
        expect(
          pixels(
            kept.map((i) => points[i]!),
            px,
          ),
        ).toEqual(pixels(points, px));
      }),
      { numRuns: 200, seed: 20240229 },
    );
  });

  it('has a vertex in the pixel of each vertex left out, both ends, and a bounded number', () => {
    fc.assert(
      fc.property(curve, width, (whole, px) => {
        const kept = drawnRoc(whole, px);
        const pixelOf = ({ x, y }: Point) => [x, y].map((v) => Math.min(px - 1, Math.floor(v * px))).join();
        const points = pointsOf(whole).map(pixelOf);
        expect(new Set(kept.map((i) => points[i]))).toEqual(new Set(points));
        expect([kept[0], kept.at(-1)]).toEqual([0, points.length - 1]);
        expect(kept.length).toBeLessThanOrEqual(4 * px);
      }),
      { numRuns: 200, seed: 20240301 },
    );
  });

  it('keeps every vertex that has a pixel of its own, and two of thousands in one', () => {
    const scores = Float64Array.from({ length: 20_000 }, (_, i) => i / 20_000);
    const positive = Array.from(scores, (_, i) => i % 3 === 0);
    const whole = roc(scores, positive, { direction: 'higher-is-positive' });
    expect(whole.thresholds).toHaveLength(20_001);
    expect(drawnRoc(whole, 1)).toEqual([0, 20_000]);
    expect(drawnRoc(whole, 500).length).toBeLessThan(2_000);
    const few = roc([0.1, 0.4, 0.35, 0.8], [false, false, true, true], { direction: 'higher-is-positive' });
    expect(drawnRoc(few, 500)).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses a width without pixels', () => {
    const few = roc([0.1, 0.9], [false, true], { direction: 'higher-is-positive' });
    for (const px of [0, -1, 1.5, NaN]) expect(() => drawnRoc(few, px)).toThrow(StatsInputError);
  });
});

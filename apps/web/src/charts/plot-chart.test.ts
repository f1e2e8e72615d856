import { describe, expect, it } from 'vitest';
import { bandPath, linePath, type PlotAxis, plotPlace, valueAt, xAtPixel } from './plot-chart-data.ts';

const axis = (from: number, to: number, isLog = false): PlotAxis => ({
  title: '',
  from,
  to,
  ticks: [],
  decimals: 1,
  isLog,
});
/** 320 by 164 leaves a plot of 240 by 100 from (62, 14). */
const place = plotPlace(axis(0, 1), axis(0, 2), 320, 164);

describe('the places of a plot', () => {
  it('are linear in both axes, upwards', () => {
    expect([place.xOf(0), place.xOf(0.5), place.xOf(1)]).toEqual([62, 182, 302]);
    expect([place.yOf(0), place.yOf(1), place.yOf(2)]).toEqual([114, 64, 14]);
  });

  it('are by ratios on a logarithmic axis', () => {
    const { yOf } = plotPlace(axis(0, 1), axis(0.25, 4, true), 320, 164);
    expect([yOf(0.25), yOf(1), yOf(4)]).toEqual([114, 64, 14]);
  });

  it('lead back to the value, and not beyond the axis', () => {
    expect(xAtPixel(182, place, axis(0, 1))).toBe(0.5);
    expect(xAtPixel(0, place, axis(0, 1))).toBe(0);
    expect(xAtPixel(182, place, axis(1, 100, true))).toBeCloseTo(10, 12);
  });
});

describe('what is drawn', () => {
  it('is a line through its points, and a band there and back', () => {
    expect(
      linePath(
        [
          { x: 0, y: 0 },
          { x: 1, y: 2 },
        ],
        place,
      ),
    ).toBe('M62 114L302 14');
    expect(bandPath([{ x: 0, lower: 0, upper: 1 }], place)).toBe('M62 64L62 114Z');
    expect(bandPath([], place)).toBe('');
  });

  it('is read between its points, also of a line from right to left, and not beyond it', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 10 },
    ];
    expect([valueAt(points, 0.25), valueAt(points.toReversed(), 0.25), valueAt(points, 2)]).toEqual([2.5, 2.5, null]);
  });
});

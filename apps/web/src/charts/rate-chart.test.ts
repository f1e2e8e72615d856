import { describe, expect, it } from 'vitest';
import { areBeside, rateChartHeight, ratePlaces, rateX } from './rate-chart-data.ts';

describe('a plot of rates', () => {
  it('has two rates beside each other where there is room, with one column of names', () => {
    const [orr, dcr] = ratePlaces(2, 5, 1000);
    expect([areBeside(2, 1000), orr!.y, dcr!.y]).toEqual([true, 0, 0]);
    expect(dcr!.plot.x).toBeGreaterThan(orr!.end);
    expect(dcr!.end).toBeLessThanOrEqual(1000);
    expect(orr!.plot.x).toBeGreaterThanOrEqual(orr!.names.x + orr!.names.width);
    expect(orr!.plot.width).toBeCloseTo(dcr!.plot.width, 10);
  });

  it('has them below each other on a telephone, within its width', () => {
    const [orr, dcr] = ratePlaces(2, 5, 358);
    expect([orr!.y, dcr!.y]).toEqual([0, 34 + 46 + 5 * 24]);
    expect(rateChartHeight(5, 2, 358)).toBe(400);
    expect(rateChartHeight(5, 2, 1000)).toBe(200);
    expect(orr!.end).toBeLessThanOrEqual(358);
    expect(orr!.plot.x + orr!.plot.width).toBeLessThan(orr!.words);
  });

  it('has 0 and 1 at the ends of its axis', () => {
    const place = { plot: { x: 10, width: 200 } };
    expect([0, 0.5, 1, 1.2].map((share) => rateX(share, place))).toEqual([10, 110, 210, 210]);
  });
});

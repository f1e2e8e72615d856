import { describe, expect, it } from 'vitest';
import { changeAxisOf, changeY, facetPlaces, isStacked } from './change-plot-data.ts';
import { nearestLine, pixelOf, type SpiderFacet, weekAxisOf } from './spider-chart-data.ts';
import { barAt, barPlace, barsPath, cutMarks, lanePath, type WaterfallBar } from './waterfall-chart-data.ts';

const room = { widthPx: 1000, heightPx: 400, axisPx: 50, headPx: 40, footPx: 60, topPx: 20 };
const plot = { x: 0, y: 0, width: 100, height: 200 };
const bar = (change: number, response: WaterfallBar['response'] = 'PR'): WaterfallBar => ({
  ...{ id: `${change}`, response, change, spoken: '' },
});

describe('the axis of changes', () => {
  it('reaches 40 % at least, the next 20 % above the largest growth, and 100 % at most', () => {
    expect(changeAxisOf([])).toEqual({ from: -1, to: 0.4, ticks: [-1, -0.6, -0.3, 0, 0.2, 0.4] });
    expect(changeAxisOf([-0.5, 0.6]).ticks).toEqual([-1, -0.6, -0.3, 0, 0.2, 0.6]);
    expect(changeAxisOf([0.61]).ticks).toEqual([-1, -0.6, -0.3, 0, 0.2, 0.6, 0.8]);
    expect(changeAxisOf([4]).to).toBe(1);
  });

  it('puts -100 % at the bottom, and what is beyond its end at the end', () => {
    const axis = changeAxisOf([3]);
    expect([-1, 0, 1, 3].map((change) => changeY(change, axis, plot))).toEqual([200, 100, 0, 0]);
  });
});

describe('the plots of groups', () => {
  it('are beside each other, their bars of one width', () => {
    const [first, second] = facetPlaces([100, 300], room);
    // 1000 less the axis of 50, 8 on the right and a gap of 18 are 924.
    expect([first!.width, second!.width]).toEqual([231, 693]);
    expect(second!.x).toBe(50 + 231 + 18);
    expect(first!.height).toBe(280);
    expect(barPlace(0, 100, first!).width).toBeCloseTo(barPlace(0, 300, second!).width, 10);
  });

  it('are below each other on a telephone, inside the page, and a group of nobody has a place', () => {
    expect([isStacked(1, 300), isStacked(2, 390), isStacked(2, 700), isStacked(4, 1200)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    const places = facetPlaces([10, 0], { ...room, widthPx: 390 });
    expect(places.map(({ x, y, width }) => [x, y, width])).toEqual([
      [50, 60, 332],
      [50, 250, 96],
    ]);
    expect(facetPlaces([0], room)[0]!.width).toBeGreaterThan(0);
  });
});

describe('bars of a waterfall', () => {
  const axis = changeAxisOf([2]);
  const bars = [bar(2, 'PD'), bar(0, 'SD'), bar(-0.5), bar(-1)];

  it('are one path for each response, from no change to the change', () => {
    // Bars of 25 with a space of 1; 100 px are 100 %.
    expect(barsPath(bars, 'PR', axis, plot)).toBe('M50.5 100h24v50h-24zM75.5 100h24v100h-24z');
    expect(barsPath(bars, 'PD', axis, plot)).toBe('M0.5 0h24v100h-24z');
    // No change is seen as a hairline.
    expect(barsPath(bars, 'SD', axis, plot)).toBe('M25.5 100h24v1h-24z');
    expect(barsPath(bars, 'CR', axis, plot)).toBe('');
  });

  it('have a mark in the lane of their response, and one where they are cut', () => {
    expect(lanePath(bars, 'PD', 210, plot)).toBe('M0.5 212h24v7h-24z');
    expect(cutMarks(bars, axis, plot).match(/M/g)).toHaveLength(1);
    expect(cutMarks([bar(1)], axis, plot)).toBe('');
  });

  it('stay apart by place where there are thousands, and are found under the pointer', () => {
    expect(barPlace(2999, 3000, plot)).toEqual({ left: expect.closeTo(100 - 100 / 3000, 8), width: 100 / 3000 });
    expect([-5, 0, 26, 99.9, 500].map((x) => barAt(x, 4, plot))).toEqual([0, 0, 1, 3, 3]);
    expect(barAt(5, 0, plot)).toBeNull();
  });
});

describe('lines of a spider', () => {
  const axis = changeAxisOf([]);
  const facetOf = (...weeks: number[]): SpiderFacet => ({
    ...{ id: 'a', name: '', note: '', color: '' },
    lines: [{ ...{ id: 'p', response: 'PR', progression: null, spoken: '' }, points: weeks.map((one) => ({ weeks: one, change: 0 })) }],
  }); // prettier-ignore

  it('have weeks to the tick after the last image, as many as there is room for', () => {
    expect(weekAxisOf([facetOf(0, 50)], 460)).toEqual({ to: 54, ticks: [0, 6, 12, 18, 24, 30, 36, 42, 48, 54] });
    expect(weekAxisOf([facetOf(0, 50)], 200).ticks).toEqual([0, 24, 48, 72]);
    expect(weekAxisOf([], 200).to).toBe(12);
    expect(weekAxisOf([facetOf(9000)], 100).ticks.length).toBeLessThan(5);
  });

  it('run from the baseline at the left, and above the plot where a sum grew beyond it', () => {
    const weeks = { to: 10, ticks: [] };
    expect(pixelOf({ weeks: 0, change: 0.4 }, weeks, axis, plot)).toEqual({ x: 0, y: 0 });
    expect(pixelOf({ weeks: 5, change: -1 }, weeks, axis, plot)).toEqual({ x: 50, y: 200 });
    expect(pixelOf({ weeks: 5, change: 3 }, weeks, axis, plot).y).toBeLessThan(0);
  });

  it('are found by their distance from the pointer', () => {
    const lines = [[{ x: 0, y: 0 }, { x: 100, y: 0 }], [{ x: 0, y: 50 }, { x: 100, y: 50 }], []]; // prettier-ignore
    expect(nearestLine(lines, { x: 50, y: 10 })).toBe(0);
    expect(nearestLine(lines, { x: 50, y: 40 })).toBe(1);
    expect(nearestLine(lines, { x: 50, y: 200 })).toBeNull();
    expect(nearestLine([[{ x: 3, y: 4 }]], { x: 0, y: 0 })).toBe(0);
  });
});

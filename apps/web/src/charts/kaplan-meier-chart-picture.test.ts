import { describe, expect, it } from 'vitest';
import {
  atRiskAt,
  type DrawnCurve,
  type DrawnSurvival,
  lastMonth,
  tickStep,
  toChart,
} from './kaplan-meier-chart-picture.ts';

/** Product-limit estimates by hand: 5 subjects, events on days 10 and 30, censored on 20, 40 and 60. */
const first: DrawnCurve = {
  label: 'HAIC',
  medianDays: null,
  days: [10, 20, 30, 40, 60],
  atRisk: [5, 4, 3, 2, 1],
  nEvent: [1, 0, 1, 0, 0],
  nCensor: [0, 1, 0, 1, 1],
  survival: [4 / 5, 4 / 5, (4 / 5) * (2 / 3), (4 / 5) * (2 / 3), (4 / 5) * (2 / 3)],
  lower: [0.5, 0.5, 0.2, 0.2, 0.2],
  upper: [1, 1, 0.9, 0.9, 0.9],
};

/** 3 subjects, events on days 15, 25 and 35: the curve ends at zero, where the limits are undefined. */
const second: DrawnCurve = {
  ...first,
  label: 'HTI',
  days: [15, 25, 35],
  atRisk: [3, 2, 1],
  nEvent: [1, 1, 1],
  nCensor: [0, 0, 0],
  survival: [2 / 3, 1 / 3, 0],
  lower: [0.3, 0.1, null],
  upper: [0.9, 0.8, null],
};

const answer = { monthDays: 10, curves: [first, second] } satisfies DrawnSurvival;

describe('toChart', () => {
  const { rows, curves, ticks } = toChart(answer, [], 6);

  it('puts all curves on the union of their days, with day 0', () => {
    expect(rows.map(({ months }) => months)).toEqual([0, 1, 1.5, 2, 2.5, 3, 3.5, 4, 6]);
    for (const row of rows) expect(Object.keys(row.curves)).toEqual(['c0', 'c1']);
  });

  it('carries each curve forward at the days of the other', () => {
    const at = (months: number) => rows.find((row) => row.months === months)?.curves;
    expect(at(0)?.['c0']?.survival).toBe(100);
    // Day 10 is an event of the first curve only: the second is still at 100 %.
    expect(at(1)?.['c0']?.survival).toBeCloseTo(80);
    expect(at(1)?.['c1']?.survival).toBe(100);
    // Day 15 is an event of the second only.
    expect(at(1.5)?.['c0']?.survival).toBeCloseTo(80);
    expect(at(1.5)?.['c1']?.survival).toBeCloseTo(66.667, 3);
    expect(at(3)?.['c0']?.survival).toBeCloseTo(53.333, 3);
    expect(at(3)?.['c1']?.survival).toBeCloseTo(33.333, 3);
  });

  it('ends a curve at its own last observation', () => {
    const second = rows.map(({ curves }) => curves['c1']?.survival ?? null);
    expect(second.slice(-3)).toEqual([0, null, null]);
  });

  it('closes the last step of a band that ends, without inventing limits', () => {
    const atEnd = rows.find(({ months }) => months === 3.5)?.curves['c1'];
    expect(atEnd).toMatchObject({ lower: null, upper: null, thinBand: [10, 80] });
  });

  it('counts nobody at risk beyond the end of a protected curve', () => {
    const [longer, shorter] = toChart({ ...answer, protection: { statements: [] } }, [], 6).curves;
    expect(longer?.atRisk).toEqual([5, 5, 4, 3, 2, 1, 1]);
    expect(shorter?.atRisk).toEqual([3, 3, 2, 1, null, null, null]);
    for (const { eventsBy, censoredBy } of [longer!, shorter!])
      expect(new Set([...eventsBy, ...censoredBy])).toEqual(new Set([null]));
  });

  it('counts subjects with time >= t as at risk', () => {
    expect(ticks).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(curves[0]?.atRisk).toEqual([5, 5, 4, 3, 2, 1, 1]);
    expect(curves[1]?.atRisk).toEqual([3, 3, 2, 1, 0, 0, 0]);
    expect(rows.find(({ months }) => months === 1.5)?.curves['c0']?.atRisk).toBe(4);
  });

  it('counts events and censored subjects until and on a tick', () => {
    expect(curves[0]?.eventsBy).toEqual([0, 1, 1, 2, 2, 2, 2]);
    expect(curves[0]?.censoredBy).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect(curves[1]?.eventsBy).toEqual([0, 0, 1, 2, 3, 3, 3]);
    expect(curves[1]?.censoredBy).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('marks censoring at the height of the curve and leaves it out beyond the axis', () => {
    expect(curves[0]?.censored.map(({ months }) => months)).toEqual([2, 4, 6]);
    expect(curves[0]?.censored[0]?.survival).toBeCloseTo(80);
    expect(toChart(answer, [], 3).curves[0]?.censored.map(({ months }) => months)).toEqual([2]);
  });

  it('extends curves that continue to the end of a shorter axis', () => {
    const cut = toChart(answer, [], 5).rows.at(-1);
    expect(cut?.months).toBe(5);
    expect(cut?.curves['c0']?.survival).toBeCloseTo(53.333, 3);
    expect(cut?.curves['c0']?.atRisk).toBe(1);
    expect(cut?.curves['c1']?.survival).toBeNull();
  });

  it('draws paler where fewer than ten are at risk, in two parts that share one point', () => {
    const many: DrawnCurve = { ...first, days: [5, 10, 20], atRisk: [11, 10, 9], survival: [0.9, 0.8, 0.7] };
    const points = toChart({ ...answer, curves: [many] }, [], 2).rows.map(({ curves }) => curves['c0']);
    expect(points.map((point) => point?.solid ?? null)).toEqual([100, 90, 80, 70]);
    expect(points.map((point) => point?.thin ?? null)).toEqual([null, null, null, 70]);
  });
});

describe('toChart of curves thinned for it', () => {
  /** 12 subjects by hand: one dies on each of days 10, 20 and 30, three more are censored on day 40. */
  const whole: DrawnCurve = {
    ...first,
    days: [10, 20, 30, 40],
    atRisk: [12, 11, 10, 9],
    nCensor: [0, 0, 0, 3],
    survival: [11 / 12, 10 / 12, 9 / 12, 9 / 12],
    lower: [0.8, 0.7, 0.6, 0.6],
    upper: [1, 0.98, 0.95, 0.95],
  };
  /** The same with day 10 left out, read at day 0 and at day 25, where nothing happens. */
  const thinned: DrawnCurve = {
    ...whole,
    days: [0, 20, 25, 30, 40],
    atRisk: [12, 11, 10, 10, 9],
    nCensor: [0, 0, 0, 0, 3],
    survival: [1, 10 / 12, 10 / 12, 9 / 12, 9 / 12],
    lower: [null, 0.7, 0.7, 0.6, 0.6],
    upper: [null, 0.98, 0.98, 0.95, 0.95],
  };
  const picture = (...curves: DrawnCurve[]) => toChart({ ...answer, curves }, [], 5);

  it('turns a curve pale at its own step, whichever days other curves and the grid add', () => {
    const other: DrawnCurve = { ...second, days: [35], atRisk: [3], nCensor: [0] };
    for (const curve of [whole, thinned]) {
      const rows = picture(curve, other).rows;
      const pale = rows.filter(({ curves }) => (curves['c0']?.thin ?? null) !== null);
      expect(pale.map(({ months }) => months)).toEqual([4]);
      expect(rows.find(({ months }) => months === 3.5)?.curves['c0']).toMatchObject({ solid: 75, atRisk: 9 });
    }
  });

  it('shows at every day of the thinned curve what the whole one shows there', () => {
    const shown = new Map(picture(whole).rows.map(({ months, curves }) => [months, curves['c0']]));
    for (const { months, curves } of picture(thinned).rows) {
      if (shown.has(months)) expect(curves['c0']).toEqual(shown.get(months));
    }
    expect(picture(thinned).curves[0]?.atRisk.slice(2)).toEqual(picture(whole).curves[0]?.atRisk.slice(2));
    expect(picture(thinned).curves[0]?.censored).toEqual(picture(whole).curves[0]?.censored);
  });

  it('writes the statistics where no curve is in the right half, by its value there alone', () => {
    // At month 3 of 5 both have 75 %, above 74 %; of 80 % until day 25 and 50 % afterwards nothing is left there.
    expect([picture(whole), picture(thinned)].map(({ freeCorner }) => freeCorner)).toEqual([
      'bottom-left',
      'bottom-left',
    ]);
    const early: DrawnCurve = { ...whole, survival: [0.9, 0.8, 0.5, 0.5] };
    expect(picture(early).freeCorner).toBe('top-right');
    expect(picture({ ...early, days: [2, 4, 6, 8], survival: [1, 1, 1, 1] }).freeCorner).toBe('top-right');
  });
});

describe('atRiskAt', () => {
  it('is everybody at time zero and nobody after the last day', () => {
    expect([0, 10, 10.5, 60, 61].map((day) => atRiskAt(first, day))).toEqual([5, 5, 4, 1, 0]);
  });
});

describe('axis', () => {
  it('ends at the last follow-up, not at the last event', () => {
    expect(lastMonth(answer)).toBe(6);
    expect(lastMonth({ curves: [], monthDays: 30 })).toBe(0);
  });

  it('has no more ticks than there is room for', () => {
    expect([6, 12, 30, 60, 96].map((months) => tickStep(months, 9))).toEqual([1, 2, 6, 12, 12]);
    expect([12, 66].map((months) => tickStep(months, 12))).toEqual([1, 6]);
  });
});

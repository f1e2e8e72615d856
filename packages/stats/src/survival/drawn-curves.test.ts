import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { type DrawnOptions, drawnCurves } from './drawn-curves.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { atRiskAt, survivalAt } from './survival-at.ts';
import { type SurvivalCurve } from './survival-curve.ts';

type Steps = Pick<SurvivalCurve, 'days' | 'atRisk' | 'nCensor' | 'survival' | 'lower' | 'upper'>;
type Axis = Required<Pick<DrawnOptions, 'width' | 'untilDays' | 'paleBelow'>>;

/**
 * The pixels that a curve covers, drawn as the page draws it: steps of the line, solid and pale, its band in the same two
 * parts, and marks of the censored. A mark is its middle; the strokes around it follow from that.
 */
function pixels({ days, atRisk, nCensor, survival, lower, upper }: Steps, axis: Axis): string[] {
  const { width, untilDays, paleBelow } = axis;
  const covered = new Set<string>();
  const column = (day: number) => Math.floor((day / untilDays) * width);
  const row = (value: number) => Math.floor(value * width);
  const fill = (part: string, from: number, to: number, low: number, high: number) => {
    for (let x = column(from); x <= column(to); x++) {
      for (let y = row(low); y <= row(high); y++) covered.add(`${part} ${x} ${y}`);
    }
  };
  let [day, s, tone] = [0, 1, 'solid'];
  let band: readonly [number, number] | null = null;
  const goTo = (next: number) => {
    fill(`${tone} line`, day, next, s, s);
    if (band && next > day) fill(`${tone} band`, day, next, ...band);
  };
  for (const [i, next] of days.entries()) {
    if (next > untilDays) {
      goTo(untilDays);
      break;
    }
    goTo(next);
    const after = survival[i]!;
    fill(`${tone} line`, next, next, after, s);
    [day, s, tone] = [next, after, atRisk[i]! < paleBelow ? 'pale' : 'solid'];
    band = lower[i] === null ? null : [lower[i]!, upper[i]!];
    if (nCensor[i]! > 0) fill('mark', day, day, s, s);
  }
  return [...covered].sort();
}

const subject = fc.record({ days: fc.integer({ min: 0, max: 400 }), event: fc.boolean() });
const cohort = fc.array(subject, { minLength: 1, maxLength: 120 });
const confType = fc.constantFrom('plain' as const, 'log' as const, 'log-log' as const);
const curves = fc
  .tuple(fc.array(cohort, { minLength: 1, maxLength: 3 }), confType)
  .map(([groups, scale]) => groups.map((times) => kaplanMeier(times, { confType: scale })));
const axis = fc.record({
  width: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 120 })),
  untilDays: fc.double({ min: 0.5, max: 500, noNaN: true }),
  paleBelow: fc.constantFrom(0, 10, 40),
  alsoDays: fc.array(fc.double({ min: 0, max: 450, noNaN: true }), { maxLength: 6 }),
});
const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { numRuns: 150, seed: 20240229 });

describe('drawnCurves', () => {
  it('covers exactly the pixels of the whole curves', () => {
    check(fc.tuple(curves, axis), ([whole, options]) => {
      const drawn = drawnCurves(whole, options);
      whole.forEach((curve, c) => expect(pixels(drawn[c]!, options)).toEqual(pixels(curve, options)));
    });
  });

  it('gives the exact numbers of every curve at each common day, for a pointer', () => {
    check(fc.tuple(curves, axis), ([whole, options]) => {
      const drawn = drawnCurves(whole, options);
      const common = [...new Set(drawn.flatMap(({ days }) => days))];
      whole.forEach((curve, c) => {
        const own = drawn[c]!;
        for (const day of common.filter((one) => one <= curve.days.at(-1)!)) {
          const exact = survivalAt(curve, day);
          const at = own.days.findLastIndex((one) => one <= day);
          expect(own.survival[at] ?? 1).toBe(exact.survival);
          if (day >= curve.days[0]!) expect([own.lower[at], own.upper[at]]).toEqual([exact.lower, exact.upper]);
          expect(own.atRisk[own.days.findIndex((one) => one >= day)]).toBe(exact.atRisk);
        }
      });
    });
  });

  it('gives the numbers at risk at the ticks and beyond the axis, the ends, and all subjects', () => {
    check(fc.tuple(curves, axis), ([whole, options]) => {
      const drawn = drawnCurves(whole, options);
      const beyond = ({ days, atRisk }: Steps) => atRisk[days.findIndex((day) => day > options.untilDays)] ?? 0;
      whole.forEach((curve, c) => {
        const own = drawn[c]!;
        expect(atRiskAt(own, options.alsoDays)).toEqual(atRiskAt(curve, options.alsoDays));
        expect(beyond(own)).toBe(beyond(curve));
        expect(own.days.at(-1)).toBe(curve.days.at(-1));
        const total = (column: readonly number[]) => column.reduce((sum, n) => sum + n, 0);
        expect([total(own.nEvent), total(own.nCensor)]).toEqual([total(curve.nEvent), total(curve.nCensor)]);
      });
    });
  });

  it('keeps about one day for each column of pixels, however many there are', () => {
    // 3 subjects on each of 20,000 days, of whom one has the event: S falls from 1 to 0 over the axis.
    const days = Array.from({ length: 20_000 }, (_, day) => day + 1);
    const one = days.map(() => 1);
    const two = days.map(() => 2);
    const [drawn] = drawnCurves([kaplanMeier({ days, events: one, censored: two }, { confType: 'log' })], {
      width: 1_000,
    });
    expect(drawn!.days.length).toBeLessThan(2_100);
    expect(drawn!.days.length).toBeGreaterThan(999);
  });

  it('leaves a curve with fewer days than columns as it is', () => {
    const curve = kaplanMeier([1, 4, 9].map((days) => ({ days, event: days !== 4 })));
    const [drawn] = drawnCurves([curve], { width: 100 });
    expect(drawn).toEqual(Object.fromEntries(Object.keys(drawn!).map((key) => [key, curve[key as keyof Steps]])));
  });

  it('is empty without curves, and reads an axis of a single day', () => {
    expect(drawnCurves([], { width: 10 })).toEqual([]);
    const [drawn] = drawnCurves([kaplanMeier([{ days: 0, event: true }])], { width: 10 });
    expect(drawn).toMatchObject({ days: [0], atRisk: [1], nEvent: [1], survival: [0] });
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a width of %s', (width) => {
    expect(() => drawnCurves([], { width })).toThrow(StatsInputError);
  });

  it.each([0, -1, NaN, Infinity])('refuses an axis that ends at %s', (untilDays) => {
    expect(() => drawnCurves([], { width: 1, untilDays })).toThrow(StatsInputError);
  });

  it('refuses a day that is not finite', () => {
    expect(() => drawnCurves([], { width: 1, alsoDays: [0, NaN] })).toThrow('entry 1');
  });
});

import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { tally, tallyTogether } from './tally.ts';

describe('tally', () => {
  it('counts per day, with events before censoring and numbers at risk just before the day', () => {
    const table = tally([
      { days: 4, event: true },
      { days: 2, event: false },
      { days: 2, event: true },
      { days: 7, event: false },
    ]);
    expect([...table.days]).toEqual([2, 4, 7]);
    expect([...table.atRisk]).toEqual([4, 2, 1]);
    expect([...table.events]).toEqual([1, 1, 0]);
    expect([...table.censored]).toEqual([1, 0, 1]);
  });

  it('takes day counts as it takes subjects, adding repeated days', () => {
    const table = tally({ days: [7, 2, 4, 2], events: [0, 1, 1, 0], censored: [1, 0, 0, 1] });
    expect([...table.atRisk]).toEqual([4, 2, 1]);
    expect(table.eventTotal).toBe(2);
  });

  it('takes subjects in columns, typed or not, whole or fractional', () => {
    const whole = tally({ days: Int32Array.of(4, 2, 2, 7), event: Uint8Array.of(1, 0, 1, 0) });
    expect([...whole.days]).toEqual([2, 4, 7]);
    expect([...whole.atRisk]).toEqual([4, 2, 1]);
    expect([...whole.events]).toEqual([1, 1, 0]);
    const halves = tally({ days: [2, 1, 1, 3.5], event: [true, false, true, false] });
    expect([...halves.days]).toEqual([1, 2, 3.5]);
    expect([...halves.events]).toEqual([1, 1, 0]);
    expect([...halves.censored]).toEqual([1, 0, 1]);
  });

  it.each([4095, 4096, 131_071, 131_072, 5_000_000])('counts on day %d as on any other', (day) => {
    const table = tally({ days: [day, 1, day], event: [1, 0, 0] });
    expect([...table.days]).toEqual([1, day]);
    expect([...table.atRisk]).toEqual([3, 2]);
    expect([...table.censored]).toEqual([1, 1]);
  });

  it('keeps a day with zero counts', () => {
    expect([...tally({ days: [3, 5], events: [0, 1], censored: [0, 0] }).atRisk]).toEqual([1, 1]);
  });

  it('joins times that differ by rounding only, and none that differ by more', () => {
    const rounded = tally([
      { days: 0.1 + 0.2, event: true },
      { days: 0.3, event: false },
      { days: 0.3001, event: true },
    ]);
    expect([...rounded.atRisk]).toEqual([3, 1]);
  });

  it('joins near ties across groups', () => {
    const [a, b] = tallyTogether([[{ days: 0.1 + 0.2, event: true }], [{ days: 0.3, event: true }]]);
    expect(a?.days.length).toBe(1);
    expect([...(b?.events ?? [])]).toEqual([1]);
  });

  it.each([
    ['an empty cohort', [], /times/],
    ['a negative time', [{ days: -1, event: true }], /entry 0/],
    [
      'NaN',
      [
        { days: 1, event: true },
        { days: NaN, event: true },
      ],
      /entry 1/,
    ],
    ['an infinite time', [{ days: Infinity, event: false }], /finite/],
    ['counts of nobody', { days: [1], events: [0], censored: [0] }, /at least one/],
    ['columns of unequal length', { days: [1, 2], events: [0], censored: [1] }, /same length/],
    [
      'an event that is neither 0 nor 1',
      { days: [1, 2], event: Uint8Array.of(1, 2) },
      /entry 1: must be true or false/,
    ],
    ['such an event on half a day', { days: [1.5, 2], event: Uint8Array.of(1, 2) }, /entry 1: must be true or false/],
    ['fewer events than days', { days: [1, 2], event: [true] }, /same length/],
    ['a negative day in a column', { days: [1, -2], event: [true, false] }, /entry 1/],
    ['a negative count', { days: [1], events: [-1], censored: [3] }, /at least 0/],
  ])('refuses %s', (_what, times, message) => {
    expect(() => tally(times)).toThrow(StatsInputError);
    expect(() => tally(times)).toThrow(message);
  });

  it('names the argument', () => {
    try {
      tallyTogether([[{ days: 1, event: true }], []]);
      expect.unreachable();
    } catch (error) {
      expect((error as StatsInputError).argument).toBe('groups[1].times');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { StatsInputError } from './errors.ts';
import { tally, tallyTogether } from './tally.ts';

describe('tally', () => {
  it('counts per day, events before censoring, at risk from the day on', () => {
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

import { describe, expect, it } from 'vitest';
import reference from '../../reference/planning.json' with { type: 'json' };
import { standardizedDifferences } from '../regression/balance.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { detectableHazardRatio, logRankEvents } from './log-rank-power.ts';
import { dropMissing } from '../numerics/missing.ts';
import { restrictedMeanDifference } from './restricted-mean.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('detectableHazardRatio', () => {
  it.each(cases.detectable)('is that of R for $events events', ({ events, power, share, alpha, ratio }) => {
    const found = detectableHazardRatio({ events, alpha, comparisonShare: share }, power);
    close(found, ratio);
    // The plan the other way round needs as many events.
    close(logRankEvents({ hazardRatio: found, alpha, comparisonShare: share }, power), events);
  });

  it('by hand: a power of 1/2 needs z of the level alone, so 4 z² events find e to the power -1', () => {
    const z = 1.959963984540054;
    close(detectableHazardRatio({ events: 4 * z * z }, 0.5), Math.exp(-1));
  });

  it('refuses values outside their ranges', () => {
    expect(() => detectableHazardRatio({ events: 0 }, 0.8)).toThrow(StatsInputError);
    expect(() => detectableHazardRatio({ events: 10 }, 1)).toThrow(StatsInputError);
    expect(() => detectableHazardRatio({ events: 10 }, 0.02)).toThrow(/half the level/);
    expect(() => detectableHazardRatio({ events: 10, alpha: 0 }, 0.8)).toThrow(StatsInputError);
  });
});

describe('standardizedDifferences', () => {
  const { smoke, w, differences } = cases.smd;
  const names = ['age', 'lwt', 'ht'] as const;

  it('are those of R, weighted or not', () => {
    const covariates = names.map((name) => ({ name, values: cases.smd[name] }));
    const { balance, n } = standardizedDifferences(smoke as (0 | 1)[], covariates, w);
    expect(n).toBe(smoke.length);
    balance.forEach(({ unweighted, weighted }, k) => {
      close(unweighted, differences[names[k]!][0]!);
      close(weighted, differences[names[k]!][1]!);
    });
  });

  it('by hand: means 2 and 4 with variance 2 each are sqrt 2 apart', () => {
    const { balance } = standardizedDifferences([0, 0, 1, 1], [{ name: 'x', values: [1, 3, 3, 5] }]);
    expect(balance[0]!.unweighted).toBeCloseTo(Math.SQRT2, 14);
    expect(balance[0]!.weighted).toBe(balance[0]!.unweighted);
  });

  it('is null for a constant, and refuses an empty arm or a weight of 0', () => {
    const constant = [{ name: 'x', values: [7, 7] }];
    const flat = standardizedDifferences([0, 1], constant);
    expect(flat.balance[0]!.unweighted).toBeNull();
    expect(flat.warnings[0]).toContain('x');
    expect(() => standardizedDifferences([1, 1], constant)).toThrow(StatsInputError);
    expect(() => standardizedDifferences([0, 1], constant, [1, 0])).toThrow(StatsInputError);
    expect(() => standardizedDifferences([0, 1], [{ name: 'x', values: [1, NaN] }])).toThrow(/x: entry 1/);
  });
});

describe('dropMissing', () => {
  it('keeps the rows that R calls complete', () => {
    const { ozone, solar, rows } = cases.complete;
    const found = dropMissing({ ozone, solar });
    expect(found.rows).toEqual(rows);
    expect([found.nUsed, found.nDropped]).toEqual([rows.length, ozone.length - rows.length]);
    expect(found.columns.ozone).toEqual(rows.map((row) => ozone[row]));
  });

  it('counts null, undefined and NaN, but neither 0 nor false', () => {
    const found = dropMissing({ a: [0, null, 2, 3, NaN], b: [false, true, undefined, true, true] });
    expect(found.columns).toEqual({ a: [0, 3], b: [false, true] });
    expect(found).toMatchObject({ nUsed: 2, nDropped: 3, warnings: [] });
    expect(dropMissing({ a: [null] }).warnings).toHaveLength(1);
    expect(() => dropMissing({ a: [1], b: [] })).toThrow(StatsInputError);
  });
});

describe('restrictedMeanDifference', () => {
  const { time, status, trt, at } = cases.rmst;
  const curveOf = (arm: number) =>
    kaplanMeier(
      time.flatMap((days, i) => (trt[i] === arm ? [{ days, event: status[i] === 1 }] : [])),
      { confType: 'log' },
    );

  it.each(at)('is that of two survfits at $tau days', ({ tau, difference, se, lower, upper, p }) => {
    const result = restrictedMeanDifference(curveOf(1), curveOf(2), tau);
    close(result.difference, difference);
    close(result.stdErr, se);
    close(result.lower, lower);
    close(result.upper, upper);
    close(result.pValue, p);
  });
});

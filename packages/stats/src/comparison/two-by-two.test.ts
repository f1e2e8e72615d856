import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { hosmerLemeshow } from '../diagnostic/hosmer-lemeshow.ts';
import { cohenKappa } from '../agreement/kappa.ts';
import { logRankEvents, logRankPower } from '../survival/log-rank-power.ts';
import { mantelHaenszel, type TwoByTwo } from './mantel-haenszel.ts';
import { mcNemar } from './mcnemar.ts';
import { adjustPValues } from './multiple-testing.ts';
import { oneWayAnova } from './one-way-anova.ts';
import { compareRisks } from './risk-comparison.ts';
import { tTest } from './t-test.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('compareRisks', () => {
  it.each(cases.risks)('agrees with R on $args', ({ args, difference, ratio, odds }) => {
    const result = compareRisks({ successes: args.x0, n: args.n0 }, { successes: args.x1, n: args.n1 });
    const pairs = [
      [result.riskDifference, difference],
      [result.riskRatio, ratio],
      [result.oddsRatio, odds],
    ] as const;
    for (const [ours, [estimate, lower, upper]] of pairs) {
      close(ours.estimate, estimate!);
      close(ours.lower, lower!);
      close(ours.upper, upper!);
    }
  });

  it('has no ratio where a count is 0', () => {
    const result = compareRisks({ successes: 0, n: 10 }, { successes: 3, n: 10 });
    expect(result.riskDifference.estimate).toBeCloseTo(0.3, 14);
    expect(result.riskRatio.estimate).toBeNull();
    expect(result.warnings).toHaveLength(1);
    expect(compareRisks({ successes: 0, n: 0 }, { successes: 3, n: 10 }).riskDifference.estimate).toBeNull();
  });
});

describe('cohenKappa', () => {
  it.each(['none', 'linear', 'quadratic'] as const)('agrees with R, weights %s', (weights) => {
    const result = cohenKappa(cases.kappa.table, { weights });
    close(result.kappa, cases.kappa[weights].kappa);
    close(result.stdErr, cases.kappa[weights].se);
  });

  it('is (7/10 - 1/2) / (1/2) by hand', () => {
    expect(
      cohenKappa([
        [4, 1],
        [2, 3],
      ]).kappa,
    ).toBeCloseTo(0.4, 14);
  });

  it('is null where both readers said one thing', () => {
    expect(
      cohenKappa([
        [9, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, stdErr: null });
    expect(() =>
      cohenKappa([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow(StatsInputError);
  });
});

describe('mantelHaenszel', () => {
  const tables = cases.mantelHaenszel.tables as unknown as TwoByTwo[];

  it.each(['corrected', 'plain'] as const)('agrees with R, %s', (variant) => {
    const result = mantelHaenszel(tables, { correct: variant === 'corrected' });
    const wanted = cases.mantelHaenszel[variant];
    close(result.oddsRatio, wanted.or);
    close(result.lower, wanted.lower);
    close(result.upper, wanted.upper);
    close(result.statistic, wanted.stat);
    close(result.pValue, wanted.p);
    close(result.petoOddsRatio, cases.mantelHaenszel.peto);
  });

  it('of one table is its cross product', () => {
    expect(
      mantelHaenszel([
        [
          [3, 1],
          [2, 5],
        ],
      ]).oddsRatio,
    ).toBeCloseTo(15 / 2, 14);
  });

  it('is null without information, and refuses nothing', () => {
    expect(
      mantelHaenszel([
        [
          [3, 0],
          [2, 0],
        ],
      ]),
    ).toMatchObject({ oddsRatio: null, statistic: null });
    expect(() => mantelHaenszel([])).toThrow(StatsInputError);
  });
});

describe('mcNemar', () => {
  it.each(cases.mcnemar)('agrees with R on $b against $c', ({ b, c, corrected, plain, exact }) => {
    const withCorrection = mcNemar(b, c);
    expect(withCorrection.statistic).toBeCloseTo(corrected[0]!, 10);
    expect(withCorrection.pValue).toBeCloseTo(corrected[1]!, 10);
    expect(mcNemar(b, c, { correct: false }).pValue).toBeCloseTo(plain[1]!, 10);
    expect(withCorrection.exactPValue).toBeCloseTo(exact, 10);
  });

  it('is null where all agree', () => {
    expect(mcNemar(0, 0)).toMatchObject({ statistic: null, pValue: null });
    expect(() => mcNemar(-1, 2)).toThrow(StatsInputError);
  });
});

describe('oneWayAnova', () => {
  const samples = Object.entries(cases.anova.samples).map(([label, values]) => ({ label, values }));

  it.each([
    ['equal', true],
    ['welch', false],
  ] as const)('agrees with R, %s variances', (variant, equalVariances) => {
    const result = oneWayAnova(samples, { equalVariances });
    const wanted = cases.anova[variant];
    close(result.f, wanted.f);
    close(result.dfWithin, wanted.df[1]!);
    close(result.pValue, wanted.p);
  });

  it('of two samples is the t test squared', () => {
    const [a, b] = samples as [(typeof samples)[0], (typeof samples)[0]];
    expect(oneWayAnova([a, b]).f).toBeCloseTo(tTest(a, b, { equalVariances: true }).t! ** 2, 10);
    expect(oneWayAnova([a, b], { equalVariances: false }).pValue).toBeCloseTo(tTest(a, b).pValue!, 10);
  });

  it('is null where nothing varies', () => {
    const flat = [
      { label: 'a', values: [1, 1] },
      { label: 'b', values: [1, 1] },
    ];
    expect(oneWayAnova(flat)).toMatchObject({ f: null, pValue: null });
    expect(() => oneWayAnova(flat.slice(1))).toThrow(StatsInputError);
  });
});

describe('the rest', () => {
  it('adjusts p values as p.adjust does, nulls aside', () => {
    const { p, holm, bh } = cases.adjust;
    const withNull = [...p, null];
    adjustPValues(withNull, 'holm').forEach((value, i) =>
      i < p.length ? close(value, holm[i]!) : expect(value).toBeNull(),
    );
    adjustPValues(p, 'benjamini-hochberg').forEach((value, i) => close(value, bh[i]!));
    expect(() => adjustPValues([1.2], 'holm')).toThrow(StatsInputError);
  });

  it('groups predictions as R cuts them', () => {
    const { prob, y, observed, n, stat, df, p } = cases.hosmerLemeshow;
    const result = hosmerLemeshow(prob, y as (0 | 1)[]);
    expect(result.groups.map((group) => group.observed)).toEqual(observed);
    expect(result.groups.map((group) => group.n)).toEqual(n);
    expect(result.df).toBe(df);
    close(result.statistic, stat);
    close(result.pValue, p);
    expect(hosmerLemeshow([0.5, 0.5], [0, 1])).toMatchObject({ statistic: null });
  });

  it.each(cases.logRankEvents)('plans a log-rank test for a ratio of $hazardRatio', (plan) => {
    const design = { hazardRatio: plan.hazardRatio, alpha: plan.alpha, comparisonShare: plan.share };
    close(logRankEvents(design, plan.power), plan.events);
    close(logRankPower(design, plan.events), plan.power);
    expect(() => logRankEvents({ hazardRatio: 1 }, 0.8)).toThrow(StatsInputError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coxRegression } from './cox.ts';
import { hazardRatio } from './hazard-ratio.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { logRank } from './log-rank.ts';
import { roc } from './roc.ts';
import { binomialInterval } from './binomial-interval.ts';
import { adjustPValues } from './multiple-testing.ts';
import { weightedKaplanMeier } from './weighted-survival.ts';
import { wilcoxonRankSum } from './wilcoxon.ts';

const subject = fc.record({ days: fc.integer({ min: 0, max: 60 }), event: fc.boolean() });
const cohort = (least = 1) => fc.array(subject, { minLength: least, maxLength: 40 });
const close = (a: number | null, b: number | null, digits = 9) => {
  if (a === null || b === null) expect(a).toBe(b);
  else expect(Math.abs(a - b)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(b)));
};
const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { numRuns: 60, seed: 20240229 });

describe('survival curves', () => {
  it('do not depend on the order of rows', () => {
    check(fc.tuple(cohort(), fc.integer()), ([times, turn]) => {
      const at = Math.abs(turn) % times.length;
      const turned = [...times.slice(at), ...times.slice(0, at)].reverse();
      expect(kaplanMeier(turned)).toEqual(kaplanMeier(times));
    });
  });

  it('scale their median with time and nothing else', () => {
    check(cohort(), (times) => {
      const doubled = kaplanMeier(times.map(({ days, event }) => ({ days: 2 * days, event })));
      const plain = kaplanMeier(times);
      expect(doubled.survival).toEqual(plain.survival);
      expect(doubled.median.estimate).toBe(plain.median.estimate === null ? null : 2 * plain.median.estimate);
    });
  });

  it('fall, and lie between their limits', () => {
    check(cohort(), (times) => {
      const { survival, lower, upper } = kaplanMeier(times);
      survival.forEach((s, i) => {
        expect(s).toBeLessThanOrEqual(survival[i - 1] ?? 1);
        const [low, high] = [lower[i] ?? 0, upper[i] ?? 1];
        expect(low).toBeLessThanOrEqual(s + 1e-12);
        expect(high).toBeGreaterThanOrEqual(s - 1e-12);
      });
    });
  });

  it('with weights of 1 are the plain curve, and a weight of 2 is the row twice', () => {
    check(cohort(), (times) => {
      const columns = { days: times.map((t) => t.days), event: times.map((t) => t.event) };
      const doubled = weightedKaplanMeier({ ...columns, weights: times.map(() => 2) }, { robust: false });
      const twice = kaplanMeier([...times, ...times]);
      doubled.survival.forEach((s, i) => close(s, twice.survival[i]!));
      doubled.stdErr.forEach((se, i) => close(se, twice.stdErr[i]!));
    });
  });
});

describe('group comparisons', () => {
  it('find nothing between a group and itself', () => {
    check(cohort(2), (times) => {
      const { chiSquare } = logRank([
        { label: 'a', times },
        { label: 'b', times },
      ]);
      if (chiSquare !== null) close(chiSquare, 0);
      for (const estimator of ['cox', 'mantel-haenszel', 'peto', 'log-rank'] as const) {
        const { hazardRatio: ratio } = hazardRatio(times, times, { estimator });
        if (ratio !== null) close(ratio, 1);
      }
    });
  });

  it('invert the hazard ratio when the groups change places', () => {
    check(fc.tuple(cohort(4), cohort(4)), ([a, b]) => {
      for (const estimator of ['cox', 'mantel-haenszel', 'log-rank'] as const) {
        const forward = hazardRatio(a, b, { estimator });
        const backward = hazardRatio(b, a, { estimator });
        if (forward.hazardRatio === null || backward.hazardRatio === null) {
          expect(forward.hazardRatio).toBe(backward.hazardRatio);
          continue;
        }
        close(forward.hazardRatio * backward.hazardRatio, 1, 7);
        close(forward.pValue, backward.pValue, 7);
      }
    });
  });

  it('do not depend on the unit of time', () => {
    check(fc.tuple(cohort(3), cohort(3)), ([a, b]) => {
      const inMonths = (times: typeof a) => times.map(({ days, event }) => ({ days: days / 30, event }));
      const days = logRank([
        { label: 'a', times: a },
        { label: 'b', times: b },
      ]);
      const months = logRank([
        { label: 'a', times: inMonths(a) },
        { label: 'b', times: inMonths(b) },
      ]);
      close(days.chiSquare, months.chiSquare);
    });
  });

  it('take a Cox weight of 2 for the row twice, with Breslow ties', () => {
    const row = fc.record({
      days: fc.integer({ min: 1, max: 30 }),
      event: fc.boolean(),
      x: fc.integer({ min: 0, max: 3 }),
    });
    check(fc.array(row, { minLength: 8, maxLength: 25 }), (rows) => {
      const data = (list: typeof rows) => ({
        days: list.map((r) => r.days),
        event: list.map((r) => r.event),
        covariates: [{ name: 'x', values: list.map((r) => r.x) }],
      });
      const weighted = coxRegression({ ...data(rows), weights: rows.map(() => 2) }, { ties: 'breslow' });
      const twice = coxRegression(data([...rows, ...rows]), { ties: 'breslow' });
      close(weighted.coefficients[0]!.coefficient, twice.coefficients[0]!.coefficient, 7);
      close(weighted.coefficients[0]!.stdErr, twice.coefficients[0]!.stdErr, 7);
    });
  });
});

describe('scores and proportions', () => {
  it('keep their AUC under any rising transformation', () => {
    const rows = fc.array(fc.record({ score: fc.integer({ min: -5, max: 5 }), positive: fc.boolean() }), {
      minLength: 2,
    });
    check(rows, (list) => {
      const positive = list.map((r) => r.positive);
      const direction = 'higher-is-positive';
      const plain = roc(
        list.map((r) => r.score),
        positive,
        { direction },
      );
      const curved = roc(
        list.map((r) => Math.exp(r.score)),
        positive,
        { direction },
      );
      expect(curved.auc).toBe(plain.auc);
      expect(curved.aucStdErr).toBe(plain.aucStdErr);
    });
  });

  it('have intervals that contain the estimate and turn over with it', () => {
    check(fc.tuple(fc.nat(200), fc.nat(200)), ([x, rest]) => {
      const n = x + rest;
      if (n === 0) return;
      for (const method of ['wilson', 'wilson-corrected', 'clopper-pearson'] as const) {
        const { estimate, lower, upper } = binomialInterval(x, n, { method });
        expect(lower!).toBeLessThanOrEqual(estimate! + 1e-12);
        expect(upper!).toBeGreaterThanOrEqual(estimate! - 1e-12);
        close(upper!, 1 - binomialInterval(rest, n, { method }).lower!, 8);
      }
    });
  });

  it('have one p whichever sample comes first', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 });
    check(fc.tuple(values, values), ([a, b]) => {
      const [first, second] = [
        { label: 'a', values: a },
        { label: 'b', values: b },
      ];
      close(wilcoxonRankSum(first, second).pValue, wilcoxonRankSum(second, first).pValue);
    });
  });

  it('never shrink a p value by adjusting it', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    check(fc.array(p, { minLength: 1, maxLength: 20 }), (values) => {
      const holm = adjustPValues(values, 'holm');
      const bh = adjustPValues(values, 'benjamini-hochberg');
      values.forEach((value, i) => {
        expect(holm[i]!).toBeGreaterThanOrEqual(bh[i]! - 1e-15);
        expect(bh[i]!).toBeGreaterThanOrEqual(value - 1e-15);
      });
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardizedDifferences } from './regression/balance.ts';
import { calibrationCurve } from './diagnostic/calibration-curve.ts';
import { coxConcordance } from './regression/concordance.ts';
import { coxRegression } from './regression/cox.ts';
import { cumulativeIncidence } from './survival/cumulative-incidence.ts';
import { delongPaired } from './diagnostic/delong.ts';
import { hazardRatio } from './survival/hazard-ratio.ts';
import { kaplanMeier } from './survival/kaplan-meier.ts';
import { kruskalWallis } from './comparison/kruskal-wallis.ts';
import { logRank } from './survival/log-rank.ts';
import { logisticRegression } from './regression/logistic.ts';
import { roc } from './diagnostic/roc.ts';
import { quantile } from './survival/survival-quantile.ts';
import { binomialInterval } from './comparison/binomial-interval.ts';
import { adjustPValues } from './comparison/multiple-testing.ts';
import { weightedKaplanMeier } from './survival/weighted-survival.ts';
import { wilcoxonRankSum } from './comparison/wilcoxon.ts';

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

  it('scale their quantiles with time and change nothing else', () => {
    check(cohort(), (times) => {
      const doubled = kaplanMeier(times.map(({ days, event }) => ({ days: 2 * days, event })));
      const plain = kaplanMeier(times);
      expect(doubled.survival).toEqual(plain.survival);
      for (const definition of ['first-crossing', 'inverse-distribution'] as const) {
        for (const p of [0.25, 0.5, 0.75]) {
          const [of2, of1] = [quantile(doubled, p, definition), quantile(plain, p, definition)];
          for (const part of ['estimate', 'lower', 'upper'] as const) {
            expect(of2[part]).toBe(of1[part] === null ? null : 2 * of1[part]);
          }
        }
      }
    });
  });

  it('decrease, and are between their limits', () => {
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

  it('equal the plain curve with weights of 1, and treat a weight of 2 as the row twice', () => {
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
  it('find no difference between a group and itself', () => {
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

  it('invert the hazard ratio when the groups are swapped', () => {
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

  it('treat a Cox weight of 2 as the row twice, with Breslow ties', () => {
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

describe('the order of rows', () => {
  const row = fc.record({
    days: fc.integer({ min: 0, max: 20 }),
    event: fc.constantFrom<0 | 1>(0, 1),
    cause: fc.nat(2),
    x: fc.integer({ min: 0, max: 3 }),
    z: fc.integer({ min: 0, max: 9 }),
    y: fc.constantFrom<0 | 1>(0, 1),
  });
  const list = fc.array(row, { minLength: 6, maxLength: 25 });
  const shuffled = list.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
  );
  type Rows = (typeof list extends fc.Arbitrary<(infer R)[]> ? R : never)[];
  const column = (rows: Rows, name: 'x' | 'z' | 'days') => rows.map((one) => one[name]);
  const truth = (rows: Rows, name: 'y' | 'event') => rows.map((one) => one[name]);

  /** Sums of the same terms in another order differ in their last digits, so numbers are compared as such. */
  const alike = (a: unknown, b: unknown, path = ''): void => {
    if (typeof a === 'number' && typeof b === 'number') {
      if (Math.abs(a - b) > 1e-6 * Math.max(1, Math.abs(b))) throw new Error(`${path}: ${a} and ${b}`);
    } else if (a !== null && typeof a === 'object' && b !== null && typeof b === 'object') {
      expect(Object.keys(a)).toEqual(Object.keys(b));
      for (const [key, value] of Object.entries(a)) alike(value, (b as Record<string, unknown>)[key], `${path}.${key}`);
    } else expect(a).toBe(b);
  };
  const columns = (rows: Rows) => [
    { name: 'x', values: column(rows, 'x') },
    { name: 'z', values: column(rows, 'z') },
  ];

  it.each<[string, (rows: Rows) => unknown]>([
    [
      'log-rank',
      (rows) =>
        logRank(
          [0, 1]
            .flatMap((arm) => {
              const times = rows.filter(({ y }) => y === arm).map(({ days, event }) => ({ days, event: event === 1 }));
              return times.length > 0 ? [{ label: String(arm), times }] : [];
            })
            .concat({ label: 'all', times: rows.map(({ days }) => ({ days, event: true })) }),
        ),
    ],
    [
      'Cox regression',
      (rows) => {
        const data = { days: column(rows, 'days'), event: truth(rows, 'event'), covariates: columns(rows) };
        const { model, ...fit } = coxRegression(data);
        // If a coefficient diverges, risks that differ only by rounding may or may not be ties.
        return [fit, model?.covariance && coxConcordance(model)];
      },
    ],
    [
      'cumulative incidence',
      (rows) => cumulativeIncidence({ days: column(rows, 'days'), cause: rows.map(({ cause }) => cause) }),
    ],
    [
      'logistic regression',
      (rows) => {
        const { fitted: _inOrder, ...fit } = logisticRegression(truth(rows, 'y'), columns(rows), { profile: null });
        return fit;
      },
    ],
    ['ROC curve', (rows) => roc(column(rows, 'z'), truth(rows, 'y'), { direction: 'higher-is-positive' })],
    [
      'DeLong',
      (rows) =>
        delongPaired(column(rows, 'z'), column(rows, 'x'), truth(rows, 'y'), { direction: 'higher-is-positive' }),
    ],
    [
      'Kruskal-Wallis',
      (rows) =>
        kruskalWallis([
          { label: 'a', values: column(rows, 'z') },
          { label: 'b', values: column(rows, 'x') },
        ]),
    ],
    [
      'calibration curve',
      (rows) =>
        calibrationCurve(
          rows.map(({ z }) => (z + 1) / 11),
          truth(rows, 'y'),
        ).points,
    ],
  ])('changes nothing: %s', (_what, run) => {
    check(shuffled, ([rows, other]) => alike(run(other), run(rows)));
  });
});

describe('weights of 2', () => {
  it('act as duplicated rows for the hazard ratio, the concordance and the balance of arms', () => {
    const row = fc.record({
      days: fc.integer({ min: 1, max: 30 }),
      event: fc.boolean(),
      x: fc.integer({ min: 0, max: 3 }),
      arm: fc.constantFrom<0 | 1>(0, 1),
      weight: fc.constantFrom(1, 2),
    });
    check(fc.array(row, { minLength: 8, maxLength: 25 }), (rows) => {
      const data = (list: typeof rows) => ({
        days: list.map((r) => r.days),
        event: list.map((r) => r.event),
        covariates: [{ name: 'x', values: list.map((r) => r.x) }],
      });
      const twice = rows.flatMap((one) => (one.weight === 2 ? [one, one] : [one]));
      const weights = rows.map((r) => r.weight);
      const weighted = coxRegression({ ...data(rows), weights }, { ties: 'breslow' });
      const plain = coxRegression(data(twice), { ties: 'breslow' });
      close(weighted.coefficients[0]!.coefficient, plain.coefficients[0]!.coefficient, 7);
      if (weighted.model && plain.model) {
        close(coxConcordance(weighted.model).concordance, coxConcordance(plain.model).concordance);
      }
      const arms = new Set(rows.map((r) => r.arm));
      if (arms.size < 2) return;
      const mean = (list: typeof rows, arm: number) => {
        const own = list.filter((r) => r.arm === arm);
        return own.reduce((sum, r) => sum + r.x, 0) / own.length;
      };
      const arm = rows.map((r) => r.arm);
      const { balance } = standardizedDifferences(arm, data(rows).covariates, weights);
      const spread = balance[0]!.unweighted === null ? null : (mean(rows, 1) - mean(rows, 0)) / balance[0]!.unweighted;
      if (spread !== null && Number.isFinite(spread)) {
        close(balance[0]!.weighted! * spread, mean(twice, 1) - mean(twice, 0));
      }
    });
  });
});

describe('scores and proportions', () => {
  it('keep their AUC under any increasing transformation', () => {
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

  it('have intervals that contain the estimate and are mirrored with it', () => {
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

  it('have the same p whichever sample comes first', () => {
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

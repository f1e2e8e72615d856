import { describe, expect, it } from 'vitest';
import reference from '../../reference/roc-more.json' with { type: 'json' };
import { bootstrapAuc } from './bootstrap-auc.ts';
import { calibrationCurve } from './calibration-curve.ts';
import { classAverages } from './class-averages.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';
import { rocThreshold } from './roc-threshold.ts';

const { cases } = reference;
const outcome = cases.outcome as (0 | 1)[];
const close = (actual: number | null | undefined, wanted: number) => expect(actual).toBeCloseTo(wanted, 10);
/** The generator of the R script. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
}

describe('rocThreshold', () => {
  it.each(cases.thresholds)('picks what coords picks, direction $direction', (wanted) => {
    const direction = wanted.direction === '<' ? 'higher-is-positive' : 'lower-is-positive';
    const curve = roc(wanted.score, outcome, { direction });
    const rules = [
      ['youden', wanted.youden],
      ['closest-top-left', wanted.topLeft],
      [{ sensitivity: 0.9 }, wanted.sensitive],
      [{ specificity: 0.8 }, wanted.specific],
    ] as const;
    for (const [rule, points] of rules) {
      const found = rocThreshold(curve, rule);
      expect(found.direction).toBe(direction);
      expect(found.points).toHaveLength(points.length);
      // R's JSON has no infinity: it stands as null.
      found.points.forEach(({ threshold, sensitivity, specificity }, i) => {
        if (points[i]![0] !== null) close(threshold, points[i]![0]!);
        else expect(Math.abs(threshold)).toBe(Infinity);
        close(sensitivity, points[i]![1]!);
        close(specificity, points[i]![2]!);
      });
    }
  });

  it('by hand: of 1 2 | 3 4 with 2 and 4 positive, sensitivity 1 is reached at 1.5 with specificity 1/2', () => {
    const curve = roc([1, 2, 3, 4], [0, 1, 0, 1], { direction: 'higher-is-positive' });
    expect(rocThreshold(curve, { sensitivity: 1 }).points).toEqual([
      { threshold: 1.5, sensitivity: 1, specificity: 0.5 },
    ]);
    expect(rocThreshold(curve, { specificity: 1 }).points).toEqual([
      { threshold: 3.5, sensitivity: 0.5, specificity: 1 },
    ]);
  });

  it('is empty without a curve, and refuses a share above 1', () => {
    const empty = roc([1, 2], [1, 1], { direction: 'higher-is-positive' });
    expect(rocThreshold(empty, 'closest-top-left')).toMatchObject({
      points: [],
      warnings: ['The curve has no point.'],
    });
    expect(() => rocThreshold(empty, { sensitivity: 1.1 })).toThrow(StatsInputError);
    expect(() => rocThreshold(empty, 'best' as 'youden')).toThrow(StatsInputError);
  });
});

describe('bootstrapAuc', () => {
  it.each(cases.bootstrap)('has the percentiles of pROC on the same $replicates resamples', (wanted) => {
    const options = { direction: 'higher-is-positive', replicates: wanted.replicates } as const;
    const result = bootstrapAuc(wanted.score, outcome, { ...options, random: uniform(wanted.seed) });
    close(result.auc, wanted.auc);
    close(result.stdErr, wanted.se);
    close(result.lower, wanted.limits[0]!);
    close(result.upper, wanted.limits[1]!);
    expect(result.warnings).toHaveLength(1);
  });

  it('repeats itself, lies near DeLong, and turns over with the score', () => {
    const score = cases.bootstrap[0]!.score;
    const result = bootstrapAuc(score, outcome, { direction: 'higher-is-positive' });
    expect(bootstrapAuc(score, outcome, { direction: 'higher-is-positive' })).toEqual(result);
    expect(bootstrapAuc(score, outcome, { direction: 'higher-is-positive', seed: 2 }).lower).not.toBe(result.lower);
    const { aucLower, aucUpper, aucStdErr } = roc(score, outcome, { direction: 'higher-is-positive' });
    expect(result.lower).toBeCloseTo(aucLower!, 1);
    expect(result.upper).toBeCloseTo(aucUpper!, 1);
    expect(result.stdErr! / aucStdErr!).toBeCloseTo(1, 0);
    const turned = bootstrapAuc(
      score.map((value) => -value),
      outcome,
      { direction: 'lower-is-positive' },
    );
    expect(turned.lower).toBeCloseTo(result.lower!, 12);
  });

  it('by hand: one subject of each class can only be drawn again', () => {
    const result = bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive' });
    // Always the same area: no limits, and not 1 to 1.
    expect(result).toMatchObject({ auc: 1, stdErr: 0, lower: null, upper: null });
    expect(bootstrapAuc([2, 1], [1, 1], { direction: 'higher-is-positive' })).toMatchObject({ auc: null, lower: null });
    expect(() => bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive', replicates: 0 })).toThrow(
      StatsInputError,
    );
    expect(() => bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive', seed: 0.5 })).toThrow(StatsInputError);
  });
});

describe('calibrationCurve', () => {
  const { prob, outcome: truth, predicted, observed, n, events, lower, upper } = cases.calibration;

  it('is smoothed as lowess does, with groups and limits as R has them', () => {
    const curve = calibrationCurve(prob, truth as (0 | 1)[], { groupCount: 5 });
    expect(curve.predicted).toEqual(predicted);
    curve.observed.forEach((value, i) => close(value, observed[i]!));
    curve.points.forEach((point, i) => {
      expect([point.n, point.observed]).toEqual([n[i], events[i]]);
      close(point.lower, lower[i]!);
      close(point.upper, upper[i]!);
    });
  });

  it('by hand: where all below one half fail and all above do not, the smooth curve is 0 and 1', () => {
    const p = Array.from({ length: 40 }, (_, i) => (i % 2) * 0.5 + 0.25);
    const y = p.map((value) => (value > 0.5 ? 1 : 0));
    const curve = calibrationCurve(p, y);
    expect(curve.predicted).toEqual([0.25, 0.75]);
    close(curve.observed[0], 0);
    close(curve.observed[1], 1);
    expect(curve.warnings[0]).toContain('Tied');
  });

  it('stands with one subject, and refuses what is no probability', () => {
    expect(calibrationCurve([0.3], [1])).toMatchObject({ predicted: [0.3], observed: [1] });
    expect(() => calibrationCurve([1.2], [1])).toThrow(StatsInputError);
    expect(() => calibrationCurve([0.2], [1], { groupCount: 1 })).toThrow(StatsInputError);
  });
});

describe('classAverages', () => {
  const { table, labels, precision, recall, f1, macro, weighted, accuracy } = cases.classes;

  it('are those of R', () => {
    const result = classAverages(table, labels);
    result.classes.forEach((one, k) => {
      close(one.precision, precision[k]!);
      close(one.recall, recall[k]!);
      close(one.f1, f1[k]!);
    });
    const [ofMacro, ofWeighted, ofMicro] = result.averages;
    [ofMacro!.precision, ofMacro!.recall, ofMacro!.f1].forEach((value, k) => close(value, macro[k]!));
    [ofWeighted!.precision, ofWeighted!.recall, ofWeighted!.f1].forEach((value, k) => close(value, weighted[k]!));
    close(ofMicro!.f1, accuracy);
  });

  it('by hand: of 3, 1 / 2, 4 precision is 3/5 and 4/5, so the macro average 7/10', () => {
    const { averages } = classAverages(
      [
        [3, 1],
        [2, 4],
      ],
      ['a', 'b'],
    );
    expect(averages[0]!.precision).toBeCloseTo(0.7, 14);
    expect(averages[1]!.precision).toBeCloseTo(0.4 * 0.6 + 0.6 * 0.8, 14);
  });

  it('is null where a class is never predicted', () => {
    const result = classAverages(
      [
        [3, 0],
        [2, 0],
      ],
      ['a', 'b'],
    );
    expect(result.classes[1]).toMatchObject({ precision: null, recall: 0, f1: 0 });
    expect(result.averages[0]!.precision).toBeNull();
    expect(result.warnings[0]).toContain('b');
    expect(() => classAverages(table, ['a'])).toThrow(StatsInputError);
  });
});

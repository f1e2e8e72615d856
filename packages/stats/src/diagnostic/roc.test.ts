import { describe, expect, it } from 'vitest';
import { delongPaired } from './delong.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';

const direction = 'higher-is-positive';

describe('roc', () => {
  it('counts pairs, 3 of 4 correctly ordered', () => {
    const result = roc([1, 2, 3, 4], [0, 1, 0, 1], { direction });
    expect(result.auc).toBe(0.75);
    expect(result.thresholds).toEqual([-Infinity, 1.5, 2.5, 3.5, Infinity]);
    expect(result.sensitivity).toEqual([1, 1, 0.5, 0.5, 0]);
    expect(result.specificity).toEqual([0, 0.5, 0.5, 1, 1]);
    expect(result.youden.map(({ threshold }) => threshold)).toEqual([1.5, 3.5]);
    // Placements 1/2, 1 and 1, 1/2: each class has variance 1/8 of its mean.
    expect(result.aucStdErr).toBeCloseTo(Math.sqrt(1 / 8 / 2 + 1 / 8 / 2), 14);
  });

  it('counts a tie as half', () => {
    expect(roc([1, 1], [0, 1], { direction }).auc).toBe(0.5);
  });

  it('is 1 minus the area in the other direction', () => {
    const scores = [5, 1, 4, 2, 2];
    const positive = [true, false, false, true, false];
    const up = roc(scores, positive, { direction });
    const down = roc(scores, positive, { direction: 'lower-is-positive' });
    expect(up.auc! + down.auc!).toBeCloseTo(1, 14);
    expect(down.thresholds[0]).toBe(Infinity);
  });

  it('is not estimable with one class, and warns', () => {
    const result = roc([1, 2], [1, 1], { direction });
    expect(result).toMatchObject({ auc: null, youden: [] });
    expect(result.warnings).toHaveLength(1);
  });

  it('has no standard error with a single positive', () => {
    expect(roc([1, 2, 3], [0, 0, 1], { direction })).toMatchObject({ auc: 1, aucStdErr: null, aucLower: null });
  });

  it('finds no difference between a score and itself', () => {
    const scores = [1, 3, 2, 4, 6, 5];
    const result = delongPaired(scores, scores, [0, 0, 1, 0, 1, 1], { direction });
    expect(result).toMatchObject({ difference: 0, pValue: null });
  });

  it.each<[string, () => unknown]>([
    ['unequal lengths', () => roc([1], [0, 1], { direction })],
    ['NaN', () => roc([1, NaN], [0, 1], { direction })],
    ['nobody', () => roc([], [], { direction })],
    ['a guessed direction', () => roc([1, 2], [0, 1], { direction: 'auto' as 'higher-is-positive' })],
  ])('refuses %s', (_what, run) => {
    expect(run).toThrow(StatsInputError);
  });
});

import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/roc-more.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';
import { rocThreshold } from './roc-threshold.ts';

const { cases } = reference;
const outcome = cases.outcome as (0 | 1)[];
const close = (actual: number | null | undefined, wanted: number) => expect(actual).toBeCloseTo(wanted, 10);

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
      // R's JSON has no infinity: it is written as null.
      found.points.forEach(({ threshold, sensitivity, specificity }, i) => {
        if (points[i]![0] !== null) close(threshold, points[i]![0]!);
        else expect(Math.abs(threshold)).toBe(Infinity);
        close(sensitivity, points[i]![1]!);
        close(specificity, points[i]![2]!);
      });
    }
  });

  it('reaches sensitivity 1 at 1.5 with specificity 1/2 for scores 1 to 4 with 2 and 4 positive', () => {
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
      warnings: [statement('curveWithoutPoint')],
    });
    expect(() => rocThreshold(empty, { sensitivity: 1.1 })).toThrow(StatsInputError);
    expect(() => rocThreshold(empty, 'best' as 'youden')).toThrow(StatsInputError);
  });
});

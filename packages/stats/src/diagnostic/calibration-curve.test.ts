import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/roc-more.json' with { type: 'json' };
import { calibrationCurve } from './calibration-curve.ts';
import { StatsInputError } from '../numerics/errors.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual).toBeCloseTo(wanted, 10);

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

  it('has a smooth curve of 0 and 1 if the outcome splits at one half', () => {
    const p = Array.from({ length: 40 }, (_, i) => (i % 2) * 0.5 + 0.25);
    const y = p.map((value) => (value > 0.5 ? 1 : 0));
    const curve = calibrationCurve(p, y);
    expect(curve.predicted).toEqual([0.25, 0.75]);
    close(curve.observed[0], 0);
    close(curve.observed[1], 1);
    expect(curve.warnings[0]).toEqual(statement('tiesLeftFewerGroups'));
  });

  it('works with one subject, and refuses what is not a probability', () => {
    expect(calibrationCurve([0.3], [1])).toMatchObject({ predicted: [0.3], observed: [1] });
    expect(() => calibrationCurve([1.2], [1])).toThrow(StatsInputError);
    expect(() => calibrationCurve([0.2], [1], { groupCount: 1 })).toThrow(StatsInputError);
  });
});

import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { confusion, confusionFromCounts } from './confusion.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';

const direction = 'higher-is-positive';

describe('confusion', () => {
  it('calls positive at the threshold itself', () => {
    expect(confusion([0.2, 0.5, 0.7], [0, 1, 1], 0.5, { direction })).toMatchObject({ tp: 2, fp: 0, fn: 0, tn: 1 });
    const lower = confusion([0.2, 0.5, 0.7], [1, 1, 0], 0.5, { direction: 'lower-is-positive' });
    expect(lower).toMatchObject({ tp: 2, fp: 0, fn: 0, tn: 1 });
  });

  it('reports fractions with their counts', () => {
    const { metrics } = confusionFromCounts({ tp: 15, fp: 5, fn: 5, tn: 22 });
    const byName = Object.fromEntries(metrics.map((metric) => [metric.name, metric]));
    expect(byName.accuracy).toMatchObject({ value: 37 / 47, numerator: 37, denominator: 47 });
    expect(byName.f1).toMatchObject({ value: 30 / 40, lower: null, upper: null });
  });

  it('is null for 0 / 0, with a warning', () => {
    const result = confusionFromCounts({ tp: 0, fp: 0, fn: 3, tn: 4 });
    expect(result.metrics.find(({ name }) => name === 'ppv')?.value).toBeNull();
    expect(result.warnings[0]).toEqual(statement('metricWithoutValue', { metric: 'ppv', why: 'noneCalledPositive' }));
  });

  it('refuses outcome bytes other than 0 and 1', () => {
    expect(() => roc([1, 2, 3], Uint8Array.of(0, 1, 2), { direction })).toThrow(/entry 2: must be true or false/);
  });

  it('refuses counts that are not whole', () => {
    expect(() => confusionFromCounts({ tp: 1.5, fp: 0, fn: 0, tn: 0 })).toThrow(StatsInputError);
    expect(() => confusionFromCounts({ tp: 0, fp: 0, fn: 0, tn: 0 })).toThrow(StatsInputError);
  });
});

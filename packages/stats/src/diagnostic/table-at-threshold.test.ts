import { describe, expect, it } from 'vitest';
import golden from '../../reference/goldens/roc_asah.json' with { type: 'json' };
import { readCsv } from '../../reference/read-csv.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { classedScores, countsAt, measuredTable } from './table-at-threshold.ts';

const table = readCsv(new URL('../../reference/goldens/asah.csv', import.meta.url));
const calls = golden.calls.filter(({ fn, args }) => fn === 'roc' && args.direction === '<');
const numbers = (column: string) => (table[column] ?? []).map(Number);

describe('the table at a threshold', () => {
  it.each(calls)(
    'has the sensitivity and specificity of pROC at each threshold of $args.score',
    ({ args, expect: ofR }) => {
      const { thresholds, sensitivities, specificities } = ofR as unknown as Record<string, (number | string)[]>;
      const sorted = classedScores(numbers(args.score!), numbers(args.outcome!) as (0 | 1)[]);
      expect(thresholds!.length).toBeGreaterThan(3);
      thresholds!.forEach((threshold, i) => {
        const { tp, fp, fn, tn } = countsAt(sorted, Number(threshold));
        expect(tp / (tp + fn)).toBeCloseTo(Number(sensitivities![i]), 12);
        expect(tn / (tn + fp)).toBeCloseTo(Number(specificities![i]), 12);
      });
    },
  );

  it('calls a score that reaches the threshold, and renames the cells where the other class is positive', () => {
    // By hand: 0.5 and 0.7 are called; 0.2 of the high class is missed, 0.1 of the low one rejected.
    const sorted = classedScores([0.7, 0.2, 0.5, 0.1], [1, 1, 0, 0]);
    expect(countsAt(sorted, 0.5)).toEqual({ tp: 1, fp: 1, fn: 1, tn: 1 });
    expect(countsAt(sorted, 0.6)).toEqual({ tp: 1, fp: 0, fn: 1, tn: 2 });
    expect(countsAt(sorted, 0.6, true)).toEqual({ tp: 2, fp: 1, fn: 0, tn: 1 });
    expect(countsAt(sorted, 0)).toEqual({ tp: 2, fp: 2, fn: 0, tn: 0 });
    expect(() => countsAt(sorted, NaN)).toThrow(StatsInputError);
  });

  it('has the shares next to each of few cases: beside 1 of 2 are 0 and 1', () => {
    const { metrics, measures } = measuredTable({ tp: 1, fp: 1, fn: 1, tn: 1 });
    expect(metrics.find(({ name }) => name === 'sensitivity')).toMatchObject({ value: 0.5, below: 0, above: 1 });
    expect(metrics.find(({ name }) => name === 'accuracy')).toMatchObject({ value: 0.5, below: 0.25, above: 0.75 });
    expect(measures.find(({ name }) => name === 'mcc')).toMatchObject({ below: null, above: null });
  });
});

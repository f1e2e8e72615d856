import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/roc-more.json' with { type: 'json' };
import { classAverages } from './class-averages.ts';
import { StatsInputError } from '../numerics/errors.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual).toBeCloseTo(wanted, 10);

describe('classAverages', () => {
  const { table, labels, precision, recall, f1, macro, weighted, accuracy } = cases.classes;

  it('equals R', () => {
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

  it('has precisions 3/5 and 4/5 and macro average 7/10 for 3, 1 / 2, 4', () => {
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

  it('is null if a class is never predicted', () => {
    const result = classAverages(
      [
        [3, 0],
        [2, 0],
      ],
      ['a', 'b'],
    );
    expect(result.classes[1]).toMatchObject({ precision: null, recall: 0, f1: 0 });
    expect(result.averages[0]!.precision).toBeNull();
    expect(result.warnings).toEqual([statement('classesWithoutMeasure', { classes: ['b'] })]);
    expect(() => classAverages(table, ['a'])).toThrow(StatsInputError);
  });
});

import { describe, expect, it } from 'vitest';
import { type Confusion, type Evaluation } from '@/evaluation/evaluation.ts';
import { countedAt, isOfSameCases, measuredAt, sortedCases } from './counted-cut.ts';

const scored = (score: number, positive: boolean) => ({ score, positive });
/** High: 0.9, 0.5, 0.2; low: 0.6, 0.1. At 0.5 two of three and one of two are called. */
const cases = [scored(0.9, true), scored(0.5, true), scored(0.2, true), scored(0.6, false), scored(0.1, false)];
const said = { code: 'confusionWilson', en: 'Wilson', zh: 'Wilson' };
const named = {
  ...{ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 },
  metrics: [{ name: 'sensitivity', value: null, below: null, above: null, methodStatement: said }],
  measures: [{ name: 'prevalence', value: null, methodStatement: said }],
} as unknown as Confusion;
const base = {
  ...{ dataVersion: 7, threshold: null, confusion: null, isLowPositive: false, cases },
  statements: [{ code: 'metricWithoutValue' }, { code: 'severalSlides' }],
} as unknown as Evaluation;
const sorted = sortedCases(base)!;

describe('an evaluation at a threshold that moves', () => {
  it('has the counts of the cases and the words of another threshold', () => {
    const { confusion, threshold, statements } = countedAt(0.5, base, sorted, named);
    expect(threshold).toBe(0.5);
    expect(confusion).toMatchObject({ truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 1 });
    expect(confusion.metrics[0]).toMatchObject({ value: 2 / 3, numerator: 2, denominator: 3, below: 1 / 3, above: 1 });
    expect(confusion.metrics[0]!.methodStatement).toBe(said);
    // A measure that the API sends without its neighbours has none here either.
    expect(confusion.measures[0]).toMatchObject({ value: 3 / 5 });
    expect(confusion.measures[0]).not.toHaveProperty('below');
    expect(statements.map(({ code }) => code)).toEqual(['severalSlides']);
  });

  it('calls scores below it where the other class is positive', () => {
    const flipped = {
      ...base,
      isLowPositive: true,
      cases: cases.map(({ score, positive }) => scored(score, !positive)),
    } as unknown as Evaluation;
    expect(countedAt(0.5, flipped, sortedCases(flipped)!, named).confusion).toMatchObject({
      ...{ truePositive: 1, falsePositive: 1, falseNegative: 1, trueNegative: 2 },
    });
  });

  it('has both shares, and none of an empty class', () => {
    expect(measuredAt(0.5, base, sorted)).toEqual({ sensitivity: 2 / 3, specificity: 1 / 2 });
    const one = { ...base, cases: cases.slice(0, 3) } as unknown as Evaluation;
    expect(measuredAt(0.5, one, sortedCases(one)!)).toBeNull();
    expect(sortedCases({ ...base, cases: [] })).toBeNull();
  });
});

describe('the answer of the API', () => {
  const answer = (counts: object, dataVersion = 7) =>
    ({ threshold: 0.5, dataVersion, confusion: { ...named, ...counts } }) as unknown as Evaluation;
  const counts = { truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 1 };

  it('is of the same cases where version and counts are those of the cases', () => {
    expect(isOfSameCases(answer(counts), base, sorted)).toBe(true);
    expect(isOfSameCases(answer(counts, 8), base, sorted)).toBe(false);
    expect(isOfSameCases(answer({ ...counts, truePositive: 3 }), base, sorted)).toBe(false);
  });
});

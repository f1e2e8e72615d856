import { describe, expect, it } from 'vitest';
import { summarise, tallyOf } from '../kernels/quantity.ts';
import { bestConstant, drawsOf, rule } from './attacker.fixture.ts';
import { toFigures } from './protect-counts.ts';
import { toldValues } from './told-quantity.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

function summaryOf(values: readonly number[]) {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const counts = Uint32Array.from([0, ...distinct.map((one) => values.filter((value) => value === one).length)]);
  return summarise([tallyOf(Float64Array.from(distinct), counts)], values.length);
}
const told = (values: readonly number[]) => toldValues(summaryOf(values), summaryOf(values), rule);

describe('what is told of values', () => {
  it('has two figures where nobody is far from the others', () => {
    // 31 to 70, each twice: mean 50.5, quartiles by R type 7 40.75 and 60.25, standard deviation 11.62 by hand.
    const values = range(0, 80).map((i) => 31 + (i % 40));
    expect(told(values)).toEqual({
      ...{ mean: 51, standardDeviation: 12, lowerQuartile: 41, median: 51, upperQuartile: 60 },
    });
  });

  it('has fewer where one patient would move it, and quartiles all the same', () => {
    const values = range(0, 40).map((i) => 31 + i);
    // Of forty, one at 300 moves a mean of 57 by 6, and the deviation by more than it is.
    expect(told([...values.slice(1), 300])).toMatchObject({ mean: null, standardDeviation: null, median: 52 });
    expect(told(range(0, 20).map((i) => 31 + 2 * i))).toMatchObject({ mean: 50 });
  });

  it('is nothing of few', () => {
    expect(told([50, 51, 52])).toMatchObject({ mean: null, median: null });
  });
});

describe('who subtracts two means, of which one leaves out the patient with the largest value and ten others', () => {
  /** Values such as AFP has: a logarithm of a normal distribution, wide. */
  const studies = range(0, 200).map((i) => {
    const draw = drawsOf(7000 + i);
    const one = () => (draw(1_000_000) + 0.5) / 1_000_000;
    const normal = () => Math.sqrt(-2 * Math.log(one())) * Math.cos(2 * Math.PI * one());
    const values = range(0, 200).map(() => Math.round(Math.exp(6 + 2.2 * normal())));
    return values.toSorted((a, b) => b - a);
  });
  const isNear = (guess: number, truth: number) => Math.abs(guess - truth) <= 0.2 * truth;
  const guessOf = (mean: (values: readonly number[]) => number | null, values: readonly number[]): number | null => {
    // Ten who are known to be usual go with the largest.
    const without = [...values.slice(1, 95), ...values.slice(105)];
    const [one, other] = [mean(values), mean(without)];
    return one === null || other === null ? null : one * values.length - other * without.length - 10 * (values[100] ?? 0);
  }; // prettier-ignore
  const truths = studies.map((values) => values[0] ?? 0);
  /** The guess that is near to most of the largest values. */
  const constant = truths.toSorted(
    (a, b) => truths.filter((truth) => isNear(b, truth)).length - truths.filter((truth) => isNear(a, truth)).length,
  )[0]!;
  const hits = (mean: (values: readonly number[]) => number | null) =>
    studies.filter((values, i) => isNear(guessOf(mean, values) ?? constant, truths[i] ?? 0)).length / studies.length;
  const bound = bestConstant(truths.map((truth) => Number(isNear(constant, truth)) || -1 - truth)) + 0.02;

  it('finds most of these values to a fifth where every mean has two figures', () => {
    expect(hits((values) => toFigures(summaryOf(values).mean, 2))).toBeGreaterThan(0.6);
  });

  it('gains at most two points over always naming the same value', () => {
    expect(hits((values) => told(values).mean)).toBeLessThanOrEqual(bound);
  });
});

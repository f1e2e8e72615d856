import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const draw = (seed: number, n: number, kind: 'uniform' | 'normal') => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => random[kind]());
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the same seed repeats the numbers, another seed does not', () => {
  expect(draw(1, 50, 'normal')).toEqual(draw(1, 50, 'normal'));
  expect(draw(1, 50, 'normal')).not.toEqual(draw(2, 50, 'normal'));
});

test('uniform numbers fill [0, 1) evenly', () => {
  const values = draw(3, 40_000, 'uniform');
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(mean(values)).toBeCloseTo(0.5, 1); // standard error 0.0014
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = values.filter((value) => Math.floor(value * 10) === tenth).length / values.length;
    expect(share).toBeCloseTo(0.1, 1);
  }
});

test('normal numbers have mean 0, variance 1 and 4.55 % beyond two deviations', () => {
  const values = draw(4, 40_000, 'normal');
  expect(Math.abs(mean(values))).toBeLessThan(0.025); // five standard errors
  expect(Math.abs(mean(values.map((value) => value * value)) - 1)).toBeLessThan(0.036);
  const tails = values.filter((value) => Math.abs(value) > 2).length / values.length;
  expect(Math.abs(tails - 0.0455)).toBeLessThan(0.0053);
});

import { describe, expect, it } from 'vitest';
import { sumSteps } from './tied-steps.ts';

function termByTerm(total: number, dying: number, steps: number) {
  const left = Array.from({ length: steps }, (_, k) => total - (dying * k) / steps);
  // Small terms first: a sum to compare with must not lose digits itself.
  const sum = (term: (value: number) => number) =>
    left
      .map(term)
      .sort((a, b) => Math.abs(a) - Math.abs(b))
      .reduce((a, b) => a + b, 0);
  return { logs: sum(Math.log), inverses: sum((v) => 1 / v), squares: sum((v) => 1 / v ** 2) };
}

describe('sumSteps', () => {
  it('is 1/3 + 1/2 + 1 if three of three die', () => {
    const { logs, inverses, squares } = sumSteps(3, 3, 3);
    expect(inverses).toBeCloseTo(11 / 6, 14);
    expect(squares).toBeCloseTo(49 / 36, 14);
    expect(logs).toBeCloseTo(Math.log(6), 14);
  });

  it.each([
    [100, 12, 12],
    [1000, 1000, 1000],
    [1000.5, 999.25, 400],
    [40, 39, 39],
    [5e5, 800, 800],
    [3e5, 2.5e5, 9e4],
    [7.25, 0.5, 60],
    [2, 2, 1],
  ])('equals the terms added one by one: total %d, dying %d, steps %d', (total, dying, steps) => {
    const sums = sumSteps(total, dying, steps);
    const terms = termByTerm(total, dying, steps);
    for (const key of ['logs', 'inverses', 'squares'] as const) {
      expect(Math.abs(sums[key] / terms[key] - 1)).toBeLessThan(2e-14);
    }
  });
});

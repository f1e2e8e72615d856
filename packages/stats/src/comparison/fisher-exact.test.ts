import { describe, expect, it } from 'vitest';
import { fisherExact } from './fisher-exact.ts';

describe('fisherExact', () => {
  it('has a p value of 34 / 70 for the lady tasting tea', () => {
    expect(
      fisherExact([
        [3, 1],
        [1, 3],
      ]).pValue,
    ).toBeCloseTo(34 / 70, 12);
    expect(
      fisherExact([
        [3, 1],
        [1, 3],
      ]).pGreater,
    ).toBeCloseTo(17 / 70, 12);
  });

  it('has a p value of 6 / 90 for a table of three rows', () => {
    // Margins 2, 2, 2 by 2, 2, 2: 90 arrangements; the six with three 2s have 1 each, so p = 6 / 90.
    expect(
      fisherExact([
        [2, 0, 0],
        [0, 2, 0],
        [0, 0, 2],
      ]).pValue,
    ).toBeCloseTo(6 / 90, 12);
  });

  it('finds exact roots that solve their equations', () => {
    const { lower, upper, oddsRatio } = fisherExact(
      [
        [3, 1],
        [1, 3],
      ],
      { rootTolerance: 1e-13 },
    );
    // Weights of 0 to 4 in the first cell: 1, 16, 36, 16, 1.
    const weight = [1, 16, 36, 16, 1];
    const share = (ratio: number, keep: (x: number) => boolean) => {
      const terms = weight.map((w, x) => w * ratio ** x);
      return terms.reduce((sum, t, x) => (keep(x) ? sum + t : sum), 0) / terms.reduce((sum, t) => sum + t, 0);
    };
    expect(share(lower!, (x) => x >= 3)).toBeCloseTo(0.025, 10);
    expect(share(upper!, (x) => x <= 3)).toBeCloseTo(0.025, 10);
    const mean = [1, 2, 3, 4].reduce((sum, k) => sum + share(oddsRatio!, (x) => x >= k), 0);
    expect(mean).toBeCloseTo(3, 9);
  });
});

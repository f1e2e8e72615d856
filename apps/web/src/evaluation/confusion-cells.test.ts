import { describe, expect, it } from 'vitest';
import { confusionCells, isSameCell } from './confusion-cells.ts';

const words = {
  share: (share: string, truth: string) => `${share} of true ${truth}`,
  spoken: ({ count, row, truth, predicted }: { count: number; row: number; truth: string; predicted: string }) =>
    `${count} of ${row} true ${truth} predicted ${predicted}`,
};
const classes = ['CR/PR', 'SD/PD'] as const;

describe('cells of a confusion matrix', () => {
  it('show their share of the true class', () => {
    // By hand: 22 of 27 is 81.48 %, 5 of 27 is 18.52 %; 3 of 24 is 12.5 %, rounded up; 21 of 24 is 87.5 %.
    const counts = { trueNegative: 22, falsePositive: 5, falseNegative: 3, truePositive: 21 };
    const cells = confusionCells(counts, classes, words);
    expect(cells.map(({ shortShare }) => shortShare)).toEqual(['81 %', '19 %', '13 %', '88 %']);
    expect(cells[1]).toEqual({
      truth: 0,
      predicted: 1,
      count: 5,
      shortShare: '19 %',
      share: '19 % of true CR/PR',
      spoken: '5 of 27 true CR/PR predicted SD/PD',
    });
  });

  it('have no share if their true class is empty', () => {
    const counts = { trueNegative: 0, falsePositive: 0, falseNegative: 0, truePositive: 4 };
    const shares = confusionCells(counts, classes, words).map(({ share, shortShare }) => [share, shortShare]);
    expect(shares.slice(0, 2)).toEqual([['', ''], ['', '']]); // prettier-ignore
    expect(shares[3]).toEqual(['100 % of true SD/PD', '100 %']);
  });

  it('are distinguished by row and column', () => {
    expect(isSameCell({ truth: 1, predicted: 0 }, { truth: 1, predicted: 0 })).toBe(true);
    expect(isSameCell({ truth: 1, predicted: 0 }, { truth: 0, predicted: 1 })).toBe(false);
    expect(isSameCell({ truth: 1, predicted: 0 }, null)).toBe(false);
  });
});

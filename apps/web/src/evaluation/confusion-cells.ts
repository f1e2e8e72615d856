import { type ConfusionCell } from '@/charts/confusion-chart-data.ts';
import { showPercent } from '@/numbers/show.ts';

export interface ConfusionCounts {
  readonly trueNegative: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly truePositive: number;
}

export interface CellAddress {
  readonly truth: 0 | 1;
  readonly predicted: 0 | 1;
}

/** The text of a cell, from its count and the true class that it is a share of. */
export interface CellWords {
  /** @param share - such as "81 %". */
  readonly share: (share: string, truth: string) => string;
  readonly spoken: (cell: { count: number; row: number; truth: string; predicted: string }) => string;
}

/** The four cells of a matrix, row by row; each with its share of the true class, '' if the class is empty. */
export function confusionCells(
  { trueNegative, falsePositive, falseNegative, truePositive }: ConfusionCounts,
  classes: readonly [negative: string, positive: string],
  words: CellWords,
): readonly ConfusionCell[] {
  const cell = (truth: 0 | 1, predicted: 0 | 1, count: number, row: number): ConfusionCell => {
    const share = row === 0 ? '' : showPercent(count / row, 0);
    return {
      truth,
      predicted,
      count,
      shortShare: share,
      share: share === '' ? '' : words.share(share, classes[truth]),
      spoken: words.spoken({ count, row, truth: classes[truth], predicted: classes[predicted] }),
    };
  };
  const [negatives, positives] = [trueNegative + falsePositive, falseNegative + truePositive];
  return [
    cell(0, 0, trueNegative, negatives),
    cell(0, 1, falsePositive, negatives),
    cell(1, 0, falseNegative, positives),
    cell(1, 1, truePositive, positives),
  ];
}

export function isSameCell(a: CellAddress, b: CellAddress | null): boolean {
  return a.truth === b?.truth && a.predicted === b.predicted;
}

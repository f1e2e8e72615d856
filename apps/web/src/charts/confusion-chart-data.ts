import { type Scheme } from './series-style.ts';

/** Row is the true class, column the predicted one; index 0 is the negative class, 1 the positive. */
export interface ConfusionCell {
  readonly truth: 0 | 1;
  readonly predicted: 0 | 1;
  readonly count: number;
  /** Count and share in words, such as "22 of 27 true CR/PR called CR/PR". */
  readonly spoken: string;
  /** Second line in the cell, such as "81 % of true CR/PR". */
  readonly share: string;
  /** The same where the cell is narrow, such as "81 %". */
  readonly shortShare: string;
}

export interface ConfusionChartProps {
  /** Negative class first. */
  readonly classes: readonly [negative: string, positive: string];
  readonly cells: readonly ConfusionCell[];
  readonly trueTitle: string;
  readonly predictedTitle: string;
  readonly totalTitle: string;
  readonly summary: string;
  readonly scheme: Scheme;
  readonly chosen?: { readonly truth: 0 | 1; readonly predicted: 0 | 1 } | null;
  readonly onCell?: ((cell: ConfusionCell) => void) | undefined;
  readonly widthPx: number;
  readonly heightPx: number;
}

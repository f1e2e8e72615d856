import { statement, type Statement } from '@haim/schema';
import { checkTable } from '../comparison/chi-square.ts';
import { StatsInputError } from '../numerics/errors.ts';

/**
 * - `macro`: plain mean over the classes, each counting the same.
 * - `weighted`: mean over the classes by their size.
 * - `micro`: from the summed counts; with one label per subject it is the accuracy.
 */
export type AverageName = 'macro' | 'weighted' | 'micro';

export interface ClassMeasures {
  /** Also called positive predictive value; null where the class is never predicted. */
  readonly precision: number | null;
  /** Also called sensitivity; null where the class never occurs. */
  readonly recall: number | null;
  /** 2 tp / (2 tp + fp + fn). */
  readonly f1: number | null;
}

export interface ClassAverages {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly accuracy: number;
  /** In the order of the table. */
  readonly classes: (ClassMeasures & { readonly label: string; readonly n: number })[];
  /** null if one of its classes has no value. */
  readonly averages: (ClassMeasures & { readonly average: AverageName })[];
}

/**
 * Precision, recall and F1 of each class and their averages by name, for two or more classes.
 *
 * @param table - [classes, classes] whole counts; rows the truth, columns the prediction, in the order of `labels`.
 * @param labels - one per class.
 * @returns measures per class in the order of the table, and per average; null where a denominator is 0.
 * @throws StatsInputError on a table that is not square, whole and non-empty, or another number of labels.
 *
 * Source: Sokolova & Lapalme 2009.
 * Checked against: reference/roc-more.R (the formulas on MASS::lda of iris).
 * Common wrong use: quoting "the" F1 of a two-class model; that of the positive class and the macro average differ.
 */
export function classAverages(table: readonly (readonly number[])[], labels: readonly string[]): ClassAverages {
  const { rows, columns, total: n } = checkTable(table);
  if (rows.length !== columns.length) throw new StatsInputError('table', 'must be square');
  if (n === 0) throw new StatsInputError('table', 'needs at least one subject');
  if (labels.length !== rows.length) throw new StatsInputError('labels', `must name ${rows.length} classes`);
  const classes = labels.map((label, k) => {
    const right = table[k]?.[k] as number;
    const [size, predicted] = [rows[k] as number, columns[k] as number];
    return {
      label,
      n: size,
      precision: ratio(right, predicted),
      recall: ratio(right, size),
      f1: ratio(2 * right, size + predicted),
    };
  });
  const accuracy = table.reduce((sum, row, k) => sum + (row[k] as number), 0) / n;
  const measures = ['precision', 'recall', 'f1'] as const;
  const over = (weightOf: (size: number) => number): ClassMeasures => {
    const mean = (measure: (typeof measures)[number]) => {
      const counted = classes.filter(({ n: size }) => weightOf(size) > 0);
      if (counted.some((one) => one[measure] === null)) return null;
      return counted.reduce((sum, one) => sum + weightOf(one.n) * (one[measure] ?? 0), 0);
    };
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
  };
  const lacking = classes.filter((one) => measures.some((measure) => one[measure] === null)).map(({ label }) => label);
  return {
    method: statement('classAverages'),
    warnings: lacking.length > 0 ? [statement('classesWithoutMeasure', { classes: lacking })] : [],
    n,
    accuracy,
    classes,
    averages: [
      { average: 'macro', ...over(() => 1 / classes.length) },
      { average: 'weighted', ...over((size) => size / n) },
      { average: 'micro', precision: accuracy, recall: accuracy, f1: accuracy },
    ],
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

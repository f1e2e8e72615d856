import { vector } from './recipe.ts';
import { scoredScript } from './scored-script.ts';
import { type MeasuredCounts, tableLines } from './table-at-threshold.ts';

/** What the portal has of a score against two classes. */
export interface ScoredCurve {
  readonly n: number;
  readonly nPositive: number;
  /** Whether high scores predict the class that is not the positive one. */
  readonly isFlipped: boolean;
  /** Area under the curve with its limits; null where there is none. */
  readonly area: readonly [number | null, number | null, number | null];
  /** Of the positive class, from (0, 0) to (1, 1). */
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
  /** At a threshold, with what follows from the counts; null where there is no threshold. */
  readonly matrix: MeasuredCounts | null;
}

const vertices = String.raw`at <- c(Inf, sort(unique(d$score), decreasing = TRUE))
high <- vapply(at, function(t) mean(x >= t), 0)
low <- vapply(at, function(t) mean(y < t), 0)
sensitivity <- if (is_flipped) rev(low) else high
specificity <- if (is_flipped) rev(high) else low`;

/**
 * An R script that reads a CSV of scores and classes, computes the ROC curve, its area with limits and the matrix at a
 * threshold, and stops where R differs.
 *
 * @param curve - what the portal has.
 * @param head - lines of comment: what the figure is, of which data.
 * @param csv - the file the script reads unless its first argument names another, in UTF-8, with the columns score and
 *   positive (1 or 0), a row for each patient.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837-45; Newcombe, Stat Med 2006;25:559-73, method 5.
 * Checked against: R itself: the script of scores judged by hand is run if R is installed.
 */
export function rocToR(curve: ScoredCurve, head: readonly string[], csv: string): string {
  const { n, nPositive, isFlipped, area, sensitivity, specificity, matrix } = curve;
  return scoredScript({ n, nPositive, isFlipped }, head, csv, [
    ...(sensitivity.length > 0
      ? [
          vertices,
          `agree("area, limits", area(x, y), ${vector(area)})`,
          `agree("sensitivity", sensitivity, ${vector(sensitivity)})`,
          `agree("specificity", specificity, ${vector(specificity)})`,
        ]
      : []),
    ...(matrix ? tableLines(matrix) : []),
  ]);
}

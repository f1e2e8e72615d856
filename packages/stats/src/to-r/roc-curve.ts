import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { vector } from './recipe.ts';

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
  /** At a threshold: true and false positive, false and true negative; null where there is no threshold. */
  readonly matrix: { readonly threshold: number; readonly counts: readonly number[] } | null;
}

/** DeLong's area in base R, and the method 5 of Newcombe where its variance is 0. */
const functions = String.raw`d$score <- as.numeric(d$score)
is_positive <- d$positive %in% "1"
is_high <- is_positive != is_flipped
x <- d$score[is_high]; y <- d$score[!is_high]
area <- function(x, y) {
  m <- length(x); n <- length(y)
  if (m == 0 || n == 0) return(c(NA, NA, NA))
  all <- rank(c(x, y))
  v10 <- (all[seq_len(m)] - rank(x)) / n
  v01 <- 1 - (all[m + seq_len(n)] - rank(y)) / m
  A <- mean(v10); z <- qnorm(.975)
  se <- sqrt((if (m > 1) var(v10) / m else NA) + (if (n > 1) var(v01) / n else NA))
  if (is.na(se)) return(c(A, NA, NA))
  if (se > 1e-9) return(c(A, max(0, A - z * se), min(1, A + z * se)))
  k <- (m + n) / 2 - 1
  off <- function(t) abs(A - t) - z * sqrt(t * (1 - t) * (1 + k * (1 - t) / (2 - t) + k * t / (1 + t)) / (m * n))
  lower <- if (A == 0) 0 else uniroot(off, c(0, A * (1 - 1e-9)), tol = 1e-13)$root
  upper <- if (A == 1) 1 else uniroot(off, c(A + (1 - A) * 1e-9, 1), tol = 1e-13)$root
  c(A, lower, upper)
}
at <- c(Inf, sort(unique(d$score), decreasing = TRUE))
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
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    '# Rscript this-file.R [data.csv]',
    AGREE,
    'needs(c())',
    ...fileLines(csv, 'UTF-8'),
    `is_flipped <- ${isFlipped ? 'TRUE' : 'FALSE'}`,
    functions,
    `agree("patients, positive", c(nrow(d), sum(is_positive)), ${vector([n, nPositive])})`,
    ...(sensitivity.length > 0
      ? [
          `agree("area, limits", area(x, y), ${vector(area)})`,
          `agree("sensitivity", sensitivity, ${vector(sensitivity)})`,
          `agree("specificity", specificity, ${vector(specificity)})`,
        ]
      : []),
    ...(matrix
      ? [
          `called <- (d$score >= ${matrix.threshold}) != is_flipped`,
          'counts <- c(sum(called & is_positive), sum(called & !is_positive), sum(!called & is_positive), sum(!called & !is_positive))',
          `agree("matrix", counts, ${vector(matrix.counts)})`,
        ]
      : []),
    '',
  ].join('\n');
}

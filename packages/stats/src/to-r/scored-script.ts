import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { vector } from './recipe.ts';

/** What every figure of a score against two classes is of. */
export interface ScoredCases {
  readonly n: number;
  readonly nPositive: number;
  /** Whether high scores predict the class that is not the positive one. */
  readonly isFlipped: boolean;
}

/** DeLong's area in base R, and the method 5 of Newcombe where its variance is 0. */
export const AREA = String.raw`area <- function(x, y) {
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
}`;

/** Limits of a share by prop.test; nothing of nothing. */
export const WILSON = String.raw`wilson <- function(k, n) if (n == 0) c(NA, NA) else suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int[1:2])
share <- function(k, n) c(if (n == 0) NA else k / n, wilson(k, n))`;

/**
 * A script that reads a CSV with the columns score and positive (1 or 0), a row for each patient, and then runs its lines:
 * they find `is_positive`, `is_high` (of the class that high scores predict), the scores `x` and `y` of both, and `area`.
 *
 * @param packages - that the lines need beside base R.
 */
export function scoredScript(
  { n, nPositive, isFlipped }: ScoredCases,
  head: readonly string[],
  csv: string,
  lines: readonly string[],
  packages: readonly string[] = [],
): string {
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    '# Rscript this-file.R [data.csv]',
    AGREE,
    `needs(c(${packages.map((name) => JSON.stringify(name)).join(', ')}))`,
    ...fileLines(csv, 'UTF-8'),
    `is_flipped <- ${isFlipped ? 'TRUE' : 'FALSE'}`,
    'd$score <- as.numeric(d$score)',
    'is_positive <- d$positive %in% "1"',
    'is_high <- is_positive != is_flipped',
    'x <- d$score[is_high]; y <- d$score[!is_high]',
    AREA,
    WILSON,
    `agree("patients, positive", c(nrow(d), sum(is_positive)), ${vector([n, nPositive])})`,
    ...lines,
    '',
  ].join('\n');
}

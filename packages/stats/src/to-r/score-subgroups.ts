import { cell, quote, texts, vector } from './recipe.ts';
import { type ScoredCases, scoredScript } from './scored-script.ts';

type Column = readonly (number | null)[];
type Limited = readonly [number | null, number | null, number | null];

/** A score within the subgroups of one variable, as the portal has it. */
export interface ScoredGroups {
  /** The column of the data. */
  readonly variable: string;
  /** Of a variable with codes: those of the groups, in their order. Null: a quantity, parted at the median of the cases. */
  readonly codes: readonly string[] | null;
  readonly n: Column;
  readonly nPositive: Column;
  readonly area: readonly Limited[];
  /** At the threshold; null without one. */
  readonly sensitivity: readonly Limited[] | null;
  readonly specificity: readonly Limited[] | null;
  readonly pValue: number | null;
}

const functions = String.raw`standard_error <- function(x, y) {
  m <- length(x); n <- length(y); all <- rank(c(x, y))
  sqrt(var((all[seq_len(m)] - rank(x)) / n) / m + var(1 - (all[m + seq_len(n)] - rank(y)) / m) / n)
}
# Cochran's Q of areas, weighted by DeLong's variances; groups of one class or without a variance are left out.
heterogeneity <- function(groups) {
  both <- Filter(function(g) sum(is_high[g]) > 1 && sum(!is_high[g]) > 1, groups)
  se <- vapply(both, function(g) standard_error(d$score[g][is_high[g]], d$score[g][!is_high[g]]), 0)
  a <- vapply(both, function(g) area(d$score[g][is_high[g]], d$score[g][!is_high[g]])[1], 0)
  a <- a[se > 1e-10]; w <- 1 / se[se > 1e-10]^2
  if (length(a) < 2) NA else pchisq(sum(w * (a - weighted.mean(a, w))^2), length(a) - 1, lower.tail = FALSE)
}`;

/**
 * An R script that reads a CSV of scores and classes with the variables of subgroups, makes area, sensitivity and
 * specificity of each and the test of whether areas differ, and stops where R differs.
 *
 * @param cases - of whom the figure is.
 * @param groups - what the portal has; @param threshold - at which shares are; null: there are none.
 * @param head - lines of comment; @param csv - the file, with the columns score, positive and one for each variable.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: DeLong et al. 1988; Cochran 1954; Wilson 1927.
 * Checked against: R itself: the script of scores of aSAH is run if R is installed.
 */
export function scoreSubgroupsToR(
  cases: ScoredCases,
  { groups, threshold }: { readonly groups: readonly ScoredGroups[]; readonly threshold: number | null },
  head: readonly string[],
  csv: string,
): string {
  return scoredScript(cases, head, csv, [
    functions,
    ...(threshold === null ? [] : [`called <- (d$score >= ${threshold}) != is_flipped`]),
    ...groups.flatMap(linesOf),
  ]);
}

function linesOf({ variable, codes, ...has }: ScoredGroups): string[] {
  const said = (what: string) => quote(`${variable}: ${what}`);
  const column = cell(variable);
  const groups =
    codes === null
      ? `v <- as.numeric(${column}); groups <- Filter(length, list(which(v < median(v, na.rm = TRUE)), which(v >= median(v, na.rm = TRUE))))`
      : `groups <- lapply(${texts(codes)}, function(code) which(${column} %in% code))`;
  const flat = (limits: readonly Limited[]) => vector(limits.flat());
  const shares = (what: string, of: string, right: string, values: readonly Limited[]) =>
    `agree(${said(what)}, unlist(lapply(groups, function(g) share(sum((${of} & ${right})[g]), sum((${of})[g])))), ${flat(values)})`;
  return [
    groups,
    `agree(${said('patients')}, lengths(groups), ${vector(has.n)})`,
    `agree(${said('positive')}, vapply(groups, function(g) sum(is_positive[g]), 0), ${vector(has.nPositive)})`,
    `agree(${said('areas, limits')}, unlist(lapply(groups, function(g) area(d$score[g][is_high[g]], d$score[g][!is_high[g]]))), ${flat(has.area)})`,
    ...(has.sensitivity ? [shares('sensitivity, limits', 'is_positive', 'called', has.sensitivity)] : []),
    ...(has.specificity ? [shares('specificity, limits', '!is_positive', '!called', has.specificity)] : []),
    `agree(${said('p')}, heterogeneity(groups), ${vector([has.pValue])})`,
  ];
}

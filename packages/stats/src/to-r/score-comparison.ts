import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { vector } from './recipe.ts';
import { AREA, WILSON } from './scored-script.ts';

type Column = readonly (number | null)[];

/** One score on the patients whom all compared scores have. */
export interface ComparedScore {
  /** Area with its limits. */
  readonly area: Column;
  readonly threshold: number | null;
  /** At the threshold, each with its limits: sensitivity, specificity, predictive values, accuracy; null without one. */
  readonly shares: Readonly<Record<'sensitivity' | 'specificity' | 'ppv' | 'npv' | 'accuracy', Column>> | null;
  /** Null where a score of 0 or 1 has no logit. */
  readonly brier: number | null;
  readonly slope: number | null;
  readonly intercept: number | null;
  readonly netBenefit: { readonly thresholds: readonly number[]; readonly model: Column } | null;
}

/** Two of them, by their places from 0: `a` less `b`, and from `b` to `a`. */
export interface ComparedScores {
  readonly a: number;
  readonly b: number;
  /** Difference of the areas with limits and p. */
  readonly difference: Column;
  /** Each with limits and p; null where a score has no threshold. */
  readonly reclassified: Readonly<Record<'net' | 'continuous' | 'integrated', Column>> | null;
}

const functions = String.raw`x <- function(s) s[is_positive]; y <- function(s) s[!is_positive]
placed <- function(s) {
  m <- sum(is_positive); n <- sum(!is_positive); all <- rank(c(x(s), y(s)))
  list(v10 = (all[seq_len(m)] - rank(x(s))) / n, v01 = 1 - (all[m + seq_len(n)] - rank(y(s))) / m)
}
tested <- function(e, se) if (is.na(se) || se < 1e-10) c(e, NA, NA, NA) else c(e, e + c(-1, 1) * qnorm(.975) * se, 2 * pnorm(-abs(e / se)))
difference <- function(a, b) {
  p <- placed(a); q <- placed(b)
  v <- var(p$v10 - q$v10) / sum(is_positive) + var(p$v01 - q$v01) / sum(!is_positive)
  tested(mean(p$v10) - mean(q$v10), sqrt(v))
}
reclassified <- function(b, a, cut_b, cut_a) {
  u <- b >= cut_b; v <- a >= cut_a; e <- is_positive; m <- sum(e); n <- sum(!e); g <- a - b
  net <- function(up, down, k) c((up - down) / k, (up + down) / k^2)
  sum_of <- function(P, N) tested(P[1] + N[1], sqrt(P[2] + N[2]))
  list(net = sum_of(net(sum(v & !u & e), sum(u & !v & e), m), net(sum(u & !v & !e), sum(v & !u & !e), n)),
    continuous = sum_of(net(sum(g > 0 & e), sum(g < 0 & e), m), net(sum(g < 0 & !e), sum(g > 0 & !e), n)),
    integrated = tested(mean(g[e]) - mean(g[!e]), sqrt(var(g[e]) / m + var(g[!e]) / n)))
}
exact <- glm.control(epsilon = 1e-14, maxit = 100)
slope <- function(s) unname(coef(suppressWarnings(glm(is_positive ~ qlogis(s), binomial, control = exact)))[2])
intercept <- function(s) unname(coef(suppressWarnings(glm(is_positive ~ 1, binomial, offset = qlogis(s), control = exact)))[1])
benefit <- function(s, at) vapply(at, function(t) mean(s >= t & is_positive) - mean(s >= t & !is_positive) * t / (1 - t), 0)
at_threshold <- function(s, t) {
  k <- s >= t; tp <- sum(k & is_positive); fp <- sum(k & !is_positive); fn <- sum(!k & is_positive); tn <- sum(!k & !is_positive)
  list(sensitivity = share(tp, tp + fn), specificity = share(tn, tn + fp), ppv = share(tp, tp + fp), npv = share(tn, tn + fn), accuracy = share(tp + tn, length(k)))
}`;

/**
 * An R script that reads a CSV of several scores of the same patients with their class, compares the scores as the portal
 * does and stops where R differs.
 *
 * @param scores - what the portal has, in the order of the columns score1, score2 …
 * @param pairs - of them.
 * @param head - lines of comment; @param csv - the file, with the columns positive (1 or 0), score1, score2 …
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: DeLong et al. 1988; Pencina et al. 2008, 2011; Vickers & Elkin 2006; Wilson 1927.
 * Checked against: R itself: the script of scores of aSAH is run if R is installed.
 */
export function scoreComparisonToR(
  scores: readonly ComparedScore[],
  pairs: readonly ComparedScores[],
  head: readonly string[],
  csv: string,
): string {
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    '# Rscript this-file.R [data.csv]',
    AGREE,
    'needs(c())',
    ...fileLines(csv, 'UTF-8'),
    'is_positive <- d$positive %in% "1"',
    AREA,
    WILSON,
    functions,
    ...scores.map((_, i) => `s${i + 1} <- as.numeric(d$score${i + 1})`),
    ...scores.flatMap(scoreLines),
    ...pairs.flatMap((pair) => pairLines(pair, scores)),
    '',
  ].join('\n');
}

function scoreLines({ area, threshold, shares, ...has }: ComparedScore, i: number): string[] {
  const name = `s${i + 1}`;
  const line = (what: string, r: string, portal: Column) => `agree("score ${i + 1}: ${what}", ${r}, ${vector(portal)})`;
  return [
    ...(area[0] === null ? [] : [line('area, limits', `area(x(${name}), y(${name}))`, area)]),
    ...(shares === null || threshold === null
      ? []
      : [
          `found <- at_threshold(${name}, ${threshold})`,
          ...Object.entries(shares).map(([share, values]) => line(`${share}, limits`, `found$${share}`, values)),
        ]),
    ...(has.brier === null ? [] : [line('Brier score', `mean((is_positive - ${name})^2)`, [has.brier])]),
    ...(has.slope === null ? [] : [line('slope', `slope(${name})`, [has.slope])]),
    ...(has.intercept === null ? [] : [line('intercept', `intercept(${name})`, [has.intercept])]),
    ...(has.netBenefit === null
      ? []
      : [line('net benefit', `benefit(${name}, ${vector(has.netBenefit.thresholds)})`, has.netBenefit.model)]),
  ];
}

function pairLines({ a, b, difference, reclassified }: ComparedScores, scores: readonly ComparedScore[]): string[] {
  const [one, other] = [`s${a + 1}`, `s${b + 1}`];
  const line = (what: string, r: string, portal: Column) =>
    `agree("score ${a + 1} and score ${b + 1}: ${what}", ${r}, ${vector(portal)})`;
  const [cutA, cutB] = [scores[a]?.threshold ?? null, scores[b]?.threshold ?? null];
  return [
    ...(difference[0] === null
      ? []
      : [line('difference of areas, limits, p', `difference(${one}, ${other})`, difference)]),
    ...(reclassified === null || cutA === null || cutB === null
      ? []
      : [
          `found <- reclassified(${other}, ${one}, ${cutB}, ${cutA})`,
          ...Object.entries(reclassified).map(([name, values]) => line(`${name}, limits, p`, `found$${name}`, values)),
        ]),
  ];
}

import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { quote, texts, vector } from './recipe.ts';
import { WILSON } from './scored-script.ts';

type Column = readonly (number | null)[];

/** Survival and response by score, as the portal has them. */
export interface ScoredOutcome {
  readonly n: number;
  readonly events: number;
  /** Null: there are no groups, effects and interactions. */
  readonly threshold: number | null;
  readonly arms: readonly string[];
  readonly groups: readonly {
    readonly arm: string;
    readonly isHigh: boolean;
    readonly n: number;
    /** Median with its limits, days. */
    readonly median: Column;
    /** Columns of the curve at the days of events. */
    readonly days: Column;
    readonly survival: Column;
    readonly lower: Column;
    readonly upper: Column;
    /** Share with a response, with its limits. */
    readonly response: Column;
  }[];
  readonly effects: readonly {
    readonly arm: string;
    /** Hazard ratio of high scores, limits and p. */
    readonly ratio: Column;
    readonly logRankP: number | null;
  }[];
  readonly survivalInteractionP: number | null;
  readonly responseInteractionP: number | null;
  /** Per 0.1 of the score in strata of the arm: hazard ratio, limits and p. */
  readonly per01: Column;
  readonly spline: {
    readonly reference: number;
    readonly at: readonly number[];
    readonly logHazardRatio: Column;
    readonly lower: Column;
    readonly upper: Column;
    readonly nonlinearityP: number | null;
  } | null;
  readonly bestCut: { readonly cut: number; readonly pValue: number; readonly correctedP: number } | null;
  /** Of the patients left out at each end when a cut is searched. */
  readonly leftOutShare: number;
}

const functions = String.raw`d$score <- as.numeric(d$score); d$days <- as.numeric(d$days); d$event <- as.numeric(d$event); d$responded <- as.numeric(d$responded)
z <- qnorm(.975)
ratio <- function(fit) { b <- coef(fit)[1]; se <- sqrt(vcov(fit)[1, 1]); exp(b + c(0, -1, 1) * z * se) }
wald <- function(fit, k) { b <- coef(fit)[k]; 2 * pnorm(-abs(b / sqrt(vcov(fit)[k, k]))) }
log_rank <- function(is_in, s) { s$is_in <- is_in; t <- survdiff(Surv(days, event) ~ is_in, s); pchisq(t$chisq, 1, lower.tail = FALSE) }
# Columns of a restricted cubic spline, as Harrell's rcs scales them.
spline <- function(x, k) {
  q <- length(k); f <- function(v) pmax(v, 0)^3
  cbind(x, sapply(seq_len(q - 2), function(j) (f(x - k[j]) - f(x - k[q - 1]) * (k[q] - k[j]) / (k[q] - k[q - 1]) + f(x - k[q]) * (k[q - 1] - k[j]) / (k[q] - k[q - 1])) / (k[q] - k[1])^2))
}`;

/**
 * An R script that reads a CSV of scores, times and responses, looks at survival and response by score as the portal does
 * and stops where R differs.
 *
 * @param outcome - what the portal has.
 * @param head - lines of comment; @param csv - the file, with the columns score, arm, days, event (1 or 0) and responded (1,
 *   0, or empty where it is not evaluable).
 * @returns the text of the script; it needs the package survival.
 * @throws nothing.
 *
 * Source: Kaplan & Meier 1958; Cox 1972; Harrell 2015; Miller & Siegmund 1982; Wilson 1927.
 * Checked against: R itself: the script of lung is run if R and survival are installed.
 */
export function scoreOutcomeToR(outcome: ScoredOutcome, head: readonly string[], csv: string): string {
  const { n, events, threshold, groups, effects, per01, spline, bestCut, leftOutShare } = outcome;
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    '# Rscript this-file.R [data.csv]',
    AGREE,
    'needs(c("survival"))',
    ...fileLines(csv, 'UTF-8'),
    functions,
    WILSON,
    `agree("patients, events", c(nrow(d), sum(d$event)), ${vector([n, events])})`,
    ...(threshold === null ? [] : [`d$high <- as.integer(d$score >= ${threshold})`]),
    ...groups.flatMap(groupLines),
    ...effects.flatMap(effectLines),
    ...interactionLines(outcome),
    ...(per01[0] === null
      ? []
      : [
          'f <- coxph(Surv(days, event) ~ I(score * 10) + strata(arm), d)',
          `agree("per 0.1 of the score: hazard ratio, limits, p", c(ratio(f), wald(f, 1)), ${vector(per01)})`,
        ]),
    ...(spline ? splineLines(spline) : []),
    ...(bestCut
      ? [
          `q <- sort(d$score); from <- q[ceiling(length(q) * ${leftOutShare}) + 1]; to <- q[floor(length(q) * (1 - ${leftOutShare})) + 1]`,
          'cuts <- unique(q[q > from & q <= to]); ps <- vapply(cuts, function(cut) log_rank(d$score >= cut, d), 0)',
          `searched <- min(ps); zz <- qnorm(1 - searched / 2); f <- dnorm(zz)`,
          `agree("searched cut", cuts[which.min(ps)], ${vector([bestCut.cut])})`,
          `agree("its p, corrected", c(searched, min(1, f * (zz - 1 / zz) * log((1 - ${leftOutShare})^2 / ${leftOutShare}^2) + 4 * f / zz)), ${vector([bestCut.pValue, bestCut.correctedP])})`,
        ]
      : []),
    '',
  ].join('\n');
}

function groupLines(group: ScoredOutcome['groups'][number]): string[] {
  const name = `${group.arm}, ${group.isHigh ? 'high' : 'low'}`;
  const line = (what: string, r: string, portal: Column) =>
    `agree(${quote(`${name}: ${what}`)}, ${r}, ${vector(portal)})`;
  return [
    `s <- d[d$arm %in% ${quote(group.arm)} & d$high == ${group.isHigh ? 1 : 0}, ]`,
    line('patients', 'nrow(s)', [group.n]),
    'k <- survfit(Surv(days, event) ~ 1, s, conf.type = "log-log"); t <- summary(k)$table; i <- match(k$time[k$n.event > 0], k$time)',
    line('median, limits', 't[c("median", "0.95LCL", "0.95UCL")]', group.median),
    line('days of events', 'k$time[i]', group.days),
    line('survival', 'k$surv[i]', group.survival),
    line('lower limits', 'k$lower[i]', group.lower),
    line('upper limits', 'k$upper[i]', group.upper),
    line('response, limits', 'share(sum(s$responded, na.rm = TRUE), sum(!is.na(s$responded)))', group.response),
  ];
}

function effectLines({ arm, ratio, logRankP }: ScoredOutcome['effects'][number]): string[] {
  const line = (what: string, r: string, portal: Column) =>
    `agree(${quote(`${arm}: ${what}`)}, ${r}, ${vector(portal)})`;
  return [
    `s <- d[d$arm %in% ${quote(arm)}, ]`,
    ...(ratio[0] === null
      ? []
      : ['f <- coxph(Surv(days, event) ~ high, s)', line('hazard ratio, limits, p', 'c(ratio(f), wald(f, 1))', ratio)]),
    ...(logRankP === null ? [] : [line('log-rank p', 'log_rank(s$high, s)', [logRankP])]),
  ];
}

function interactionLines({ arms, survivalInteractionP, responseInteractionP }: ScoredOutcome): string[] {
  const second = `as.integer(arm %in% ${texts(arms.slice(1, 2))})`;
  return [
    ...(survivalInteractionP === null
      ? []
      : [
          `f <- coxph(Surv(days, event) ~ high * ${second}, d)`,
          `agree("interaction in survival, p", wald(f, 3), ${vector([survivalInteractionP])})`,
        ]),
    ...(responseInteractionP === null
      ? []
      : [
          `f <- glm(responded ~ high * ${second}, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))`,
          `agree("interaction in response, p", wald(f, 4), ${vector([responseInteractionP])})`,
        ]),
  ];
}

function splineLines({ reference, at, nonlinearityP, ...curve }: NonNullable<ScoredOutcome['spline']>): string[] {
  return [
    'k <- unique(quantile(d$score, c(.05, .35, .65, .95), names = FALSE)); B <- spline(d$score, k)',
    'f <- coxph(Surv(days, event) ~ B + strata(arm), d)',
    `W <- sweep(spline(${vector(at)}, k), 2, spline(c(${reference}, ${reference}), k)[1, ])`,
    'r <- drop(W %*% coef(f)); se <- sqrt(rowSums((W %*% vcov(f)) * W)); c2 <- seq_along(coef(f))[-1]',
    `agree("spline, log hazard ratio", r, ${vector(curve.logHazardRatio)})`,
    `agree("spline, lower limits", r - z * se, ${vector(curve.lower)})`,
    `agree("spline, upper limits", r + z * se, ${vector(curve.upper)})`,
    ...(nonlinearityP === null
      ? []
      : [
          'w <- drop(t(coef(f)[c2]) %*% solve(vcov(f)[c2, c2]) %*% coef(f)[c2])',
          `agree("not straight, p", pchisq(w, length(c2), lower.tail = FALSE), ${vector([nonlinearityP])})`,
        ]),
  ];
}

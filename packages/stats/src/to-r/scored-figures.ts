import { vector } from './recipe.ts';
import { type ScoredCases, scoredScript } from './scored-script.ts';
import { type MeasuredCounts, tableLines } from './table-at-threshold.ts';

type Column = readonly (number | null)[];

/** What a figure of a score shows beside its curve: one of several kinds, each as the portal has it. */
export type ScoredFigure =
  | ({ readonly kind: 'table' } & MeasuredCounts)
  | {
      readonly kind: 'precisionRecall';
      readonly prevalence: number;
      /** Average precision with its limits. */
      readonly average: Column;
      readonly recall: Column;
      readonly precision: Column;
    }
  | {
      readonly kind: 'calibration';
      /** Null, all of them, where a score of 0 or 1 has no logit. */
      readonly measures: {
        readonly brier: number;
        readonly brierScaled: number | null;
        readonly slope: Column;
        readonly intercept: Column;
        readonly observedToExpected: number;
      } | null;
      readonly groupCount: number;
      readonly groups: {
        readonly n: Column;
        readonly meanPredicted: Column;
        readonly observedRate: Column;
        readonly lower: Column;
        readonly upper: Column;
      };
      /** The smooth curve: where, and the share there. */
      readonly smooth: { readonly predicted: Column; readonly observed: Column };
    }
  | {
      readonly kind: 'decision';
      readonly thresholds: readonly number[];
      readonly model: Column;
      readonly treatAll: Column;
    }
  | { readonly kind: 'histogram'; readonly bins: number; readonly positive: Column; readonly negative: Column };

/**
 * An R script that reads a CSV of scores and classes, makes the numbers of a figure and stops where R differs.
 *
 * @param cases - of whom the figure is.
 * @param figure - what the portal has.
 * @param head - lines of comment: what the figure is, of which data.
 * @param csv - the file the script reads unless its first argument names another, in UTF-8, with the columns score and
 *   positive (1 or 0), a row for each patient.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: Davis & Goadrich 2006 and Boyd et al. 2013; Cox 1958 and Cleveland 1979; Vickers & Elkin 2006; Wilson 1927.
 * Checked against: R itself: scripts of the scores of aSAH are run if R is installed.
 */
export function scoredFigureToR(
  cases: ScoredCases,
  figure: ScoredFigure,
  head: readonly string[],
  csv: string,
): string {
  return scoredScript(cases, head, csv, linesOf(figure));
}

function linesOf(figure: ScoredFigure): string[] {
  switch (figure.kind) {
    case 'table':
      return tableLines(figure);
    case 'precisionRecall':
      return precisionRecallLines(figure);
    case 'calibration':
      return calibrationLines(figure);
    case 'decision':
      return [
        PROBABILITY,
        `at <- ${vector(figure.thresholds)}`,
        'benefit <- function(called) vapply(seq_along(at), function(i) mean(called(at[i]) & is_positive) - mean(called(at[i]) & !is_positive) * at[i] / (1 - at[i]), 0)',
        `agree("net benefit", benefit(function(t) p >= t), ${vector(figure.model)})`,
        `agree("net benefit of treating all", benefit(function(t) TRUE), ${vector(figure.treatAll)})`,
      ];
    case 'histogram':
      return [
        `bin <- pmin(${figure.bins} - 1, pmax(0, floor(d$score * ${figure.bins})))`,
        `agree("positive by bin", tabulate(bin[is_positive] + 1, ${figure.bins}), ${vector(figure.positive)})`,
        `agree("negative by bin", tabulate(bin[!is_positive] + 1, ${figure.bins}), ${vector(figure.negative)})`,
      ];
  }
}

/** The score as the probability of the positive class. */
const PROBABILITY = 'p <- if (is_flipped) 1 - d$score else d$score';

function precisionRecallLines({
  prevalence,
  average,
  recall,
  precision,
}: Extract<ScoredFigure, { kind: 'precisionRecall' }>): string[] {
  return [
    `agree("prevalence", mean(is_positive), ${vector([prevalence])})`,
    ...(recall.length === 0
      ? []
      : [
          'o <- order(d$score, decreasing = !is_flipped); s <- d$score[o]; tp <- cumsum(is_positive[o]); last <- !duplicated(s, fromLast = TRUE)',
          'recall <- tp[last] / sum(is_positive); precision <- tp[last] / which(last)',
          'ap <- sum(diff(c(0, recall)) * precision)',
          'limits <- if (ap > 0 && ap < 1) plogis(qlogis(ap) + c(-1, 1) * qnorm(.975) / sqrt(sum(is_positive) * ap * (1 - ap))) else c(NA, NA)',
          `agree("average precision, limits", c(ap, limits), ${vector(average)})`,
          `agree("recall", recall, ${vector(recall)})`,
          `agree("precision", precision, ${vector(precision)})`,
        ]),
  ];
}

function calibrationLines({
  measures,
  groupCount,
  groups,
  smooth,
}: Extract<ScoredFigure, { kind: 'calibration' }>): string[] {
  return [
    `${PROBABILITY}; o <- as.integer(is_positive); z <- qnorm(.975)`,
    ...(measures === null
      ? []
      : [
          'exact <- glm.control(epsilon = 1e-14, maxit = 100); m <- mean(o)',
          `agree("Brier score", mean((o - p)^2), ${vector([measures.brier])})`,
          `agree("scaled Brier score", if (m > 0 && m < 1) 1 - mean((o - p)^2) / (m * (1 - m)) else NA, ${vector([measures.brierScaled])})`,
          `agree("observed to expected", m / mean(p), ${vector([measures.observedToExpected])})`,
          // Of classes that do not overlap R gives a slope that is its last step: the portal gives none.
          ...(measures.slope[0] === null
            ? []
            : [
                'f <- suppressWarnings(glm(o ~ qlogis(p), binomial, control = exact))',
                `agree("slope, limits", coef(f)[2] + c(0, -1, 1) * z * sqrt(vcov(f)[2, 2]), ${vector(measures.slope)})`,
              ]),
          ...(measures.intercept[0] === null
            ? []
            : [
                'g <- suppressWarnings(glm(o ~ 1, binomial, offset = qlogis(p), control = exact))',
                `agree("intercept, limits", coef(g)[1] + c(0, -1, 1) * z * sqrt(vcov(g)[1, 1]), ${vector(measures.intercept)})`,
              ]),
        ]),
    `cuts <- unique(quantile(p, seq_len(${groupCount}) / ${groupCount}, names = FALSE)); part <- findInterval(p, cuts, left.open = TRUE)`,
    'of <- split(seq_along(p), part)',
    `agree("groups, patients", lengths(of), ${vector(groups.n)})`,
    `agree("groups, mean score", vapply(of, function(i) mean(p[i]), 0), ${vector(groups.meanPredicted)})`,
    `agree("groups, observed", vapply(of, function(i) mean(o[i]), 0), ${vector(groups.observedRate)})`,
    'limits <- vapply(of, function(i) wilson(sum(o[i]), length(i)), c(0, 0))',
    `agree("groups, lower limits", limits[1, ], ${vector(groups.lower)})`,
    `agree("groups, upper limits", limits[2, ], ${vector(groups.upper)})`,
    'smooth <- lowess(p, o, iter = 0); keep <- !duplicated(smooth$x)',
    `agree("curve, score", smooth$x[keep], ${vector(smooth.predicted)})`,
    `agree("curve, observed", pmin(1, pmax(0, smooth$y[keep])), ${vector(smooth.observed)})`,
  ];
}

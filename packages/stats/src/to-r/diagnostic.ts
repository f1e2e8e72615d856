import type { Arguments } from '../run-calls/arguments.ts';
import { cell, groupOf, type Recipe, quote } from './recipe.ts';

/** A curve of pROC, without guessing the direction. */
function curveOf(outcome: string, score: string, direction: string): string {
  return `roc(${outcome}, as.numeric(${score}), levels = c(0, 1), direction = ${quote(direction)}, quiet = TRUE)`;
}

/** pROC::roc and ci.auc. */
export function roc(args: Arguments): Recipe {
  const [outcome, score] = [args.text('outcome'), args.text('score')];
  const lines = [
    `f <- ${curveOf(cell(outcome), cell(score), args.optionalText('direction') ?? '<')}`,
    'ci <- suppressWarnings(as.numeric(ci.auc(f, method = "delong")))',
    // Where DeLong's variance is 0 pROC gives a point, and warns; the limits are Newcombe's then (2006, method 5).
    'A <- as.numeric(f$auc); m <- length(f$cases); n <- length(f$controls); k <- (m + n) / 2 - 1; z <- qnorm(.975)',
    'off <- function(t) abs(A - t) - z * sqrt(t * (1 - t) * (1 + k * (1 - t) / (2 - t) + k * t / (1 + t)) / (m * n))',
    'if (isTRUE(ci[3] - ci[1] < 1e-9)) { ci[1] <- if (A == 0) 0 else uniroot(off, c(0, A * (1 - 1e-9)), tol = 1e-13)$root; ci[3] <- if (A == 1) 1 else uniroot(off, c(A + (1 - A) * 1e-9, 1), tol = 1e-13)$root }',
    'r <- list(auc = f$auc, lower = ci[1], upper = ci[3], sensitivity = f$sensitivities, specificity = f$specificities)',
  ];
  const curve = { sensitivity: ['sensitivities'], specificity: ['specificities'] };
  const compared = { auc: ['auc'], lower: ['ciLower'], upper: ['ciUpper'], ...curve };
  return { packages: ['pROC'], numbers: [outcome, score], lines, compared };
}

/** pROC::roc.test of two scores. */
export function delong(args: Arguments): Recipe {
  const [outcome, scoreA, scoreB] = [args.text('outcome'), args.text('scoreA'), args.text('scoreB')];
  const [a, b] = [scoreA, scoreB].map((score) => curveOf(cell(outcome), cell(score), '<'));
  const lines = [
    `f <- roc.test(${a}, ${b}, paired = TRUE, method = "delong")`,
    'r <- list(z = f$statistic, p = f$p.value)',
  ];
  return { packages: ['pROC'], numbers: [outcome, scoreA, scoreB], lines, compared: { z: ['z'], p: ['p'] } };
}

/** pROC::roc.test of one score in two groups. */
export function delongUnpaired(args: Arguments): Recipe {
  const [outcome, score, group] = [args.text('outcome'), args.text('score'), args.text('group')];
  const lines = [
    `g <- ${groupOf(group, args.optionalTexts('levels'))}; one <- function(i) ${curveOf(`${cell(outcome)}[i]`, `${cell(score)}[i]`, '<')}`,
    'f <- roc.test(one(g == levels(g)[1]), one(g == levels(g)[2]), paired = FALSE, method = "delong")',
    'r <- list(d = f$statistic, df = f$parameter, p = f$p.value)',
  ];
  const compared = { d: ['d'], df: ['df'], p: ['p'] };
  return { packages: ['pROC'], numbers: [outcome, score], groups: [group], lines, compared };
}

/** prop.test for the limits, the definitions for the rest. */
export function confusion(args: Arguments): Recipe {
  const names = ['tp', 'fp', 'fn', 'tn'] as const;
  const counts = names.map((name) => `${name} <- ${args.number(name)}`).join('; ');
  const metrics = {
    accuracy: 'tp + tn, tp + fp + fn + tn',
    sensitivity: 'tp, tp + fn',
    specificity: 'tn, tn + fp',
    ppv: 'tp, tp + fp',
    npv: 'tn, tn + fn',
  };
  const lines = [
    counts,
    'one <- function(x, n) if (n == 0) c(NA, NA, NA) else c(x / n, suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int))',
    'r <- list()',
    ...Object.entries(metrics).map(
      ([name, share]) => `v <- one(${share}); r$${name} <- v[1]; r$${name}Lower <- v[2]; r$${name}Upper <- v[3]`,
    ),
    'spread <- sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)); r$mcc <- if (spread == 0) NA else (tp * tn - fp * fn) / spread',
  ];
  const compared = Object.keys(metrics).flatMap((name) => [
    [name, [name, 'estimate']],
    [`${name}Lower`, [name, 'lower']],
    [`${name}Upper`, [name, 'upper']],
  ]);
  return { lines, compared: { ...Object.fromEntries(compared), mcc: ['mcc'] } as Recipe['compared'] };
}

/** binom.test and prop.test. */
export function binomialInterval(args: Arguments): Recipe {
  const [x, n] = [args.number('x'), args.number('n')];
  const lines = [
    `share <- function(correct) suppressWarnings(prop.test(${x}, ${n}, correct = correct)$conf.int)`,
    `r <- list(exact = binom.test(${x}, ${n})$conf.int, wilson = share(FALSE), corrected = share(TRUE))`,
  ];
  return { lines, compared: { exact: ['clopperPearson'], wilson: ['wilson'], corrected: ['wilsonCc'] } };
}

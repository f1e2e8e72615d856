import type { Arguments } from '../run-calls/arguments.ts';
import { cell, type Path, quote, type Recipe, texts } from './recipe.ts';

interface Columns {
  readonly numbers: readonly string[];
  readonly groups: readonly string[];
  readonly lines: readonly string[];
}

/** The columns of two groups, and lines that name them `t`, `e` and `g`, the reference first. */
function columns(args: Arguments): Columns {
  const [time, event, group] = [args.text('time'), args.text('event'), args.text('group')];
  const levels = texts(args.optionalTexts('levels') ?? []);
  return {
    numbers: [time, event],
    groups: [group],
    lines: [
      `g <- factor(as.character(${cell(group)}), levels = ${levels}); z <- qnorm(0.975)`,
      `i <- which(!is.na(g)); t <- ${cell(time)}[i]; e <- ${cell(event)}[i]; g <- g[i]`,
    ],
  };
}

/** The ratio by coxph, or by the observed, expected and variance of survdiff. */
export function hazardRatios(args: Arguments, result: object): Recipe {
  const { lines, ...used } = columns(args);
  const estimator = args.text('estimator');
  const { hr } = result as { hr: number | null };
  if (hr === null)
    return { ...used, lines: [...lines, 'r <- list(events = sum(e))'], compared: { events: ['events'] } };
  const oneStep = 'b <- (f$obs[2] - f$exp[2]) / f$var[2, 2]; se <- 1 / sqrt(f$var[2, 2])';
  const byTest: Record<string, string> = {
    'log-rank': 'b <- log(f$obs[2] / f$exp[2] / (f$obs[1] / f$exp[1])); se <- sqrt(sum(1 / f$exp))',
    'mantel-haenszel': oneStep,
    peto: oneStep,
  };
  const test = byTest[estimator];
  const fit =
    test === undefined
      ? [
          'x <- as.numeric(g) - 1',
          'f <- coxph(Surv(t, e) ~ x, ties = "efron", control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60))',
          'b <- unname(coef(f)); se <- sqrt(vcov(f)[1, 1]); p <- 2 * pnorm(-abs(b / se))',
        ]
      : ['f <- survdiff(Surv(t, e) ~ g)', test, 'p <- pchisq(f$chisq, 1, lower.tail = FALSE)'];
  return {
    packages: ['survival'],
    inBaseR: true,
    ...used,
    lines: [
      ...lines,
      ...fit,
      'r <- list(ratio = exp(b), lower = exp(b - z * se), upper = exp(b + z * se), p = p, events = sum(e))',
    ],
    compared: { ratio: ['hr'], lower: ['lower'], upper: ['upper'], p: ['p'], events: ['events'] },
  };
}

/** The area below survfit's curve of each group, and the difference of two. */
export function restrictedMeans(args: Arguments, result: object): Recipe {
  const [time, event, group] = [args.text('time'), args.text('event'), args.optionalText('group')];
  const tau = args.number('tau');
  const { groups, difference } = result as { groups: { group: string }[]; difference: { p: number | null } | null };
  const compared: Record<string, Path> = {};
  const lines = groups.flatMap(({ group: label }, k) => {
    const rows = group === undefined ? 'TRUE' : `as.character(${cell(group)}) == ${quote(label)}`;
    compared[`mean ${k + 1}`] = ['groups', k, 'limits'];
    return [
      `i <- rep_len(${rows}, nrow(d))`,
      `s <- summary(survfit(Surv(${cell(time)}[i], ${cell(event)}[i]) ~ 1), rmean = ${tau})$table[c("rmean", "se(rmean)")]`,
      `m <- c(m, s[1]); v <- c(v, s[2]^2); r[[${quote(`mean ${k + 1}`)}]] <- s[1] + c(0, -z, z) * s[2]`,
    ];
  });
  const compare = difference && [
    'a <- m[2] - m[1]; se <- sqrt(v[1] + v[2]); r$difference <- a + c(0, -z, z) * se',
    ...(difference.p === null ? [] : ['r$p <- 2 * pnorm(-abs(a / se))']),
  ];
  return {
    packages: ['survival'],
    inBaseR: true,
    numbers: [time, event],
    groups: [group].filter((name) => name !== undefined),
    lines: ['r <- list(); m <- c(); v <- c(); z <- qnorm(0.975)', ...lines, ...(compare ?? [])],
    compared: {
      ...compared,
      ...(difference && { difference: ['difference', 'limits'] }),
      ...(difference && difference.p !== null && { p: ['difference', 'p'] }),
    },
  };
}

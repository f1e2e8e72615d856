import type { Arguments } from '../run-calls/arguments.ts';
import { cell, groupOf, type Recipe, truth, vector } from './recipe.ts';

function crossTable(args: Arguments, test: string, values: readonly string[], compared: Recipe['compared']): Recipe {
  const counts = args.counts('table');
  if (counts !== undefined) {
    const m = `m <- matrix(${vector(counts.flat())}, ${counts.length}, byrow = TRUE)`;
    return { lines: [m, test, `r <- list(${values.join(', ')})`], compared };
  }
  const [row, column] = [args.text('row'), args.text('col')];
  const m = `m <- table(${groupOf(row, undefined)}, ${groupOf(column, undefined)})`;
  return { groups: [row, column], lines: [m, test, `r <- list(${values.join(', ')})`], compared };
}

function samples(args: Arguments, test: string, values: readonly string[], compared: Recipe['compared']): Recipe {
  const [value, group] = [args.text('value'), args.text('group')];
  const split = `s <- split(${cell(value)}, ${groupOf(group, args.optionalTexts('levels'))})`;
  return { numbers: [value], groups: [group], lines: [split, test, `r <- list(${values.join(', ')})`], compared };
}

/** fisher.test; its odds ratio where the table has two rows and columns. */
export function fisher(args: Arguments, result: object): Recipe {
  const hasRatio = 'oddsRatio' in result;
  const values = [
    'p = f$p.value',
    ...(hasRatio ? ['ratio = f$estimate', 'lower = f$conf.int[1]', 'upper = f$conf.int[2]'] : []),
  ];
  const ratio = hasRatio && { ratio: ['oddsRatio'], lower: ['lower'], upper: ['upper'] };
  return crossTable(args, 'f <- fisher.test(m, workspace = 2e7)', values, { p: ['p'], ...ratio });
}

/** chisq.test. */
export function chiSquare(args: Arguments): Recipe {
  const test = `f <- suppressWarnings(chisq.test(m, correct = ${truth(args.flag('correct'))}))`;
  return crossTable(args, test, ['stat = f$statistic', 'p = f$p.value'], { stat: ['stat'], p: ['p'] });
}

/** t.test. */
export function tTest(args: Arguments): Recipe {
  const test = `f <- t.test(s[[1]], s[[2]], var.equal = ${truth(args.flag('varEqual'))})`;
  const limits = { lower: ['lower'], upper: ['upper'] };
  const values = ['t = f$statistic', 'p = f$p.value', 'lower = f$conf.int[1]', 'upper = f$conf.int[2]'];
  return samples(args, test, values, { t: ['t'], p: ['p'], ...limits });
}

/** wilcox.test. */
export function wilcoxon(args: Arguments): Recipe {
  const options = `exact = ${truth(args.flag('exact'))}, correct = ${truth(args.flag('correct'))}`;
  const test = `f <- suppressWarnings(wilcox.test(s[[1]], s[[2]], ${options}))`;
  return samples(args, test, ['w = f$statistic', 'p = f$p.value'], { w: ['w'], p: ['p'] });
}

/** kruskal.test. */
export function kruskalWallis(args: Arguments): Recipe {
  return samples(args, 'f <- kruskal.test(s)', ['stat = f$statistic', 'p = f$p.value'], { stat: ['stat'], p: ['p'] });
}

/** table. */
export function crossTableCounts(args: Arguments): Recipe {
  return crossTable(args, 'f <- list(table = as.vector(t(m)))', ['table = f$table'], { table: ['table'] });
}

/** mean, sd and quantile (type 7) of each group, and of all together where that is wanted. */
export function describe(args: Arguments): Recipe {
  const all = args.flag('total') ? 's <- c(s, list(unlist(s))); ' : '';
  const lines = `${all}at <- function(p) sapply(s, quantile, p, names = FALSE)`;
  const values = [
    'n = lengths(s)',
    'mean = sapply(s, mean)',
    'sd = sapply(s, sd)',
    'lower = at(0.25)',
    'median = at(0.5)',
    'upper = at(0.75)',
  ];
  return samples(args, lines, values, {
    n: ['n'],
    mean: ['mean'],
    sd: ['sd'],
    lower: ['lowerQuartile'],
    median: ['median'],
    upper: ['upperQuartile'],
  });
}

/** oneway.test. */
export function anova(args: Arguments): Recipe {
  const equal = truth(args.flag('varEqual'));
  const test = `f <- oneway.test(values ~ ind, stack(s), var.equal = ${equal})`;
  return samples(args, test, ['f = f$statistic', 'p = f$p.value'], { f: ['f'], p: ['p'] });
}

/** Newcombe's limits from prop.test's Wilson intervals. */
export function riskDifference(args: Arguments): Recipe {
  const [x0, n0, x1, n1] = [args.number('x0'), args.number('n0'), args.number('x1'), args.number('n1')];
  const lines = [
    'wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)',
    `p0 <- ${x0} / ${n0}; p1 <- ${x1} / ${n1}; w0 <- wilson(${x0}, ${n0}); w1 <- wilson(${x1}, ${n1}); d <- p1 - p0`,
    'r <- list(d = d, lower = d - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), upper = d + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))',
  ];
  return { lines, compared: { d: ['difference'], lower: ['lower'], upper: ['upper'] } };
}

/** Differences of means, or of shares by their covariance (Yang & Dalton 2012), in standard deviations; of several the largest. */
export function standardizedDifference(args: Arguments): Recipe {
  const [value, row, group] = [args.optionalText('value'), args.optionalText('row'), args.text('group')];
  const by = groupOf(group, args.optionalTexts('levels'));
  const pair =
    value === undefined
      ? [
          `m <- table(${by}, ${cell(args.text('row'))})`,
          'pair <- function(g) {',
          '  x <- m[g, , drop = FALSE]; x <- x[, colSums(x) > 0, drop = FALSE]; if (ncol(x) < 2) return(NA)',
          '  p <- x / rowSums(x); k <- seq_len(ncol(x) - 1)',
          '  spread <- function(i) diag(p[i, k], length(k)) - outer(p[i, k], p[i, k]); d <- p[1, k] - p[2, k]',
          '  tryCatch(sqrt(sum(d * solve((spread(1) + spread(2)) / 2, d))), error = function(e) NA)',
          '}',
        ]
      : [
          `s <- split(${cell(value)}, ${by})`,
          'pair <- function(g) abs(mean(s[[g[1]]]) - mean(s[[g[2]]])) / sqrt((var(s[[g[1]]]) + var(s[[g[2]]])) / 2)',
        ];
  const size = value === undefined ? 'nrow(m)' : 'length(s)';
  return {
    numbers: [value],
    groups: [row, group],
    lines: [
      ...pair,
      `d <- apply(combn(${size}, 2), 2, pair); d <- d[is.finite(d)]`,
      'r <- list(difference = if (length(d) > 0) max(d) else NA)',
    ],
    compared: { difference: ['difference'] },
  };
}

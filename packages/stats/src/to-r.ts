import { StatsInputError } from './errors.ts';
import { Arguments, type Call } from './run-calls/arguments.ts';
import type { Term } from './run-calls/table.ts';

/** How a call is repeated in R: what it needs, and lines that compute `r`, a named list to compare. */
interface Recipe {
  readonly packages?: readonly string[];
  readonly columns: readonly (string | undefined)[];
  readonly lines: readonly string[];
  /** Names in `r`, and where the same numbers stand in the result. */
  readonly compared: Readonly<Record<string, readonly (string | number)[]>>;
}

type Path = readonly (string | number)[];

/**
 * A self-contained R script that reads the CSV, repeats a call, and stops where R differs by more than 1e-6.
 *
 * @param call - a call that `runCall` knows.
 * @param result - what `runCall` answered.
 * @param csv - the file the script reads unless its first argument names another.
 * @returns the text of the script; it needs R with the packages it names.
 * @throws StatsInputError for methods without a counterpart in R's base, survival or pROC.
 *
 * Source: R's own functions, each named in its script.
 * Checked against: R itself: the scripts of reference/goldens/*.json are run where it is installed.
 */
export function toR(call: Call, result: object, csv = 'data.csv'): string {
  const write = RECIPES[call.fn];
  if (write === undefined || !Object.hasOwn(RECIPES, call.fn))
    throw new StatsInputError('fn', `has no R script: ${call.fn}`);
  const { packages = [], columns, lines, compared } = write(new Arguments(call.args), result);
  const named = columns.filter((column) => column !== undefined);
  const used = `c(${named.map(quote).join(', ')})`;
  const checks = Object.entries(compared).map(
    ([name, path]) => `agree(${quote(name)}, r[[${quote(name)}]], ${vector(numbersAt(result, path))})`,
  );
  return [
    `# ${call.fn}: repeats the portal's result in R and stops where the two differ by more than 1e-6.`,
    `# Rscript this-file.R [data.csv]${packages.length > 0 ? `; needs the R package ${packages.join(', ')}` : ''}`,
    ...packages.map((name) => `suppressPackageStartupMessages(library(${name}))`),
    ...(named.length === 0
      ? []
      : [
          'given <- commandArgs(TRUE)',
          `d <- read.csv(if (length(given) > 0) given[1] else ${quote(csv)}, na.strings = "", check.names = FALSE)`,
          `d <- d[complete.cases(d[, ${used}, drop = FALSE]), , drop = FALSE]`,
        ]),
    AGREE,
    ...lines,
    ...checks,
    '',
  ].join('\n');
}

/**
 * Whether R can repeat the call with what `toR` writes.
 *
 * @param call - as runCall takes it.
 * @returns true where `toR` answers with a script.
 * @throws never.
 *
 * Source: the methods of R that `toR` names.
 * Checked against: the scripts run by to-r.test.ts over reference/goldens/*.json.
 */
export function hasR({ fn, args }: Call): boolean {
  return Object.hasOwn(RECIPES, fn) && !(fn === 'km' && 'weights' in args);
}

const AGREE = `agree <- function(what, r, portal) {
  r <- as.numeric(r); portal <- as.numeric(portal); r[is.nan(r)] <- NA
  if (length(r) != length(portal)) stop(what, ": R has ", length(r), " numbers, the portal ", length(portal))
  known <- !is.na(r) & !is.na(portal)
  apart <- known & r != portal & abs(r - portal) > 1e-6 * pmax(1, abs(r))
  wrong <- which(is.na(r) != is.na(portal) | apart)
  if (length(wrong) > 0) stop(what, "[", wrong[1], "]: R has ", r[wrong[1]], ", the portal ", portal[wrong[1]])
  cat(what, "agrees\\n")
}`;

const RECIPES: Readonly<Record<string, (args: Arguments, result: object) => Recipe>> = {
  km: kaplanMeier,
  logrank: logRank,
  cox,
  logistic,
  roc,
  delong,
  fisher: (args) => crossTable(args, 'f <- fisher.test(m, workspace = 2e7)', ['p = f$p.value'], { p: ['p'] }),
  chisq: (args) => {
    const test = `f <- suppressWarnings(chisq.test(m, correct = ${args.flag('correct') ? 'TRUE' : 'FALSE'}))`;
    return crossTable(args, test, ['stat = f$statistic', 'p = f$p.value'], { stat: ['stat'], p: ['p'] });
  },
  ttest: (args) => {
    const test = `f <- t.test(s[[1]], s[[2]], var.equal = ${args.flag('varEqual') ? 'TRUE' : 'FALSE'})`;
    const limits = { lower: ['lower'], upper: ['upper'] };
    const values = ['t = f$statistic', 'p = f$p.value', 'lower = f$conf.int[1]', 'upper = f$conf.int[2]'];
    return samples(args, test, values, { t: ['t'], p: ['p'], ...limits });
  },
  wilcoxon: (args) => {
    const options = `exact = ${args.flag('exact') ? 'TRUE' : 'FALSE'}, correct = ${args.flag('correct') ? 'TRUE' : 'FALSE'}`;
    const test = `f <- suppressWarnings(wilcox.test(s[[1]], s[[2]], ${options}))`;
    return samples(args, test, ['w = f$statistic', 'p = f$p.value'], { w: ['w'], p: ['p'] });
  },
  kruskal: (args) =>
    samples(args, 'f <- kruskal.test(s)', ['stat = f$statistic', 'p = f$p.value'], { stat: ['stat'], p: ['p'] }),
};

function kaplanMeier(args: Arguments, result: object): Recipe {
  const [time, event, group] = [args.text('time'), args.text('event'), args.optionalText('group')];
  if (args.optionalText('weights') !== undefined) throw new StatsInputError('weights', 'have no R script');
  const confidence = args.optionalNumber('confLevel') ?? 0.95;
  const confType = args.optionalText('confType') ?? 'log';
  const groups = (result as { groups: { group: string }[] }).groups.map(({ group }) => group);
  const status = args.flag('reverse') ? `1 - ${cell(event)}` : cell(event);
  const lines = [
    'r <- list()',
    ...groups.flatMap((label, g) => {
      const rows = group === undefined ? 'TRUE' : `as.character(${cell(group)}) == ${quote(label)}`;
      return [
        `i <- rep_len(${rows}, nrow(d))`,
        `f <- survfit(Surv(${cell(time)}[i], (${status})[i]) ~ 1, conf.type = ${quote(confType)}, conf.int = ${confidence})`,
        `t <- summary(f)$table; median <- t[c(grep("median", names(t)), grep("LCL$", names(t)), grep("UCL$", names(t)))]`,
        `r[[${quote(`S ${g + 1}`)}]] <- f$surv; r[[${quote(`lower ${g + 1}`)}]] <- f$lower; r[[${quote(`upper ${g + 1}`)}]] <- f$upper`,
        `r[[${quote(`at risk ${g + 1}`)}]] <- f$n.risk; r[[${quote(`median ${g + 1}`)}]] <- median`,
      ];
    }),
  ];
  const compared: Record<string, Path> = {};
  groups.forEach((_, g) => {
    compared[`S ${g + 1}`] = ['groups', g, 'surv'];
    compared[`lower ${g + 1}`] = ['groups', g, 'lower'];
    compared[`upper ${g + 1}`] = ['groups', g, 'upper'];
    compared[`at risk ${g + 1}`] = ['groups', g, 'nRisk'];
    compared[`median ${g + 1}`] = ['groups', g, 'medianTable'];
  });
  return { packages: ['survival'], columns: [time, event, group], lines, compared };
}

function logRank(args: Arguments, result: object): Recipe {
  const [time, event, group] = [args.text('time'), args.text('event'), args.text('group')];
  const strata = args.optionalTexts('strata') ?? [];
  const stratum = strata.length === 0 ? '' : ` + strata(${strata.map(cell).join(', ')})`;
  const labels = (result as { groups: string[] }).groups;
  const lines = [
    `g <- factor(as.character(${cell(group)}), levels = c(${labels.map(quote).join(', ')}))`,
    `f <- survdiff(Surv(${cell(time)}, ${cell(event)}) ~ g${stratum}, rho = ${args.optionalNumber('rho') ?? 0})`,
    'total <- function(x) if (is.matrix(x)) rowSums(x) else x',
    'df <- sum(total(f$exp) > 0) - 1',
    'r <- list(observed = total(f$obs), expected = total(f$exp), chisq = f$chisq, p = pchisq(f$chisq, df, lower.tail = FALSE))',
  ];
  const compared = { observed: ['observed'], expected: ['expected'], chisq: ['chisq'], p: ['p'] };
  return { packages: ['survival'], columns: [time, event, group, ...strata], lines, compared };
}

function cox(args: Arguments, result: object): Recipe {
  const [time, event, terms] = [args.text('time'), args.text('event'), args.terms('terms')];
  const strata = args.optionalTexts('strata') ?? [];
  const [weights, cluster] = [args.optionalText('weights'), args.optionalText('cluster')];
  const formula = [...terms.map(termOf), ...(strata.length > 0 ? [`strata(${strata.map(cell).join(', ')})`] : [])].join(
    ' + ',
  );
  const options = [
    `ties = ${quote(args.optionalText('ties') ?? 'efron')}`,
    'control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)',
    ...(weights === undefined ? [] : [`weights = ${cell(weights)}`]),
    ...(args.flag('robust') ? ['robust = TRUE'] : []),
    ...(cluster === undefined ? [] : [`cluster = ${cell(cluster)}`]),
  ];
  const lines = [
    `f <- coxph(Surv(${cell(time)}, ${cell(event)}) ~ ${formula}, ${options.join(', ')})`,
    'b <- unname(coef(f)); se <- unname(sqrt(diag(vcov(f)))); z <- qnorm(0.975)',
    'r <- list(coef = b, lower = exp(b - z * se), upper = exp(b + z * se), p = 2 * pnorm(-abs(b / se)), logLik = f$loglik)',
    ...withoutFlagged(result),
  ];
  const compared = ofCoefficients('coef', 'lower', 'upper', 'p');
  const columns = [time, event, ...terms.map(({ column }) => column), ...strata, weights, cluster];
  return { packages: ['survival'], columns, lines, compared: { ...compared, logLik: ['logLik'] } };
}

function logistic(args: Arguments, result: object): Recipe {
  const [outcome, terms] = [args.text('outcome'), args.terms('terms')];
  const lines = [
    `f <- glm(${cell(outcome)} ~ ${terms.map(termOf).join(' + ')}, family = binomial, control = glm.control(1e-14, 100))`,
    's <- unname(summary(f)$coefficients); z <- qnorm(0.975)',
    'r <- list(coef = s[, 1], lower = exp(s[, 1] - z * s[, 2]), upper = exp(s[, 1] + z * s[, 2]), p = s[, 4], logLik = logLik(f))',
    ...withoutFlagged(result),
  ];
  const compared = ofCoefficients('coef', 'lower', 'upper', 'p');
  return {
    columns: [outcome, ...terms.map(({ column }) => column)],
    lines,
    compared: { ...compared, logLik: ['logLik'] },
  };
}

function roc(args: Arguments): Recipe {
  const [outcome, score] = [args.text('outcome'), args.text('score')];
  const direction = quote(args.optionalText('direction') ?? '<');
  const lines = [
    `f <- roc(${cell(outcome)}, as.numeric(${cell(score)}), levels = c(0, 1), direction = ${direction}, quiet = TRUE)`,
    'ci <- as.numeric(ci.auc(f, method = "delong"))',
    'r <- list(auc = f$auc, lower = ci[1], upper = ci[3], sensitivity = f$sensitivities, specificity = f$specificities)',
  ];
  const curve = { sensitivity: ['sensitivities'], specificity: ['specificities'] };
  const compared = { auc: ['auc'], lower: ['ciLower'], upper: ['ciUpper'], ...curve };
  return { packages: ['pROC'], columns: [outcome, score], lines, compared };
}

function delong(args: Arguments): Recipe {
  const [outcome, scoreA, scoreB] = [args.text('outcome'), args.text('scoreA'), args.text('scoreB')];
  const curve = (score: string) =>
    `roc(${cell(outcome)}, as.numeric(${cell(score)}), levels = c(0, 1), direction = "<", quiet = TRUE)`;
  const lines = [
    `f <- roc.test(${curve(scoreA)}, ${curve(scoreB)}, paired = TRUE, method = "delong")`,
    'r <- list(z = f$statistic, p = f$p.value)',
  ];
  return { packages: ['pROC'], columns: [outcome, scoreA, scoreB], lines, compared: { z: ['z'], p: ['p'] } };
}

function crossTable(args: Arguments, test: string, values: readonly string[], compared: Recipe['compared']): Recipe {
  const counts = args.counts('table');
  if (counts !== undefined) {
    const m = `m <- matrix(${vector(counts.flat())}, ${counts.length}, byrow = TRUE)`;
    return { columns: [], lines: [m, test, `r <- list(${values.join(', ')})`], compared };
  }
  const [row, column] = [args.text('row'), args.text('col')];
  const m = `m <- table(${cell(row)}, ${cell(column)})`;
  return { columns: [row, column], lines: [m, test, `r <- list(${values.join(', ')})`], compared };
}

function samples(args: Arguments, test: string, values: readonly string[], compared: Recipe['compared']): Recipe {
  const [value, group] = [args.text('value'), args.text('group')];
  const levels = args.optionalTexts('levels');
  const order = levels ? `c(${levels.map(quote).join(', ')})` : `sort(unique(${cell(group)}), method = "radix")`;
  const split = `s <- split(${cell(value)}, factor(${cell(group)}, levels = ${order}))`;
  return { columns: [value, group], lines: [split, test, `r <- list(${values.join(', ')})`], compared };
}

function termOf({ column, type, levels }: Term): string {
  if (type === 'numeric') return cell(column);
  const order = levels ? `c(${levels.map(quote).join(', ')})` : `sort(unique(${cell(column)}), method = "radix")`;
  return `factor(${cell(column)}, levels = ${order})`;
}

/** R prints a number for a coefficient that is not estimable; the portal does not, so there is nothing to compare. */
function withoutFlagged(result: object): string[] {
  const { coefficients } = result as { coefficients: { coef: number | null }[] };
  const flagged = coefficients.flatMap(({ coef }, k) => (coef === null ? [k + 1] : []));
  if (flagged.length === 0) return [];
  return [`for (name in c("coef", "lower", "upper", "p")) r[[name]][${vector(flagged)}] <- NA`];
}

/** One field of every coefficient; '*' walks along a list. */
function ofCoefficients(...fields: string[]): Record<string, Path> {
  return Object.fromEntries(fields.map((field) => [field, ['coefficients', '*', field]]));
}

function numbersAt(value: unknown, path: Path): (number | null)[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (value === null || typeof value === 'number') return [value];
    return Object.values(value as Record<string, unknown>).flatMap((item) => numbersAt(item, []));
  }
  if (step === '*') return (value as unknown[]).flatMap((item) => numbersAt(item, rest));
  return numbersAt((value as Record<string | number, unknown>)[step], rest);
}

function vector(values: readonly (number | null)[]): string {
  const written = values.map((value) => {
    if (value === null || Number.isNaN(value)) return 'NA';
    if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
    return String(value);
  });
  return `c(${written.join(', ')})`;
}

function cell(column: string): string {
  return `d[[${quote(column)}]]`;
}

/** R reads the escapes of a JSON text as they are meant. */
function quote(text: string): string {
  return JSON.stringify(text);
}

import type { Arguments } from '../run-calls/arguments.ts';
import {
  cell,
  flaggedIn,
  columnsByType,
  formulaOf,
  groupOf,
  ofCoefficients,
  type Path,
  quote,
  type Recipe,
  texts,
  truth,
  vector,
  withoutFlagged,
} from './recipe.ts';

/** survfit, group by group. */
export function kaplanMeier(args: Arguments, result: object): Recipe {
  const [time, event, group] = [args.text('time'), args.text('event'), args.optionalText('group')];
  const weights = args.optionalText('weights');
  const confidence = args.optionalNumber('confLevel') ?? 0.95;
  const confType = args.optionalText('confType') ?? 'log';
  const tau = args.optionalNumber('rmstTau');
  const times = args.optionalNumbers('times');
  const groups = (result as { groups: { group: string }[] }).groups.map(({ group }) => group);
  const status = args.flag('reverse') ? `1 - ${cell(event)}` : cell(event);
  const weighted =
    weights === undefined ? '' : `, weights = ${cell(weights)}[i], robust = ${truth(args.flag('robust'))}`;
  const compared: Record<string, Path> = {};
  const lines = groups.flatMap((label, g) => {
    const rows = group === undefined ? 'TRUE' : `as.character(${cell(group)}) == ${quote(label)}`;
    const name = (what: string, key: Path) => {
      compared[`${what} ${g + 1}`] = ['groups', g, ...key];
      return `r[[${quote(`${what} ${g + 1}`)}]]`;
    };
    return [
      `i <- rep_len(${rows}, nrow(d))`,
      `f <- survfit(Surv(${cell(time)}[i], (${status})[i]) ~ 1${weighted}, conf.type = ${quote(confType)}, conf.int = ${confidence})`,
      `t <- summary(f${tau === undefined ? '' : `, rmean = ${tau}`})$table`,
      `${name('S', ['surv'])} <- f$surv; ${name('lower', ['lower'])} <- f$lower; ${name('upper', ['upper'])} <- f$upper`,
      `${name('at risk', ['nRisk'])} <- f$n.risk`,
      `${name('median', ['medianTable'])} <- t[c(grep("median", names(t)), grep("LCL$", names(t)), grep("UCL$", names(t)))]`,
      `${name('quantile', ['median', 'estimate'])} <- quantile(f, 0.5)$quantile`,
      ...(tau === undefined ? [] : [`${name('restricted mean', ['rmst'])} <- c(${tau}, t[c("rmean", "se(rmean)")])`]),
      ...(times === undefined || weights !== undefined
        ? []
        : [
            `at <- ${vector(times)}; k <- 1 + findInterval(at, f$time)`,
            `${name('S at days', ['atTimes', '*', 'surv'])} <- c(1, f$surv)[k]`,
            `${name('lower at days', ['atTimes', '*', 'lower'])} <- c(1, f$lower)[k]`,
            `${name('upper at days', ['atTimes', '*', 'upper'])} <- c(1, f$upper)[k]`,
            `${name('at risk at days', ['atTimes', '*', 'nRisk'])} <- vapply(at, function(day) sum(${cell(time)}[i] >= day), 0)`,
          ]),
    ];
  });
  return {
    packages: ['survival'],
    inBaseR: weights === undefined || args.flag('robust'),
    numbers: [time, event, weights],
    groups: [group],
    lines: ['r <- list()', ...lines],
    compared,
  };
}

/** survdiff. */
export function logRank(args: Arguments, result: object): Recipe {
  const [time, event, group] = [args.text('time'), args.text('event'), args.text('group')];
  const strata = args.optionalTexts('strata') ?? [];
  const stratum = strata.length === 0 ? '' : ` + strata(${strata.map(cell).join(', ')})`;
  const { groups, p, chisq } = result as { groups: string[]; p: number | null; chisq: number | null };
  const rho = args.optionalNumber('rho') ?? 0;
  const inBaseR = rho === 0;
  const test = `survdiff(Surv(${cell(time)}, ${cell(event)}) ~ g${stratum}, rho = ${rho})`;
  const columns = { inBaseR, numbers: [time, event], groups: [group, ...strata] };
  const order = `g <- factor(as.character(${cell(group)}), levels = ${texts(groups)})`;
  if (chisq === null) {
    // R stops where it cannot invert the variance; this means that nothing is estimable.
    const lines = [order, `r <- list(chisq = tryCatch(${test}$chisq, error = function(e) NA))`];
    return { packages: ['survival'], ...columns, lines, compared: { chisq: ['chisq'] } };
  }
  const lines = [
    order,
    `f <- ${test}`,
    'total <- function(x) if (is.matrix(x)) rowSums(x) else x',
    'df <- sum(total(f$exp) > 0) - 1',
    `r <- list(observed = total(f$obs), expected = total(f$exp), chisq = f$chisq, p = ${p === null ? 'NA' : 'pchisq(f$chisq, df, lower.tail = FALSE)'})`,
  ];
  const compared = { observed: ['observed'], expected: ['expected'], chisq: ['chisq'], p: ['p'] };
  return { packages: ['survival'], ...columns, lines, compared };
}

/** coxph, with cox.zph and basehaz if the call requests them. */
export function cox(args: Arguments, result: object): Recipe {
  const [time, event, terms] = [args.text('time'), args.text('event'), args.terms('terms')];
  const strata = args.optionalTexts('strata') ?? [];
  const [weights, cluster] = [args.optionalText('weights'), args.optionalText('cluster')];
  const start = args.optionalText('start');
  const [wantsZph, wantsBaseline] = [args.flag('zph'), args.flag('baseline')];
  const stratum = `strata(interaction(${strata.map((name) => groupOf(name, undefined)).join(', ')}, drop = TRUE))`;
  const formula = [formulaOf(terms), ...(strata.length > 0 ? [stratum] : [])].join(' + ');
  const options = [
    `ties = ${quote(args.optionalText('ties') ?? 'efron')}`,
    'control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)',
    ...(weights === undefined ? [] : [`weights = ${cell(weights)}`]),
    ...(args.flag('robust') ? ['robust = TRUE'] : []),
    ...(cluster === undefined ? [] : [`cluster = ${cell(cluster)}`]),
  ];
  const { numbers, groups } = columnsByType(terms);
  const times = [start, time, event].filter((name) => name !== undefined).map(cell);
  const isWhole = flaggedIn(result).length === 0;
  const [hasZph, hasBaseline] = [wantsZph && isWhole, wantsBaseline && isWhole];
  const lines = [
    `f <- coxph(Surv(${times.join(', ')}) ~ ${formula}, ${options.join(', ')})`,
    'b <- unname(coef(f)); se <- unname(sqrt(diag(vcov(f)))); z <- qnorm(0.975)',
    'r <- list(coef = b, lower = exp(b - z * se), upper = exp(b + z * se), p = 2 * pnorm(-abs(b / se)), logLik = f$loglik)',
    ...(isWhole ? ['r$concordance <- f$concordance["concordance"]; r$concordanceSe <- f$concordance["std"]'] : []),
    ...(hasZph ? ['r$zph <- cox.zph(f)$table[, 1]'] : []),
    ...(hasBaseline ? ['r$baseline <- basehaz(f, centered = FALSE)$hazard'] : []),
    ...withoutFlagged(result),
  ];
  // Weights and a robust variance belong together, as in weighting by propensity.
  const isPlain = start === undefined && cluster === undefined && (weights !== undefined) === args.flag('robust');
  return {
    packages: ['survival'],
    inBaseR:
      isPlain &&
      !(hasZph && weights !== undefined) &&
      !hasBaseline &&
      (args.optionalText('ties') ?? 'efron') === 'efron',
    numbers: [start, time, event, ...numbers, weights],
    groups: [...groups, ...strata, cluster],
    lines,
    compared: {
      ...ofCoefficients('coef', 'lower', 'upper', 'p'),
      logLik: ['logLik'],
      ...(isWhole && { concordance: ['concordance', 'c'], concordanceSe: ['concordance', 'se'] }),
      ...(hasZph && { zph: ['zph_km', '*', 'chisq'] }),
      ...(hasBaseline && { baseline: ['baseline', 'cumHaz'] }),
    },
  };
}

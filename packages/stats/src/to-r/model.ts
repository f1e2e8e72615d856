import type { Arguments } from '../run-calls/arguments.ts';
import {
  cell,
  columnsByType,
  flaggedIn,
  formulaOf,
  ofCoefficients,
  type Recipe,
  vector,
  withoutFlagged,
} from './recipe.ts';

const TIGHT = 'control = glm.control(1e-14, 100)';

/** glm, with MASS's profile limits where every coefficient has one and the call wants them. */
export function logistic(args: Arguments, result: object): Recipe {
  const [outcome, terms] = [args.text('outcome'), args.terms('terms')];
  const isWhole = flaggedIn(result).length === 0;
  const hasProfile = isWhole && !args.flag('waldOnly');
  const isTested = isWhole && !args.flag('untested');
  const lines = [
    `f <- suppressWarnings(glm(${cell(outcome)} ~ ${formulaOf(terms)}, family = binomial, ${TIGHT}))`,
    's <- unname(summary(f)$coefficients); z <- qnorm(0.975)',
    'r <- list(coef = s[, 1], lower = exp(s[, 1] - z * s[, 2]), upper = exp(s[, 1] + z * s[, 2]), p = s[, 4], logLik = logLik(f))',
    ...(hasProfile
      ? ['l <- exp(suppressMessages(confint(f))); r$profileLower <- l[, 1]; r$profileUpper <- l[, 2]']
      : []),
    ...(isTested ? ['r$lr <- drop1(f, test = "LRT")$LRT[-1]'] : []),
    ...withoutFlagged(result),
  ];
  const compared = {
    ...ofCoefficients('coef', 'lower', 'upper', 'p', ...(hasProfile ? ['profileLower', 'profileUpper'] : [])),
    logLik: ['logLik'],
    ...(isTested && { lr: ['termLr', '*', 'stat'] }),
  };
  const { numbers, groups } = columnsByType(terms);
  return { packages: hasProfile ? ['MASS'] : [], numbers: [outcome, ...numbers], groups, lines, compared };
}

/** glm for the scores; weights and standardised differences by their formulas. */
export function propensity(args: Arguments): Recipe {
  const [treat, terms] = [args.text('treat'), args.terms('terms')];
  const isOfTreated = args.optionalText('estimand') === 'ATT';
  const lines = [
    `f <- glm(${cell(treat)} ~ ${formulaOf(terms)}, family = binomial, ${TIGHT})`,
    `e <- unname(fitted(f)); t <- ${cell(treat)} == 1`,
    `w <- ${isOfTreated ? 'ifelse(t, 1, e / (1 - e))' : 'ifelse(t, 1 / e, 1 / (1 - e))'}`,
    'x <- model.matrix(f)[, -1, drop = FALSE]',
    'spread <- apply(x, 2, function(v) sqrt((var(v[t]) + var(v[!t])) / 2))',
    'apart <- function(w) apply(x, 2, function(v) weighted.mean(v[t], w[t]) - weighted.mean(v[!t], w[!t])) / spread',
    'r <- list(coef = coef(f), score = e, weight = w, unweighted = apart(rep(1, nrow(d))), weighted = apart(w))',
    'r$size <- c(sum(w[t])^2 / sum(w[t]^2)); r$control <- sum(w[!t])^2 / sum(w[!t]^2)',
  ];
  const compared = {
    coef: ['coef'],
    score: ['psColumn'],
    weight: ['weightColumn'],
    unweighted: ['smd', '*', 'unweighted'],
    weighted: ['smd', '*', 'weighted'],
    size: ['essTreated'],
    control: ['essControl'],
  };
  const { numbers, groups } = columnsByType(terms);
  return { numbers: [treat, ...numbers], groups, lines, compared };
}

/** Two glms on the logit of the probability, and means. */
export function calibration(args: Arguments): Recipe {
  const [outcome, probability] = [args.text('outcome'), args.text('prob')];
  const lines = [
    `y <- ${cell(outcome)}; p <- ${cell(probability)}; l <- qlogis(p)`,
    `f <- glm(y ~ l, family = binomial, ${TIGHT}); level <- glm(y ~ offset(l), family = binomial, ${TIGHT})`,
    'r <- list(brier = mean((y - p)^2), logLoss = -mean(y * log(p) + (1 - y) * log(1 - p)), slope = coef(f)[2], intercept = coef(f)[1], large = coef(level))',
  ];
  const compared = {
    brier: ['brier'],
    logLoss: ['logLoss'],
    slope: ['calibrationSlope'],
    intercept: ['interceptWithSlope'],
    large: ['calibrationInTheLarge'],
  };
  return { numbers: [outcome, probability], lines, compared };
}

/** The definition of net benefit. */
export function netBenefit(args: Arguments): Recipe {
  const [outcome, probability] = [args.text('outcome'), args.text('prob')];
  const lines = [
    `y <- ${cell(outcome)} == 1; p <- ${cell(probability)}; at <- ${vector(args.optionalNumbers('thresholds') ?? [])}`,
    'benefit <- function(called, t) mean(called & y) - mean(called & !y) * t / (1 - t)',
    'r <- list(model = sapply(at, function(t) benefit(p >= t, t)), all = sapply(at, function(t) benefit(TRUE, t)))',
  ];
  const compared = { model: ['*', 'netBenefitModel'], all: ['*', 'netBenefitAll'] };
  return { numbers: [outcome, probability], lines, compared };
}

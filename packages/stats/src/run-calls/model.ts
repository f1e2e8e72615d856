import { calibration } from '../diagnostic/calibration.ts';
import { firthLogistic } from '../regression/firth-logistic.ts';
import { logisticRegression } from '../regression/logistic.ts';
import { netBenefit } from '../diagnostic/net-benefit.ts';
import { type Estimand, propensityWeights } from '../regression/propensity.ts';
import { type Arguments } from './arguments.ts';
import { columnsOf } from './cox.ts';
import { CompleteCases, type Table } from './table.ts';

/**
 * Logistic regression with Wald limits, and profile limits unless `waldOnly`: they take as long as twenty fits each. A
 * test of each term takes a fit without it: none is made if `untested`.
 */
export function runLogistic(table: Table, args: Arguments) {
  const [outcome, terms] = [args.text('outcome'), args.terms('terms')];
  const cases = new CompleteCases(table, [outcome, ...terms.map(({ column }) => column)]);
  const r = logisticRegression(cases.flags(outcome), columnsOf(cases, terms), {
    profile: args.flag('waldOnly') ? null : 'interpolated',
    tests: !args.flag('untested'),
    covariance: 'glm',
  });
  return {
    nUsed: r.n,
    nDropped: cases.nDropped,
    events: r.events,
    coefficients: r.coefficients.map((c) => ({
      name: c.name,
      coef: c.coefficient,
      se: c.stdErr,
      z: c.z,
      p: c.pValue,
      or: c.oddsRatio,
      lower: c.lower,
      upper: c.upper,
      profileLower: c.profileLower,
      profileUpper: c.profileUpper,
    })),
    vcov: r.covariance,
    logLik: r.logLikelihood,
    deviance: r.deviance,
    nullDeviance: r.nullDeviance,
    aic: r.aic,
    lr: { stat: r.likelihoodRatio.statistic, df: r.likelihoodRatio.df, p: r.likelihoodRatio.pValue },
    termLr: r.termTests.map(({ term, statistic, df, pValue }) => ({ term, stat: statistic, df, p: pValue })),
  };
}

/** Propensity weights; the columns are named by `psColumn`, `weightColumn` and `stabilizedColumn`. */
export function runPropensity(table: Table, args: Arguments) {
  const [treat, terms] = [args.text('treat'), args.terms('terms')];
  const cases = new CompleteCases(table, [treat, ...terms.map(({ column }) => column)]);
  const estimand = (args.optionalText('estimand') ?? 'ATE') as Estimand;
  const r = propensityWeights(cases.flags(treat), columnsOf(cases, terms), { estimand });
  return {
    coef: r.coefficients.map(({ coefficient }) => coefficient),
    psColumn: r.score,
    weightColumn: r.weights,
    stabilizedColumn: r.stabilizedWeights,
    smd: r.balance.map(({ name, unweighted, weighted }) => ({ variable: name, unweighted, weighted })),
    essTreated: r.effectiveTreated,
    essControl: r.effectiveControl,
  };
}

/** Calibration of a column of probabilities. */
export function runCalibration(table: Table, args: Arguments) {
  const [outcome, probability] = [args.text('outcome'), args.text('prob')];
  const cases = new CompleteCases(table, [outcome, probability]);
  const r = calibration(cases.numbers(probability), cases.flags(outcome));
  return {
    brier: r.brier,
    brierScaled: r.brierScaled,
    logLoss: r.logLoss,
    calibrationSlope: r.slope,
    slopeSe: r.slopeStdErr,
    interceptWithSlope: r.interceptWithSlope,
    calibrationInTheLarge: r.inTheLarge,
    citlSe: r.inTheLargeStdErr,
    meanPredicted: r.meanPredicted,
    observedRate: r.observedRate,
    observedExpected: r.observedToExpected,
  };
}

/** Decision curve at the call's thresholds. */
export function runNetBenefit(table: Table, args: Arguments) {
  const [outcome, probability] = [args.text('outcome'), args.text('prob')];
  const cases = new CompleteCases(table, [outcome, probability]);
  const r = netBenefit(cases.numbers(probability), cases.flags(outcome), args.optionalNumbers('thresholds') ?? []);
  return r.points.map(({ threshold, model, treatAll, treatNone }) => ({
    threshold,
    netBenefitModel: model,
    netBenefitAll: treatAll,
    netBenefitNone: treatNone,
  }));
}

/** Logistic regression with Firth's penalty, with profile limits. */
export function runFirth(table: Table, args: Arguments) {
  const [outcome, terms] = [args.text('outcome'), args.terms('terms')];
  const cases = new CompleteCases(table, [outcome, ...terms.map(({ column }) => column)]);
  const r = firthLogistic(cases.flags(outcome), columnsOf(cases, terms));
  return {
    nUsed: r.n,
    nDropped: cases.nDropped,
    events: r.events,
    coefficients: r.coefficients.map(({ name, coefficient, oddsRatio, lower, upper, pValue }) => {
      return { name, coef: coefficient, or: oddsRatio, lower, upper, p: pValue };
    }),
  };
}

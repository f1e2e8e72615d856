import { binomialInterval, type BinomialMethod } from '../comparison/binomial-interval.ts';
import { type ConfusionResult, confusion, confusionFromCounts } from '../diagnostic/confusion.ts';
import { delongPaired, delongUnpaired } from '../diagnostic/delong.ts';
import { roc } from '../diagnostic/roc.ts';
import { rocThreshold } from '../diagnostic/roc-threshold.ts';
import { type ScoreDirection } from '../numerics/scored.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table } from './table.ts';

/** ROC curve; the call's '<' means that positives score higher. */
export function runRoc(table: Table, args: Arguments) {
  const [outcome, score] = [args.text('outcome'), args.text('score')];
  const direction = args.optionalText('direction') === '>' ? 'lower-is-positive' : 'higher-is-positive';
  const cases = new CompleteCases(table, [outcome, score]);
  const [scores, positive] = [cases.numbers(score), cases.flags(outcome)];
  const result = roc(scores, positive, { direction });
  const at = (threshold: number) => confusion(scores, positive, threshold, { direction });
  const thresholds = args.optionalNumbers('at');
  return {
    nUsed: scores.length,
    nDropped: cases.nDropped,
    cases: result.nPositive,
    controls: result.nNegative,
    auc: result.auc,
    delongVar: result.aucStdErr === null ? null : result.aucStdErr ** 2,
    delongSe: result.aucStdErr,
    ciLower: result.aucLower,
    ciUpper: result.aucUpper,
    thresholds: result.thresholds,
    sensitivities: result.sensitivity,
    specificities: result.specificity,
    youdenMax: result.youden[0] && result.youden[0].sensitivity + result.youden[0].specificity - 1,
    best: result.youden.map((point) => ({ ...point, ...bestRow(at(point.threshold)) })),
    closestTopLeft: rocThreshold(result, 'closest-top-left').points,
    mannWhitneyU: (result.auc ?? NaN) * result.nPositive * result.nNegative,
    ...(thresholds && { at: thresholds.map((threshold) => ({ threshold, ...confusionRow(at(threshold)) })) }),
  };
}

function bestRow(result: ConfusionResult) {
  const value = (name: string) => result.metrics.find((metric) => metric.name === name)?.value;
  const { tp, fp, tn, fn } = result;
  return { ppv: value('ppv'), npv: value('npv'), accuracy: value('accuracy'), tp, fp, tn, fn };
}

/** Confusion table from four counts. */
export function runConfusion(_table: Table, args: Arguments) {
  const [tp, fp, fn, tn] = [args.number('tp'), args.number('fp'), args.number('fn'), args.number('tn')];
  return confusionRow(confusionFromCounts({ tp, fp, fn, tn }));
}

function confusionRow(result: ConfusionResult) {
  const { tp, fp, fn, tn, balancedAccuracy, mcc, kappa, youdenJ } = result;
  const rows = result.metrics.map(({ name, value, numerator, denominator, lower, upper }) => [
    name,
    name === 'f1' ? value : { estimate: value, x: numerator, n: denominator, lower, upper },
  ]);
  const ratios = { lrPos: result.likelihoodRatioPositive, lrNeg: result.likelihoodRatioNegative };
  return { tp, fp, fn, tn, ...Object.fromEntries(rows), balancedAccuracy, mcc, kappa, youdenJ, ...ratios };
}

/** Paired DeLong test. */
export function runDelong(table: Table, args: Arguments) {
  const [outcome, scoreA, scoreB] = [args.text('outcome'), args.text('scoreA'), args.text('scoreB')];
  const cases = new CompleteCases(table, [outcome, scoreA, scoreB]);
  const direction: ScoreDirection = 'higher-is-positive';
  const r = delongPaired(cases.numbers(scoreA), cases.numbers(scoreB), cases.flags(outcome), { direction });
  return {
    nUsed: r.n,
    aucA: r.aucA,
    aucB: r.aucB,
    varA: r.varianceA,
    varB: r.varianceB,
    cov: r.covariance,
    diff: r.difference,
    z: r.statistic,
    p: r.pValue,
    ciLower: r.lower,
    ciUpper: r.upper,
  };
}

/** Unpaired DeLong test of one score in two groups. */
export function runDelongUnpaired(table: Table, args: Arguments) {
  const [outcome, score, group] = [args.text('outcome'), args.text('score'), args.text('group')];
  const cases = new CompleteCases(table, [outcome, score, group]);
  const [scores, positive] = [cases.numbers(score), cases.flags(outcome)];
  const [a, b] = cases.groups(group, args.optionalTexts('levels')).map(({ members }) => ({
    scores: members.map((i) => scores[i] ?? NaN),
    positive: members.map((i) => positive[i] ?? false),
  }));
  const none = { scores: [], positive: [] };
  const r = delongUnpaired(a ?? none, b ?? none, { direction: 'higher-is-positive' });
  const known = { aucA: r.aucA, aucB: r.aucB, varA: r.varianceA, varB: r.varianceB };
  return { ...known, d: r.statistic, df: r.df, p: r.pValue, zNormal: r.statistic };
}

/** The three binomial intervals. */
export function runBinomialInterval(_table: Table, args: Arguments) {
  const [x, n] = [args.number('x'), args.number('n')];
  const limits = (method: BinomialMethod) => {
    const { lower, upper } = binomialInterval(x, n, { method });
    return [lower, upper];
  };
  return {
    estimate: binomialInterval(x, n).estimate,
    clopperPearson: limits('clopper-pearson'),
    wilson: limits('wilson'),
    wilsonCc: limits('wilson-corrected'),
  };
}

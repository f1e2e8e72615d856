export * from './binomial-interval.ts';
export * from './calibration.ts';
export * from './chi-square.ts';
export { coxConcordance, type ConcordanceResult } from './concordance.ts';
export * from './confusion.ts';
export * from './cox.ts';
export type { Covariate, CoxData } from './cox-design.ts';
export type { Ties } from './cox-likelihood.ts';
export { predictedSurvival, type PredictedCurve, type PredictionOptions } from './cox-prediction.ts';
export { baselineHazard, type BaselineHazard } from './cox-residuals.ts';
export {
  cumulativeIncidence,
  type CompetingRisks,
  type CumulativeIncidenceResult,
  type IncidenceCurve,
} from './cumulative-incidence.ts';
export { delongPaired, delongUnpaired, type AucComparison } from './delong.ts';
export * from './errors.ts';
export * from './firth-logistic.ts';
export { fisherExact, type FisherOptions, type FisherResult } from './fisher-exact.ts';
export * from './gray-test.ts';
export * from './hazard-ratio.ts';
export * from './hosmer-lemeshow.ts';
export * from './kaplan-meier.ts';
export * from './kappa.ts';
export * from './kruskal-wallis.ts';
export * from './landmark.ts';
export * from './log-rank.ts';
export * from './log-rank-power.ts';
export { logisticRegression, type LogisticCoefficient, type LogisticOptions, type LogisticResult } from './logistic.ts';
export * from './mantel-haenszel.ts';
export * from './mcnemar.ts';
export * from './model-terms.ts';
export * from './mrecist.ts';
export * from './mrecist-overall.ts';
export * from './multiple-testing.ts';
export * from './net-benefit.ts';
export * from './one-way-anova.ts';
export * from './propensity.ts';
export * from './proportional-hazards.ts';
export { readTable } from './read-table.ts';
export * from './restricted-mean.ts';
export * from './risk-comparison.ts';
export * from './roc.ts';
export { callNames, runCall, type Call, type Table } from './run-calls.ts';
export { columnsOf } from './run-calls/cox.ts';
export { CompleteCases, type Term } from './run-calls/table.ts';
export type { Moments, Sample } from './samples.ts';
export type { Outcome, ScoreDirection } from './scored.ts';
export * from './survival-at.ts';
export type { ConfType, CurveOptions, SurvivalCurve } from './survival-curve.ts';
export { quantile, type EstimateWithLimits, type QuantileDefinition } from './survival-quantile.ts';
export * from './t-test.ts';
export * from './tally.ts';
export { hasR, toR } from './to-r.ts';
export type { TiedHazards } from './two-group-cox.ts';
export * from './weighted-survival.ts';
export * from './wilcoxon.ts';

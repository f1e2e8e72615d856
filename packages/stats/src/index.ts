export * from './regression/adjusted-interaction.ts';
export { standardizedDifferences, type Balance, type BalanceResult } from './regression/balance.ts';
export { aucScoreLimits } from './diagnostic/auc-score-limits.ts';
export * from './comparison/binomial-interval.ts';
export { bootstrapAuc, type BootstrapAuc, type BootstrapOptions } from './diagnostic/bootstrap-auc.ts';
export * from './diagnostic/bootstrap-roc.ts';
export { calibration, type CalibrationResult } from './diagnostic/calibration.ts';
export * from './diagnostic/calibration-curve.ts';
export { chiSquareTest, type ChiSquareResult } from './comparison/chi-square.ts';
export * from './diagnostic/attainable-share.ts';
export * from './diagnostic/auc-heterogeneity.ts';
export * from './diagnostic/class-averages.ts';
export * from './diagnostic/confusion-measures.ts';
export * from './diagnostic/precision-recall.ts';
export * from './diagnostic/reclassification.ts';
export { coxConcordance, type ConcordanceResult } from './regression/concordance.ts';
export * from './diagnostic/confusion.ts';
export * from './regression/cox.ts';
export type { Covariate, CoxData } from './regression/cox-design.ts';
export { coxTermTests, type TermTest } from './regression/cox-term-tests.ts';
export type { Ties } from './regression/cox-likelihood.ts';
export { predictedSurvival, type PredictedCurve, type PredictionOptions } from './regression/cox-prediction.ts';
export { baselineHazard, type BaselineHazard } from './regression/cox-residuals.ts';
export {
  cumulativeIncidence,
  type CompetingRisks,
  type CumulativeIncidenceResult,
  type IncidenceCurve,
} from './survival/cumulative-incidence.ts';
export { delongPaired, delongUnpaired, type AucComparison } from './diagnostic/delong.ts';
export * from './numerics/errors.ts';
export * from './regression/firth-logistic.ts';
export * from './comparison/describe.ts';
export * from './survival/drawn-curves.ts';
export { fisherExact, type FisherOptions, type FisherResult } from './comparison/fisher-exact.ts';
export * from './survival/gray-test.ts';
export * from './survival/hazard-ratio.ts';
export { type CalibrationGroup, hosmerLemeshow, type HosmerLemeshowResult } from './diagnostic/hosmer-lemeshow.ts';
export * from './survival/kaplan-meier.ts';
export * from './agreement/kappa.ts';
export * from './comparison/kruskal-wallis.ts';
export * from './survival/landmark.ts';
export * from './survival/best-cut.ts';
export * from './survival/best-log-rank-cut.ts';
export * from './survival/log-rank.ts';
export * from './survival/log-rank-power.ts';
export {
  logisticRegression,
  type LogisticCoefficient,
  type LogisticOptions,
  type LogisticResult,
} from './regression/logistic.ts';
export * from './comparison/mantel-haenszel.ts';
export * from './comparison/mcnemar.ts';
export * from './numerics/missing.ts';
export * from './regression/model-terms.ts';
export * from './response/mrecist.ts';
export * from './response/mrecist-overall.ts';
export * from './response/best-response.ts';
export * from './response/change-of-sums.ts';
export * from './response/lesion-series.ts';
export type { Lesion, LesionVisit } from './response/lesion-input.ts';
export * from './comparison/multiple-testing.ts';
export * from './diagnostic/net-benefit.ts';
export * from './comparison/one-way-anova.ts';
export * from './printed/attainable-auc.ts';
export * from './printed/attainable-counts.ts';
export * from './printed/attainable-days.ts';
export {
  attainableTables,
  MOST_ENUMERATED,
  type AttainableTables,
  type PrintedMetrics,
} from './printed/attainable-tables.ts';
export { printedAs, type PrintedAs, type PrintedValue } from './printed/printed-value.ts';
export * from './printed/ratio-of-interval.ts';
export * from './regression/propensity.ts';
export * from './regression/spline.ts';
export * from './regression/spline-hazard.ts';
export {
  proportionalHazards,
  type ProportionalHazardsResult,
  type TimeTransform,
} from './regression/proportional-hazards.ts';
export * from './survival/ratio-interaction.ts';
export * from './survival/restricted-mean.ts';
export * from './comparison/risk-comparison.ts';
export * from './diagnostic/drawn-roc.ts';
export * from './diagnostic/roc.ts';
export * from './diagnostic/roc-threshold.ts';
export * from './diagnostic/table-at-threshold.ts';
export { callNames, runCall, type Call, type Table } from './run-calls.ts';
export { columnsOf } from './run-calls/cox.ts';
export { CompleteCases, type Term, withLines } from './run-calls/table.ts';
export type { Moments, Sample } from './numerics/samples.ts';
export type { Outcome, ScoreDirection } from './numerics/scored.ts';
export * from './regression/schoenfeld.ts';
export * from './comparison/standardized-difference.ts';
export * from './survival/survival-at.ts';
export type { ConfType, CurveOptions, SurvivalCurve } from './survival/survival-curve.ts';
export { quantile, type EstimateWithLimits, type QuantileDefinition } from './survival/survival-quantile.ts';
export * from './comparison/t-test.ts';
export { type RiskTable, type SurvivalColumns, type SurvivalData, tally, tallyTogether } from './survival/tally.ts';
export { type CountedEvents, eventsToR, type EventTable } from './to-r/adverse-events.ts';
export { rocToR, type ScoredCurve } from './to-r/roc-curve.ts';
export { type ScoredFigure, scoredFigureToR } from './to-r/scored-figures.ts';
export { type ComparedScore, type ComparedScores, scoreComparisonToR } from './to-r/score-comparison.ts';
export { type ScoredOutcome, scoreOutcomeToR } from './to-r/score-outcome.ts';
export { type ScoredGroups, scoreSubgroupsToR } from './to-r/score-subgroups.ts';
export { changesToR, confirmedToR, type CountedResponses, type DrawnChanges } from './to-r/target-lesions.ts';
export { type NamedCall, toR, toRTogether } from './to-r.ts';
export type { TiedHazards } from './survival/two-group-cox.ts';
export * from './survival/weighted-survival.ts';
export * from './comparison/wilcoxon.ts';

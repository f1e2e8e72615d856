export { cohortFilter, CohortInput, outcomeConditions } from './cohort-input.ts';
export { CohortPageResolver } from './cohort-page.resolver.ts';
export { CohortPageService } from './cohort-page.service.ts';
export { PatientTableResolver } from './patient-table.resolver.ts';
export { PatientTableService } from './patient-table.service.ts';
export { SearchNotes } from './search-notes.ts';
export { cohortSql, CohortSql } from './cohort-sql.ts';
export { type Grouping, groupings, knownLater, outcomesOfGroups, refuseNoGrouping } from './grouping.ts';
export { criterionLabel, leftOutOfAllSaid, leftOutSaid } from './left-out.ts';
export { isObjectiveResponse, isPositive, negativeClass, positiveClass } from './outcome-class.ts';
export { type ExactProportion, proportion } from './proportion.ts';
export { Proportion } from './proportion.type.ts';
export {
  protectedRates,
  protectedResponses,
  protectedResponsesOfAll,
  protectedWorst,
  type ShownWorst,
} from './protected-rates.ts';
export { StudyGroupingsResolver } from './study-groupings.resolver.ts';
export { CohortSummaryResolver } from './cohort-summary.resolver.ts';
export { CohortSummaryService } from './cohort-summary.service.ts';
export { Histogram } from './histogram.type.ts';
export { accrualDay } from './histograms.ts';
export { protectedHistogram } from './protected-summary.ts';
export { AnalysisScope, Protection, protectionOfCounts, protectionOfCurves } from './protection.type.ts';
export { type CountedReason, PatientCount } from './patient-count.type.ts';
export { refuseSnapshotOfAll, SnapshotArg, snapshotOptions } from './snapshot-argument.ts';

export { type CountedPopulation } from './counted-population.ts';
export {
  Cohort,
  type CountedValues,
  type Endpoint,
  type FollowUpNeeded,
  type GroupedTimes,
  type PairCount,
  type ValueCount,
  type WorstGrades,
} from './cohort.ts';
export {
  type EventCell,
  type EventCounts,
  type EventQuestion,
  type EventRowKey,
  type PatientWithEvent,
} from './event-counts.ts';
export { type FrozenState, type KeptSettings } from './frozen.ts';
export { frozenEvents, frozenSubjects } from './read-block.ts';
export { type EventRow } from './event-rows.ts';
export { type Attribution, attributions, type EventFact } from './event-facts.ts';
export { type Bins } from './kernels/bins.ts';
export { type QuantitySummary } from './kernels/quantity.ts';
export { type LeftOut, refuseUnknown, type SubjectColumns, type SubjectRow } from './subject-columns.ts';
export { withGroups } from './with-groups.ts';
export { type ReadColumn, withReadColumn } from './with-read-column.ts';
export { type StudyMoment } from './study-moment.ts';
export { SubjectStore } from './subject-store.ts';
export { type ShownCount, type ShownFamily, toFigures } from './disclosure/protect-counts.ts';
export { mostFigures } from './disclosure/told-quantity.ts';
export {
  type ProtectedCohort,
  type ShownClasses,
  type ShownGrades,
  type ShownQuantity,
  type ShownTimes,
  type ShownValue,
} from './disclosure/protected-cohort.ts';
export { StudyAnswers, type StudyQuestion } from './disclosure/study-answers.ts';
export { type PageKey, type PageOrder, type PagePlace } from './page-of.ts';
export {
  inCohort,
  readDefinitions,
  readSavedCohorts,
  type SavedCohorts,
  type SavedDefinition,
  withSavedRules,
} from './saved-cohorts.ts';
export { atOnce, inSlices, type Steps } from './in-slices.ts';

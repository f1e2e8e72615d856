export {
  type AdverseEventCriterion,
  adverseEventVariable,
  eventTermTest,
  eventTermWords,
  type PatientEvent,
} from './adverse-event.ts';
export { showCohort } from './address.ts';
export { type CohortArgument, cohortArguments, filterOfArguments } from './arguments.ts';
export {
  allOf,
  type CohortFilter,
  type Condition,
  conjunctsOf,
  daysSince1970,
  type EventCondition,
  type PairCondition,
  type ValueCondition,
  isAbout,
  isPeriod,
  outcomesIn,
  type Between,
  type Period,
  variablesOf,
  withoutVariable,
} from './filter.ts';
export {
  comparedGroups,
  type ComparedCohorts,
  eitherOf,
  isCompared,
  outcomesOfCompared,
  type OverlapRule,
  overlapRules,
  readCompared,
  showCompared,
} from './compared.ts';
export {
  isParted,
  labelsOfParts,
  mayBeParted,
  mostCuts,
  type PartedQuantity,
  partLabels,
  partOf,
  type QuantileRule,
  quantileRules,
  readCuts,
  readParted,
  showParted,
  variableOfGroups,
} from './parted.ts';
export { holds, type SubjectValues } from './holds.ts';
export {
  groupsAtLandmark,
  groupsOfLandmark,
  isLandmark,
  isOfLandmark,
  type LandmarkGroups,
  type LandmarkOutcome,
  landmarkLabel,
  landmarkOutcomes,
  lastLandmark,
  readLandmark,
  showLandmark,
} from './landmark.ts';
export { judged } from './judged.ts';
export {
  type CohortLists,
  filterLimits,
  parseCohort,
  type ParsedFilter,
  parseFilter,
  variableIn,
  mayBePaired,
} from './parse-filter.ts';
export { type AddressIssue, readCohort, type ReadCohort } from './read-address.ts';
export { type ReadText, readCohortText, type TextFault } from './read-text.ts';
export { writeCohortText } from './write-text.ts';
export {
  checkSavedCohort,
  cohortKey,
  cohortNumberOf,
  isCohortKey,
  isOfStudy,
  type SavedKind,
  savedKinds,
  savedLimits,
  savedVariable,
  withRules,
} from './saved.ts';

export { checkCriteria, criteriaLimits } from './check-criteria.ts';
export {
  type Criterion,
  type CriterionKind,
  criterionKinds,
  decidedByPerson,
  type EligibilityRules,
  ineligible,
  type Judgement,
  knownLaterIn,
  type Population,
  populationFilter,
  populations,
} from './criterion.ts';
export { publishedCriteria } from './published-criteria.ts';
export {
  checkScreening,
  type Screening,
  screeningLimits,
  type ScreeningOutcome,
  screeningOutcomeLabels,
  screeningOutcomes,
} from './screening.ts';

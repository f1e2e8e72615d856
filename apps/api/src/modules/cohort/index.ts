export { cohortFilter, CohortInput, outcomeConditions } from './cohort-input.ts';
export { CohortPageResolver } from './cohort-page.resolver.ts';
export { CohortPageService } from './cohort-page.service.ts';
export { CohortSql } from './cohort-sql.ts';
export { type Grouping, groupingOf, groupings } from './grouping.ts';
export { isPositive, negativeClass, positiveClass } from './outcome-class.ts';
export { StudyGroupingsResolver } from './study-groupings.resolver.ts';

export { SavedCohortResolver, SavedCohortsOfStudyResolver } from './saved-cohort.resolver.ts';
export { SavedCohortService } from './saved-cohort.service.ts';

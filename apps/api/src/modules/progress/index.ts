export { SharedProgressResolver } from './shared-progress.resolver.ts';
export { SharedProgressService } from './shared-progress.service.ts';
export { StudyPlanResolver } from './study-plan.resolver.ts';
export { StudyPlanService } from './study-plan.service.ts';
export { StudyProgressResolver } from './study-progress.resolver.ts';
export { StudyProgressService } from './study-progress.service.ts';

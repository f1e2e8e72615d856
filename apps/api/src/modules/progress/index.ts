export { StudyPlanResolver } from './study-plan.resolver.ts';
export { StudyPlanService } from './study-plan.service.ts';
export { StudyProgressResolver } from './study-progress.resolver.ts';
export { StudyProgressService } from './study-progress.service.ts';

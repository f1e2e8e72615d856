export {
  checkStudyPlan,
  type PlanEndpoint,
  planEndpoints,
  planLimits,
  plannedBy,
  type PlanNumber,
  planNumbers,
  type StudyPlan,
  usualPlan,
} from './study-plan.ts';

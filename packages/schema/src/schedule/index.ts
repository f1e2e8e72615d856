export { dateOfDay, dayNumber } from './days.ts';
export {
  type DueState,
  dueStates,
  type DueVisit,
  dueVisits,
  type MissedVisit,
  type VisitFacts,
  type VisitMoment,
  type VisitPlan,
} from './due-visits.ts';
export { completenessOfFollowUp, type FollowUpCompleteness, type ObservedPatient } from './follow-up-completeness.ts';
export {
  checkSchedule,
  imagingDays,
  type ScheduledForm,
  scheduledForms,
  scheduleEnds,
  scheduleInUse,
  scheduleLimits,
  type ScheduleNumber,
  scheduleUnits,
  type StudySchedule,
  usualSchedule,
} from './study-schedule.ts';
export { checkVisitStop, type VisitStop, visitStopReason } from './visit-stop.ts';

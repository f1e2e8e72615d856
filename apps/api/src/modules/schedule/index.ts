export { DueResolver } from './due.resolver.ts';
export { DueService, type FollowUp } from './due.service.ts';
export { DueCounts, DueItem } from './due.type.ts';
export { ScheduleResolver } from './schedule.resolver.ts';
export { ScheduleService } from './schedule.service.ts';
export { VisitFactsStore } from './visit-facts.store.ts';

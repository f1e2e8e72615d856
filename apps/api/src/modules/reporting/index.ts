export { ChecklistAnswerResolver } from './checklist-answer.resolver.ts';
export { ChecklistAnswerService } from './checklist-answer.service.ts';

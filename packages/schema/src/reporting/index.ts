export {
  type AnswerState,
  answerLimits,
  answerStates,
  checkChecklistAnswer,
  type ChecklistAnswer,
} from './checklist-answer.ts';
export {
  type Checklist,
  type ChecklistItem,
  type ChecklistName,
  checklistNames,
  type ReportingFact,
  reportingFacts,
} from './checklist.ts';
export { checklists } from './lists/index.ts';

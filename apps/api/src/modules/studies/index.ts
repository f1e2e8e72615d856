export { addMembership } from './declare-study.ts';
export { type MembershipRow, operatorOf, toAccess } from './membership.query.ts';
export { Study, Viewer } from './study.resolver.ts';
export { addStudy, type StudyRules } from './study-settings.query.ts';
export { type GivenSettings, refuse, studyIssues, tidied, withRules } from './study-settings.service.ts';
export { settingsFrom, StudySettingsInput } from './study-settings.type.ts';
export {
  type ComparedRecipe,
  readArms,
  readComparedRecipes,
  readStudy,
  readStudyLists,
  readStudyListsOf,
  type StudyRow,
  type StudyScope,
  StudyService,
  timeZeroOf,
} from './study.service.ts';

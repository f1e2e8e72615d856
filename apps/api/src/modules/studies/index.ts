export { addMembership } from './declare-study.ts';
export { type MembershipRow, operatorOf, toAccess } from './membership.query.ts';
export { Study, Viewer } from './study.resolver.ts';
export { addStudy } from './study-settings.query.ts';
export { refuse, studyIssues, tidied } from './study-settings.service.ts';
export { settingsFrom, StudySettingsInput } from './study-settings.type.ts';
export {
  readArms,
  readStudy,
  readStudyLists,
  readStudyListsOf,
  type StudyScope,
  StudyService,
  timeZeroOf,
} from './study.service.ts';

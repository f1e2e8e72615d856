export { addMembership } from './declare-study.ts';
export { type MembershipRow, operatorOf, toAccess } from './membership.query.ts';
export { Study } from './study.resolver.ts';
export {
  readArms,
  readStudy,
  readStudyLists,
  readStudyListsOf,
  type StudyScope,
  StudyService,
  timeZeroOf,
} from './study.service.ts';

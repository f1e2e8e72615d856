export { checkStudy, checkStudyChange } from './check-study.ts';
export {
  formOfEveryStudy,
  isStudyCode,
  type StudyArm,
  type StudyCentre,
  type StudyLabel,
  studyLimits,
  type StudySettings,
  type StudyUse,
} from './study-settings.ts';

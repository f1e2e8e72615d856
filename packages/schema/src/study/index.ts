export { checkStudy, checkStudyChange } from './check-study.ts';
export {
  type DisclosureRule,
  disclosureLimits,
  disclosureNames,
  type DisclosureNumber,
  midpointOf,
  usualDisclosure,
} from './disclosure.ts';
export { followUpLimits, type MinimumFollowUp, shortFollowUps } from './minimum-follow-up.ts';
export {
  checkPublishedResponse,
  publishedField,
  type PublishedRate,
  type PublishedRateName,
  publishedRateNames,
  type PublishedResponse,
} from './published-response.ts';
export { type ScoreOfPatient, scoresOfPatient } from './score-of-patient.ts';
export {
  checkRecipe,
  durationOfResponseSaid,
  type EndpointRuleOfRecipe,
  mostComparedRecipes,
  overallSurvivalSaid,
  progressionFreeSaid,
  recipeChoices,
  type RecipeDefinition,
  recipeOf,
  type RecipeRule,
  recipeRuleNames,
  type RecipeRules,
  recipeRulesOf,
  recipeSaid,
  timeToNextTreatmentSaid,
  timeToResponseSaid,
} from './recipe.ts';
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

export { type CheckedOwnRule, checkOwnRule, type OwnRule, ownRuleLimits, variableOfRule } from './check-own-rule.ts';
export {
  type FindingState,
  findingStateLabels,
  findingStates,
  isQualityRuleName,
  type QualityRuleName,
  qualityRuleNames,
  qualityRules,
} from './rules.ts';

export { EligibilityDecisionResolver } from './decision.resolver.ts';
export { EligibilityDecisionService } from './decision.service.ts';
export { FlowResolver } from './flow.resolver.ts';
export { FlowService } from './flow.service.ts';
export { EligibilityRulesResolver } from './rules.resolver.ts';
export { EligibilityRulesService } from './rules.service.ts';
export { ScreeningResolver } from './screening.resolver.ts';
export { ScreeningService } from './screening.service.ts';

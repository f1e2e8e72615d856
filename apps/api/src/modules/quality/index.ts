export { CheckStudyKind } from './check-study-kind.ts';
export { FindingService } from './finding.service.ts';
export { qualityProgressResolver } from './quality-progress.resolver.ts';
export { QualityResolver } from './quality.resolver.ts';
export { QualityRuleService } from './quality-rule.service.ts';
export { QualityRunService, qualityRunWatched } from './quality-run.service.ts';

export { ExplainScoreKind } from './explain-score-kind.ts';
export { SensitivityOfRunResolver, sensitivityProgressResolver, SensitivityResolver } from './sensitivity.resolver.ts';
export { SensitivityService, sensitivityWatched } from './sensitivity.service.ts';

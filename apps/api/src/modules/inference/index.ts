export { batchProgressResolver, BatchResolver } from './batch.resolver.ts';
export { BatchService, batchWatched } from './batch.service.ts';
export { InferenceResolver, RunsOfSlideResolver } from './inference.resolver.ts';
export { InferenceService, inferenceWatched } from './inference.service.ts';
export { ModelVersionOfRunResolver } from './model-version-of-run.resolver.ts';
export { progressResolver } from './progress.resolver.ts';
export { Inference } from './inference.type.ts';
export { type StoredScore } from './score-slide-kind.ts';

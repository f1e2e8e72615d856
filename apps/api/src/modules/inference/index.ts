export { InferenceResolver, RunsOfSlideResolver } from './inference.resolver.ts';
export { InferenceService, inferenceWatched } from './inference.service.ts';
export { progressResolver } from './progress.resolver.ts';

export { InferenceNotices } from './inference-notices.ts';
export { InferenceWatch } from './inference-watch.ts';
export { InferenceResolver, RunsOfSlideResolver } from './inference.resolver.ts';
export { InferenceService } from './inference.service.ts';
export { progressResolver } from './progress.resolver.ts';
export { createQueue, InferenceQueue } from './queue.ts';

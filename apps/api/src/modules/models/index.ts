export { Model, ModelResolver, ModelStatusEnum } from './model.resolver.ts';
export { ModelDrafts } from './model-drafts.ts';
export { ModelUploadService } from './model-upload.service.ts';
export { type ListedModel, ModelFolders } from './model-folders.ts';
export { type Candidate, type HeldVersion, ModelService, type RunnableModel } from './model.service.ts';
export { ModelVersion, ModelVersionResolver } from './model-version.resolver.ts';
export {
  type Actor,
  type ModelMetrics,
  type ModelVersionRow,
  transactionsOf,
  transactionsOfPool,
} from './model-store.ts';

export { Model, ModelResolver } from './model.resolver.ts';
export { type ListedModel, ModelService } from './model.service.ts';

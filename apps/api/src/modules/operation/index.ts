export { OperationOfViewerResolver, OperationResolver } from './operation.resolver.ts';
export { OperationService, type ProcessState } from './operation.service.ts';

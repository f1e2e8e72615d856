export { MergeResolver } from './merge.resolver.ts';
export { MergeService } from './merge.service.ts';

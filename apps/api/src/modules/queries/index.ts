export { DataQueryResolver } from './data-query.resolver.ts';
export { DataQueryService } from './data-query.service.ts';

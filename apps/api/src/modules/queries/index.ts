export { DataQueryResolver } from './data-query.resolver.ts';
export { DataQueryService, type QueryFilter } from './data-query.service.ts';
export { QuerySubjectResolver } from './query-subject.resolver.ts';
export { QuerySubjectService } from './query-subject.service.ts';

export { neededForms } from './worklist.query.ts';
export { WorklistResolver } from './worklist.resolver.ts';
export { WorklistService } from './worklist.service.ts';

export { learnImportedTerms } from './ctcae.query.ts';
export { CtcaeResolver } from './ctcae.resolver.ts';
export { CtcaeService } from './ctcae.service.ts';

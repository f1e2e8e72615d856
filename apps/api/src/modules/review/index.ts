export { ReviewResolver } from './review.resolver.ts';
export { ReviewService } from './review.service.ts';
export { signaturesRouter } from './signatures.router.ts';

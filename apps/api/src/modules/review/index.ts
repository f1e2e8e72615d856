export { ReviewResolver } from './review.resolver.ts';
export { ReviewService } from './review.service.ts';
export { signaturesRouter } from './signatures.router.ts';
export { VerificationResolver } from './verification.resolver.ts';
export { VerificationService } from './verification.service.ts';

export { withDigits } from './judge.ts';
export { PaperResolver } from './paper.resolver.ts';
export { type CheckedPaper, PaperService } from './paper.service.ts';

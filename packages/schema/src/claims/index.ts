export * from './claim.ts';
export { readPaper, type ReadPaper } from './read-paper.ts';
export { claimKinds } from './read-rule.ts';
export { claimUnits, unitOfClaim, type ClaimUnit } from './claim-unit.ts';
export { ruleSaid } from './rule-said.ts';

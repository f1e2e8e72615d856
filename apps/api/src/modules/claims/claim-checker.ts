import { type Claim, type ClaimVerdict, claimVerdicts } from '@haim/schema';
import { type ClaimMoment } from './claim-moment.ts';
import { claimsTogether } from './claims-together.ts';
import { type JudgedClaim, judge } from './judge.ts';
import { recompute } from './recompute.ts';

/** Every claim of a paper beside what the records of one moment give, in the order of the paper. */
export async function checkClaims(moment: ClaimMoment, claims: readonly Claim[]): Promise<JudgedClaim[]> {
  const beside = claimsTogether(claims);
  const judged: JudgedClaim[] = [];
  for (const claim of claims) judged.push(judge(claim, await recompute(moment, claim.rule), beside(claim)));
  return judged;
}

export function countVerdicts(judged: readonly JudgedClaim[]): Readonly<Record<ClaimVerdict, number>> {
  const counts = claimVerdicts.map((verdict) => [verdict, judged.filter((one) => one.verdict === verdict).length]);
  return Object.fromEntries(counts) as Record<ClaimVerdict, number>;
}

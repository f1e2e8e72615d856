import { type Claim, type PublishedRate } from '@haim/schema';
import { attainableShare } from '@haim/stats';

/** A rate that a paper of the study claims, as the counts that alone print so. */
export interface ClaimedRate extends PublishedRate {
  /** The paper, by its name in the study. */
  readonly paper: string;
  readonly citation: string;
}

interface ClaimingPaper {
  readonly name: string;
  readonly citation: string;
  readonly claims: readonly Claim[];
}

/**
 * The response rates that papers claim. A percentage that names its total and is printed so by one count alone has a count;
 * the others are compared under *Claims*, as they are printed. Of a rate that two papers claim the first is taken.
 */
export function claimedRates(papers: readonly ClaimingPaper[]): ClaimedRate[] {
  const all = papers.flatMap(({ name, citation, claims }) =>
    claims.flatMap(({ value, decimals, isBelow, of, rule }): ClaimedRate[] => {
      if (rule.kind !== 'responseRate' || value === null || isBelow || of === null || !(value >= 0 && value <= 100))
        return [];
      const [patients, ...others] = attainableShare(value / 100, Math.min(10, decimals + 2), of).numerators;
      if (patients === undefined || others.length > 0) return [];
      return [{ rate: rule.rate, arm: rule.arm, patients, of, paper: name, citation }];
    }),
  );
  return all.filter((one, i) => all.findIndex((other) => isSameRate(one, other)) === i);
}

export function isSameRate(a: Pick<PublishedRate, 'rate' | 'arm'>, b: Pick<PublishedRate, 'rate' | 'arm'>): boolean {
  return a.rate === b.rate && a.arm === b.arm;
}

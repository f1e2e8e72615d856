import { type ClaimVerdict, claimVerdicts, inBoth, ruleSaid, say, unitOfClaim } from '@haim/schema';
import { type CheckedPaper, withDigits } from '../modules/claims/index.ts';

const words: Readonly<Record<ClaimVerdict, string>> = {
  match: 'match',
  rounding: 'rounding',
  differs: 'differs',
  notAttainable: 'not attainable',
  notRecomputed: 'not recomputed',
};

/** Claims that are not a match, each with its reasons, and how many are what. */
export function claimLines({ paper, claims, own, dataVersion, recipe }: CheckedPaper): string[] {
  const shown = claims.filter(({ verdict }) => verdict !== 'match');
  const lines = shown.flatMap(({ claim, verdict, recomputed, reasons }) => {
    const { name, place, value, decimals, isBelow, rule } = claim;
    const printed = value === null ? 'not reached' : `${isBelow ? '<' : ''}${value.toFixed(decimals)}`;
    const now = recomputed === null ? '–' : withDigits(recomputed, decimals + 2);
    return [
      `${words[verdict]}: ${name} (${place}), printed ${printed}, recomputed ${now}`,
      `    ${say(ruleSaid(rule, { own }), 'en')}`,
      ...reasons.map((reason) => `    ${say(reason, 'en')}`),
    ];
  });
  const counted = claimVerdicts.map((verdict) => {
    const n = claims.filter((one) => one.verdict === verdict).length;
    return `${n} ${words[verdict]}`;
  });
  return [...lines, `${paper.name}: ${counted.join(', ')}; data version ${dataVersion}, ${recipe}`];
}

export function claimsJson({ paper, claims, own, ...about }: CheckedPaper) {
  return {
    ...{ paper: paper.name, citation: paper.citation, version: paper.version, ...about },
    claims: claims.map(({ claim, reasons, ...judged }) => ({
      ...claim,
      unit: unitOfClaim(claim.rule),
      ...judged,
      said: inBoth(ruleSaid(claim.rule, { own })),
      reasons: reasons.map((reason) => ({ ...reason, ...inBoth(reason) })),
    })),
  };
}

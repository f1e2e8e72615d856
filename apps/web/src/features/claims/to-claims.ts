import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showNumber, showP } from '@/numbers/show.ts';
import { type Checked, type CheckedClaim } from './query.ts';

type Written = Pick<CheckedClaim, 'unit' | 'decimals'>;

/** With the digits of the printed number, so that the two can be compared by eye. */
export function showClaimed(value: number, { unit, decimals }: Written): string {
  if (unit === 'P_VALUE' && value < 0.001) return showP(value);
  return unit === 'PERCENT' ? `${showNumber(value, decimals)} %` : showNumber(value, decimals);
}

/** @param notReached - in words. */
export function showPrinted(claim: CheckedClaim, notReached: string): string {
  if (claim.printed === null) return notReached;
  const written = claim.isBelow ? `< ${showNumber(claim.printed, claim.decimals)}` : showClaimed(claim.printed, claim);
  return written;
}

/** The same of the recomputed one. */
export function showRecomputed(claim: CheckedClaim, notReached: string): string {
  if (claim.recomputed !== null) return showClaimed(claim.recomputed, claim);
  return claim.verdict === 'NOT_RECOMPUTED' ? missing : notReached;
}

/** A line for each claim, in full precision. */
export function claimNumbers({ claims }: Checked, say: (said: CheckedClaim['ruleStatement']) => string): FigureRows {
  const files = ['claim', 'place', 'rule', 'unit', 'printed', 'decimals', 'printed_as_below', 'recomputed'];
  return {
    columns: [...files, 'difference', 'verdict', 'reasons'].map((file) => ({ file, header: file })),
    rows: claims.map((one) => [
      ...[one.name, one.place, say(one.ruleStatement), one.unit.toLowerCase(), one.printed, one.decimals],
      ...[String(one.isBelow), one.recomputed, one.difference, one.verdict.toLowerCase()],
      one.reasons.map(say).join('; '),
    ]),
  };
}

import { type Claim, type Statement, statement, unitOfClaim } from '@haim/schema';
import { attainableAuc, attainableAucSplits, attainableCounts, attainableDays } from '@haim/stats';
import { type Recomputed } from './recomputed.ts';

interface Attainability {
  readonly isAttainable: boolean;
  readonly said: readonly Statement[];
}

const nothing: Attainability = { isAttainable: true, said: [] };

/** Whether data of the size that the publication names, or that the records have, can give the printed number. */
export function attainabilityOf(claim: Claim, answer: Recomputed): Attainability {
  if (claim.value === null || claim.isBelow) return nothing;
  const { kind } = claim.rule;
  if (kind === 'auc') return ofArea(claim, answer);
  if (answer.times) return ofTime(claim, answer.times.monthDays);
  const isShare = unitOfClaim(claim.rule) === 'percent';
  // Of the other metrics a publication does not print the denominators.
  const isAccuracy = kind === 'metric' && claim.rule.metric === 'accuracy';
  return isShare || isAccuracy ? ofShare(claim, answer, isShare ? 100 : 1) : nothing;
}

function ofShare({ value, decimals, of: stated }: Claim, { counts }: Recomputed, whole: 1 | 100): Attainability {
  const n = stated ?? counts?.of;
  if (n === undefined || value === null) return nothing;
  const found = attainableCounts({ value, decimals }, n, whole);
  if (found.rounded.length > 0) return nothing;
  const digits = decimals + 1;
  const near = [found.below, found.above].flatMap((count) =>
    count === null ? [] : [`${count}/${n} = ${((whole * count) / n).toFixed(digits)}`],
  );
  return { isAttainable: false, said: [statement('claimShareNotAttainable', { n, near })] };
}

function ofTime({ value, decimals }: Claim, monthDays: number): Attainability {
  if (value === null || value < 0 || attainableDays({ value, decimals }, monthDays).length > 0) return nothing;
  return { isAttainable: false, said: [statement('claimDaysNone', { monthDays })] };
}

function ofArea({ value, decimals, of: stated }: Claim, { classes }: Recomputed): Attainability {
  if (value === null || !classes) return nothing;
  const { positives, negatives } = classes;
  const n = positives + negatives;
  if (stated !== null && stated !== n) return ofSplits({ value, decimals }, stated);
  const found = attainableAuc({ value, decimals }, positives, negatives);
  if (found.rounded === 'yes') return nothing;
  if (found.rounded === 'ties') return { isAttainable: true, said: [statement('claimAreaTies', classes)] };
  const near = [found.below, found.above].flatMap((area) => (area === null ? [] : [area.toFixed(decimals + 1)]));
  return { isAttainable: false, said: [statement('claimAreaNone', { ...classes, near })] };
}

/** Where the publication's cases are others than the records': by any numbers of the two classes. */
function ofSplits(printed: { readonly value: number; readonly decimals: number }, n: number): Attainability {
  if (n < 2 || n > 1000) return nothing;
  const splits = attainableAucSplits(printed, n).map(({ nPositive, nNegative }) => `${nPositive}/${nNegative}`);
  if (splits.length > 4) return nothing;
  const few = splits.length > 0 ? splits : ['–'];
  return { isAttainable: splits.length > 0, said: [statement('claimAreaSplits', { n, splits: few })] };
}

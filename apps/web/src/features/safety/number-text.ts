import { missing, showCount, showInterval, showNumber, showPercent } from '@/numbers/show.ts';
import { type SafetyNumber, type SafetyRow } from './query.ts';
import { type SafetyState } from './use-safety-state.ts';

/** The count and, in brackets, its share; of events the number per 100 patients. */
export function numberParts(
  { n, atMost, share, events }: SafetyNumber,
  of: number,
  counting: SafetyState['count'],
): { readonly count: string; readonly rate: string } {
  if (counting === 'patients') return { count: showCount(n, atMost), rate: showPercent(share) };
  if (typeof events !== 'number') return { count: missing, rate: missing };
  return { count: String(events), rate: showNumber(of > 0 ? (100 * events) / of : null, 1) };
}

/** `−4.1 (−11.0, 2.9)`, in percentage points. */
export function differenceText(difference: SafetyRow['anyDifference']): string {
  const [estimate, lower, upper] = [difference?.estimate, difference?.lower, difference?.upper].map(inPoints);
  if (estimate === null || estimate === undefined) return missing;
  return `${showNumber(estimate, 1)} (${showInterval(lower, upper, 1)})`;
}

/** A share of 1 in percentage points. */
export function inPoints(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : share * 100;
}

import { StatsInputError } from '../numerics/errors.ts';

export interface AttainableShare {
  /** Numerators whose share is printed so; empty where no count of the denominator is. */
  readonly numerators: readonly number[];
  /** The shares next below and above the value, as counts of the denominator; null beyond 0 and 1. */
  readonly below: number | null;
  readonly above: number | null;
}

/**
 * Whether a share that somebody printed can come from so many cases at all.
 *
 * @param value - as printed, 0 to 1.
 * @param decimals - with which it was printed, 0 to 10.
 * @param denominator - cases, a whole number above 0.
 * @returns the counts that round to it, a half in either direction, and the counts around it.
 * @throws StatsInputError on values outside those ranges.
 *
 * Source: Brown & Heathers 2017 (granularity of printed means).
 * Checked against: counts by hand in attainable-share.test.ts.
 */
export function attainableShare(value: number, decimals: number, denominator: number): AttainableShare {
  if (!(value >= 0 && value <= 1)) throw new StatsInputError('value', `must lie between 0 and 1, not ${value}`);
  if (!Number.isSafeInteger(decimals) || decimals < 0 || decimals > 10) {
    throw new StatsInputError('decimals', `must be a whole number from 0 to 10, not ${decimals}`);
  }
  if (!Number.isSafeInteger(denominator) || denominator < 1) {
    throw new StatsInputError('denominator', `must be a whole number above 0, not ${denominator}`);
  }
  const half = 0.5 / 10 ** decimals;
  // A little wider than half a unit: the shares are not exact in binary.
  const reach = half * (1 + 1e-9);
  const first = Math.max(0, Math.ceil((value - reach) * denominator));
  const last = Math.min(denominator, Math.floor((value + reach) * denominator));
  const numerators = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const below = Math.ceil(value * denominator - 1e-9) - 1;
  const above = Math.floor(value * denominator + 1e-9) + 1;
  return { numerators, below: below < 0 ? null : below, above: above > denominator ? null : above };
}

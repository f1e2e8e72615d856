import { StatsInputError } from '../numerics/errors.ts';

export interface EstimateWithLimits {
  /** null if the curve does not fall that far. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The columns of a survival curve that a quantile is read from. */
export interface CurveWithBand {
  readonly days: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/**
 * R has two definitions of a survival quantile. They differ only where the curve or a limit meets 1 - p exactly, or
 * where an upper limit rises through 1 - p again.
 * - `first-crossing`: what `print(survfit)` shows for the median. The first day with S <= 1 - p; where S equals 1 - p
 *   there and falls later, the midpoint of those two days.
 * - `inverse-distribution`: what `quantile(survfit)` returns. As above, but a curve that ends exactly at 1 - p gives
 *   the midpoint to its last day, and the values are searched in order of size, not of time.
 */
export type QuantileDefinition = 'first-crossing' | 'inverse-distribution';

const TOLERANCE = 2 ** -26;

/**
 * The day by which a share `p` of subjects has had the event, with the limits read off the curve's bands.
 *
 * @param curve - from kaplanMeier or weightedKaplanMeier.
 * @param p - share in [0, 1]; 0.5 is the median.
 * @param definition - 'first-crossing' (default) or 'inverse-distribution'.
 * @returns days; null where the curve or the band does not fall to 1 - p.
 * @throws StatsInputError when `p` is outside [0, 1].
 *
 * Source: Brookmeyer & Crowley 1982 for the limits.
 * Checked against: `quantiles` and `medianTable` of reference/goldens.
 */
export function quantile(
  curve: CurveWithBand,
  p: number,
  definition: QuantileDefinition = 'first-crossing',
): EstimateWithLimits {
  if (!(p >= 0 && p <= 1)) throw new StatsInputError('p', `must lie between 0 and 1, not ${p}`);
  const find = definition === 'first-crossing' ? firstCrossing : inverseDistribution;
  return {
    estimate: find(curve.days, curve.survival, p),
    lower: find(curve.days, curve.lower, p),
    upper: find(curve.days, curve.upper, p),
  };
}

/** `first-crossing` of one column. */
export function firstCrossing(days: readonly number[], survival: readonly (number | null)[], p: number): number | null {
  const target = 1 - p;
  const isDown = (s: number | null): s is number => s !== null && s < target + TOLERANCE;
  const first = survival.findIndex(isDown);
  if (first < 0) return null;
  const at = survival[first] as number;
  const day = days[first] as number;
  if (Math.abs(at - target) >= TOLERANCE) return day;
  const next = survival.findIndex((s, i) => i > first && s !== null && s < at);
  return next < 0 ? day : (day + (days[next] as number)) / 2;
}

/** `inverse-distribution` of one column, day 0 with S = 1 put in front. */
function inverseDistribution(days: readonly number[], survival: readonly (number | null)[], p: number): number | null {
  const points: { day: number; failed: number | null }[] = [{ day: 0, failed: 0 }];
  const seen = new Set<number | null>([0]);
  survival.forEach((s, i) => {
    const failed = s === null ? null : 1 - s;
    if (seen.has(failed)) return;
    seen.add(failed);
    points.push({ day: days[i] as number, failed });
  });
  if (p === 0) return 0;
  const end = points[points.length - 1]?.failed ?? null;
  const bySize = points
    .filter((point): point is { day: number; failed: number } => point.failed !== null)
    .sort((a, b) => a.failed - b.failed);
  const reached = bySize.find((point) => point.failed + TOLERANCE >= p);
  if (reached === undefined) return null;
  const lastDay = days[days.length - 1] as number;
  if (end !== null && Math.abs(p - end) < TOLERANCE) return (reached.day + lastDay) / 2;
  const passed = bySize.find((point) => point.failed - TOLERANCE >= p);
  return passed === undefined ? null : (reached.day + passed.day) / 2;
}

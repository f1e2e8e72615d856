import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { findRoot } from '../numerics/root.ts';

/**
 * Score-type limits of an area under the curve: the areas that are z standard errors away from the observed one, with
 * the standard error taken at the limit, not at the observation. Unlike DeLong's they keep their width where the
 * classes do not overlap, as Wilson's do for a proportion of 0 or 1.
 *
 * @param auc - observed area in [0, 1].
 * @param nPositive - at least 1.
 * @param nNegative - at least 1.
 * @param confidence - two-sided coverage, default 0.95.
 * @returns limits in [0, 1]; the lower one is 0 if the area is 0, the upper one is 1 if the area is 1.
 * @throws StatsInputError for an area outside [0, 1] or a class size that is not a whole number of at least 1.
 *
 * Source: Newcombe 2006, Statistics in Medicine 25:559-573, method 5; variance of Hanley & McNeil 1982 with both class
 * sizes replaced by their mean.
 * Checked against: reference/auc-score-limits.R (uniroot on the published equation).
 * Common wrong use: reading the width as a property of these scores. It depends on the area and the class sizes alone.
 */
export function aucScoreLimits(
  auc: number,
  nPositive: number,
  nNegative: number,
  confidence = 0.95,
): readonly [lower: number, upper: number] {
  if (!(auc >= 0 && auc <= 1)) throw new StatsInputError('auc', `must be from 0 to 1, not ${auc}`);
  for (const [name, size] of Object.entries({ nPositive, nNegative })) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new StatsInputError(name, `must be a whole number above 0, not ${size}`);
    }
  }
  const z = criticalValue(confidence);
  // The variance is the same for an area and for 1 minus it, so the limits are mirrored.
  return [lowerLimit(auc, nPositive, nNegative, z), 1 - lowerLimit(1 - auc, nPositive, nNegative, z)];
}

function lowerLimit(auc: number, nPositive: number, nNegative: number, z: number): number {
  if (auc === 0) return 0;
  const others = (nPositive + nNegative) / 2 - 1;
  // Squared distance less z² times the variance; at an area of 1 both have the factor 1 - theta, which is divided out.
  const excess = (theta: number): number => {
    const spread = 1 + (others * (1 - theta)) / (2 - theta) + (others * theta) / (1 + theta);
    const scaled = (z * z * theta * spread) / (nPositive * nNegative);
    return auc === 1 ? 1 - theta - scaled : (auc - theta) ** 2 - scaled * (1 - theta);
  };
  return findRoot(excess, 0, auc, 1e-14) ?? 0;
}

import { normalQuantile } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

/**
 * The p-value of a cut-point that was chosen because it gives the smallest p, corrected for the choice.
 *
 * @param pValue - the smallest two-sided p over the cut-points, in (0, 1).
 * @param share - of the values left out at each end when the cut was looked for, in (0, 0.5).
 * @returns corrected p, at most 1; never below the given one.
 * @throws StatsInputError on values outside those ranges.
 *
 * Source: Miller & Siegmund 1982; Altman et al. 1994.
 * Checked against: reference/evaluation.R (formula; Altman's table of P = 0.05).
 */
export function bestCutPValue(pValue: number, share: number): number {
  if (!(pValue > 0 && pValue < 1)) throw new StatsInputError('pValue', `must lie between 0 and 1, not ${pValue}`);
  if (!(share > 0 && share < 0.5)) throw new StatsInputError('share', `must lie between 0 and 0.5, not ${share}`);
  const z = -normalQuantile(pValue / 2);
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const corrected = density * (z - 1 / z) * Math.log((1 - share) ** 2 / share ** 2) + (4 * density) / z;
  // So far out that there is no density left, nothing needs a correction.
  return density === 0 ? pValue : Math.min(1, Math.max(pValue, corrected));
}

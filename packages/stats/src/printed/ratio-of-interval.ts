import { checkConfidence, criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

export interface RatioOfInterval {
  /** Standard error of the logarithm. */
  readonly logStdErr: number;
  readonly z: number;
  /** Two-sided, by Wald's test. */
  readonly pValue: number;
}

/**
 * What the printed interval of a ratio says of its standard error and its p value.
 *
 * @param ratio - the estimate, above 0.
 * @param lower - above 0, below `upper`.
 * @param upper - the other limit.
 * @param confidence - two-sided coverage of the interval, default 0.95.
 * @returns the standard error of the log, z and p.
 * @throws StatsInputError on a number that is not above 0, limits out of order, or a confidence outside (0, 1).
 *
 * Source: Altman & Bland 2011.
 * Checked against: reference/attainable.R.
 * Common wrong use: a log-rank p beside a Cox ratio is of another test, and may differ.
 */
export function ratioOfInterval(ratio: number, lower: number, upper: number, confidence = 0.95): RatioOfInterval {
  for (const [name, value] of Object.entries({ ratio, lower, upper })) {
    if (!(value > 0) || !Number.isFinite(value)) throw new StatsInputError(name, `must be above 0, not ${value}`);
  }
  if (lower >= upper) throw new StatsInputError('lower', 'must be below upper');
  const logStdErr = Math.log(upper / lower) / (2 * criticalValue(checkConfidence(confidence)));
  const z = Math.log(ratio) / logStdErr;
  return { logStdErr, z, pValue: normalTwoSided(z) };
}

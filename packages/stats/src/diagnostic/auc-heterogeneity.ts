import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

export interface AucHeterogeneity {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Groups that have an area with a standard error. */
  readonly groups: number;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Whether the areas of independent groups differ by more than chance: Cochran's Q of areas weighted by their variances.
 *
 * @param areas - one per group; null where there is none.
 * @param stdErrs - their standard errors by DeLong; null or 0 where there is none.
 * @returns Q and p; null, with a warning, with fewer than two groups.
 * @throws StatsInputError where the lists are not of one length.
 *
 * Source: Cochran 1954; for two groups it is the square of DeLong's unpaired z.
 * Checked against: reference/evaluation.R (formula; pROC::roc.test of two groups).
 * Common wrong use: reading a large p of small groups as sameness.
 */
export function aucHeterogeneity(
  areas: readonly (number | null)[],
  stdErrs: readonly (number | null)[],
): AucHeterogeneity {
  if (areas.length !== stdErrs.length) {
    throw new StatsInputError('stdErrs', `must be as many as areas (${areas.length}), not ${stdErrs.length}`);
  }
  const known = areas.flatMap((area, i) => {
    const stdErr = stdErrs[i] ?? null;
    return area === null || stdErr === null || !(stdErr > 1e-10) ? [] : [{ area, weight: 1 / stdErr ** 2 }];
  });
  const method = statement('aucHeterogeneity');
  const groups = known.length;
  if (groups < 2) {
    return { method, warnings: [statement('tooFewGroups')], groups, statistic: null, df: null, pValue: null };
  }
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const mean = known.reduce((sum, { area, weight }) => sum + area * weight, 0) / total;
  const statistic = known.reduce((sum, { area, weight }) => sum + weight * (area - mean) ** 2, 0);
  const left = areas.length - groups;
  const warnings = left > 0 ? [statement('groupsWithoutArea', { n: left })] : [];
  return { method, warnings, groups, statistic, df: groups - 1, pValue: chiSquareUpperTail(statistic, groups - 1) };
}

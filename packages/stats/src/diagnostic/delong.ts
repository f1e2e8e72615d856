import { statement, type Statement } from '@haim/schema';
import { criticalValue, normalTwoSided, studentTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { placesOf } from '../numerics/ranks.ts';
import { checkDirection, type Outcome, readScored, type Scored, type ScoreDirection } from '../numerics/scored.ts';

/** AUC with each subject's placement: the share of the other class that it is correctly ordered against. */
export interface Placements {
  readonly auc: number;
  /** [nPositive] */
  readonly ofPositives: Float64Array;
  /** [nNegative] */
  readonly ofNegatives: Float64Array;
}

/**
 * Placement values, in O(n log n): one sort, then counts of either class below and at each distinct score.
 *
 * @returns null when either class is empty.
 * Source: DeLong et al. 1988; Sun & Xu 2014 for the fast form.
 */
export function placements(cohort: Scored, direction: ScoreDirection): Placements | null {
  const { positive, nPositive, nNegative } = cohort;
  if (nPositive === 0 || nNegative === 0) return null;
  const scores = direction === 'higher-is-positive' ? cohort.scores : cohort.scores.map((score) => -score);
  const { size, place } = placesOf(scores);
  const counts = [new Float64Array(size), new Float64Array(size)] as const;
  for (let i = 0; i < place.length; i++) {
    const own = positive[i] === 1 ? counts[1] : counts[0];
    const at = place[i] as number;
    own[at] = (own[at] as number) + 1;
  }
  const [negativesBelow, positivesBelow] = [countBelow(counts[0]), countBelow(counts[1])];
  const ofPositives = new Float64Array(nPositive);
  const ofNegatives = new Float64Array(nNegative);
  for (let i = 0, p = 0, q = 0; i < place.length; i++) {
    const at = place[i] as number;
    if (positive[i] === 1) ofPositives[p++] = (negativesBelow[at] as number) / nNegative;
    else ofNegatives[q++] = 1 - (positivesBelow[at] as number) / nPositive;
  }
  return { auc: mean(ofPositives), ofPositives, ofNegatives };
}

/** Subjects below each distinct score, those at it counted as half. */
function countBelow(counts: Float64Array): Float64Array {
  let below = 0;
  return counts.map((count) => {
    const middle = below + count / 2;
    below += count;
    return middle;
  });
}

/**
 * DeLong covariance of two AUCs on the same subjects (the variance if given the same one twice); null with one subject
 * in a class.
 */
export function aucCovariance(a: Placements, b: Placements): number | null {
  const positives = a.ofPositives.length;
  const negatives = a.ofNegatives.length;
  if (positives < 2 || negatives < 2) return null;
  return covariance(a.ofPositives, b.ofPositives) / positives + covariance(a.ofNegatives, b.ofNegatives) / negatives;
}

/** 0, apart from rounding. */
export const isNoVariance = (variance: number): boolean => !(variance > 1e-20);

export interface AucComparison {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly aucA: number | null;
  readonly aucB: number | null;
  readonly varianceA: number | null;
  readonly varianceB: number | null;
  /** 0 for unpaired curves. */
  readonly covariance: number | null;
  /** aucA - aucB, with limits. */
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Normal z (paired) or Student's t (unpaired). */
  readonly statistic: number | null;
  /** null for the normal test. */
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Compares two scores measured on the same subjects.
 *
 * @param scoresA - [n].
 * @param scoresB - [n].
 * @param positive - [n] truth.
 * @param options - `direction` of the first score, `directionB` of the second (default: the same), `confidence`,
 * default 0.95.
 * @returns aucA - aucB with normal limits and p; null where the difference has no variance.
 * @throws StatsInputError on unequal lengths, no subject, or a non-finite score.
 *
 * Source: DeLong, DeLong & Clarke-Pearson 1988.
 * Checked against: reference/goldens/roc_asah.json (pROC::roc.test).
 * Common wrong use: comparing a model with one nested in it on the data both were fitted to.
 */
export function delongPaired(
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  positive: Outcome,
  options: { direction: ScoreDirection; directionB?: ScoreDirection; confidence?: number },
): AucComparison {
  const direction = checkDirection(options.direction);
  const cohortA = readScored(scoresA, positive, 'scoresA');
  const cohortB = readScored(scoresB, positive, 'scoresB');
  const a = placements(cohortA, direction);
  const b = placements(cohortB, checkDirection(options.directionB ?? direction));
  return compare(statement('delongPaired'), cohortA.scores.length, a, b, true, options.confidence ?? 0.95);
}

/**
 * Compares the AUCs of two separate groups of subjects.
 *
 * @param groupA - `scores` [n] finite and `positive` [n] truth of the first group.
 * @param groupB - the same of the second.
 * @param options - `direction`; `confidence`, default 0.95.
 * @returns aucA - aucB with normal limits; p from Student's t on `df`; null where a class has fewer than two
 * subjects.
 * @throws StatsInputError as delongPaired.
 *
 * Source: DeLong et al. 1988; Student's t with Welch's degrees of freedom as in pROC.
 * Checked against: reference/goldens/delong_unpaired_asah.json.
 */
export function delongUnpaired(
  groupA: { scores: ArrayLike<number>; positive: Outcome },
  groupB: { scores: ArrayLike<number>; positive: Outcome },
  options: { direction: ScoreDirection; confidence?: number },
): AucComparison {
  const direction = checkDirection(options.direction);
  const cohortA = readScored(groupA.scores, groupA.positive, 'groupA.scores');
  const cohortB = readScored(groupB.scores, groupB.positive, 'groupB.scores');
  const n = cohortA.scores.length + cohortB.scores.length;
  const a = placements(cohortA, direction);
  const b = placements(cohortB, direction);
  return compare(statement('delongUnpaired'), n, a, b, false, options.confidence ?? 0.95);
}

function compare(
  method: Statement,
  n: number,
  a: Placements | null,
  b: Placements | null,
  isPaired: boolean,
  confidence: number,
): AucComparison {
  const z = criticalValue(confidence);
  const varianceA = a && aucCovariance(a, a);
  const varianceB = b && aucCovariance(b, b);
  const shared = isPaired ? a && b && aucCovariance(a, b) : 0;
  const known = { method, n, aucA: a?.auc ?? null, aucB: b?.auc ?? null, varianceA, varianceB, covariance: shared };
  const difference = a && b ? a.auc - b.auc : null;
  const variance = varianceA === null || varianceB === null ? 0 : varianceA + varianceB - 2 * (shared ?? 0);
  if (difference === null || isNoVariance(variance)) {
    const nothing = { lower: null, upper: null, statistic: null, df: null, pValue: null };
    return { ...known, ...nothing, warnings: [statement('differenceWithoutVariance')], difference };
  }
  const spread = z * Math.sqrt(variance);
  const statistic = difference / Math.sqrt(variance);
  const df = isPaired || !a || !b ? null : welch(a, b, varianceA ?? 0, varianceB ?? 0);
  const fixed = [varianceA, varianceB].some((own) => own !== null && isNoVariance(own));
  return {
    ...known,
    warnings: fixed ? [statement('areaWithoutVariance')] : [],
    difference,
    lower: difference - spread,
    upper: difference + spread,
    statistic,
    df,
    pValue: df === null ? normalTwoSided(statistic) : studentTwoSided(statistic, df),
  };
}

function welch(a: Placements, b: Placements, varianceA: number, varianceB: number): number {
  const size = (p: Placements) => p.ofPositives.length + p.ofNegatives.length;
  const share = varianceA ** 2 / (size(a) - 1) + varianceB ** 2 / (size(b) - 1);
  return (varianceA + varianceB) ** 2 / share;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(x: Float64Array, y: Float64Array): number {
  if (x.length !== y.length) throw new StatsInputError('scoresB', 'must be measured on the same subjects');
  const meanX = mean(x);
  const meanY = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - meanX) * ((y[i] as number) - meanY);
  return sum / (x.length - 1);
}

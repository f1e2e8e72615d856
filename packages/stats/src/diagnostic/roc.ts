import { statement, type Statement } from '@haim/schema';
import { aucScoreLimits } from './auc-score-limits.ts';
import { aucCovariance, isNoVariance, placements } from './delong.ts';
import { criticalValue } from '../numerics/distributions.ts';
import { ascendingOrder } from '../numerics/ascending-order.ts';
import { checkDirection, type Outcome, readScored, type Scored, type ScoreDirection } from '../numerics/scored.ts';

export interface RocOptions {
  /** Stated, never guessed: a guessed direction makes every AUC at least 0.5. */
  readonly direction: ScoreDirection;
  /** Two-sided coverage, default 0.95. */
  readonly confidence?: number;
}

export interface RocPoint {
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

export interface RocResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly nPositive: number;
  readonly nNegative: number;
  readonly direction: ScoreDirection;
  /** null when a class is empty. */
  readonly auc: number | null;
  /** null with fewer than two subjects in a class. */
  readonly aucStdErr: number | null;
  /**
   * Normal limits cut to [0, 1]. Where DeLong's variance is 0 they would shrink to a point: then they are score-type
   * limits by Newcombe, with a warning, and `method` states this.
   */
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  /**
   * Midpoints between neighbouring distinct scores, infinite at both ends, from "all positive" to "none positive".
   * A subject is called positive when its score reaches the threshold (>=, or <= for 'lower-is-positive').
   */
  readonly thresholds: number[];
  readonly sensitivity: number[];
  readonly specificity: number[];
  /** Every threshold with the largest sensitivity + specificity - 1. */
  readonly youden: RocPoint[];
}

/**
 * ROC curve of a score, with DeLong's standard error of the area.
 *
 * @param scores - [n] finite.
 * @param positive - [n] truth.
 * @param options - `direction`, never guessed; `confidence`, default 0.95.
 * @returns area with limits and the whole curve, from "all positive" to "none positive"; null and empty when a class
 * is empty.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score or an unknown direction.
 *
 * Source: DeLong et al. 1988; Newcombe 2006 where the variance is 0; Youden 1950.
 * Checked against: reference/goldens/roc_asah.json (pROC::roc, ci.auc); reference/auc-score-limits.R.
 * Common wrong use: quoting sensitivity at the Youden threshold of the very data it was chosen on.
 */
export function roc(scores: ArrayLike<number>, positive: Outcome, options: RocOptions): RocResult {
  const direction = checkDirection(options.direction);
  const z = criticalValue(options.confidence ?? 0.95);
  const cohort = readScored(scores, positive);
  const { nPositive, nNegative } = cohort;
  const head = { method: statement('rocDelong'), n: nPositive + nNegative, nPositive, nNegative, direction };
  const placed = placements(cohort, direction);
  if (placed === null) {
    const missing = nPositive === 0 ? 'positive' : 'negative';
    const none = { auc: null, aucStdErr: null, aucLower: null, aucUpper: null };
    const empty = { thresholds: [], sensitivity: [], specificity: [], youden: [] };
    return { ...head, warnings: [statement('oneClassOnly', { missing })], ...none, ...empty };
  }
  const variance = aucCovariance(placed, placed);
  const { auc } = placed;
  const known = { ...head, auc, ...curve(cohort, direction) };
  if (variance === null) {
    const warnings = [statement('singleSubjectInClass')];
    return { ...known, warnings, aucStdErr: null, aucLower: null, aucUpper: null };
  }
  const aucStdErr = Math.sqrt(variance);
  if (isNoVariance(variance)) {
    const [aucLower, aucUpper] = aucScoreLimits(auc, nPositive, nNegative, options.confidence);
    const method = statement('rocNewcombe');
    return { ...known, method, warnings: [withoutVariance(auc)], aucStdErr, aucLower, aucUpper };
  }
  const [aucLower, aucUpper] = [Math.max(0, auc - z * aucStdErr), Math.min(1, auc + z * aucStdErr)];
  return { ...known, warnings: [], aucStdErr, aucLower, aucUpper };
}

function withoutVariance(auc: number): Statement {
  const isApart = auc === 0 || auc === 1;
  return isApart ? statement('classesDoNotOverlap', { area: auc }) : statement('placementsDoNotVary');
}

type Curve = Pick<RocResult, 'thresholds' | 'sensitivity' | 'specificity' | 'youden'>;

function curve({ scores, positive, nPositive, nNegative }: Scored, direction: ScoreDirection): Curve {
  const order = ascendingOrder(scores);
  if (direction === 'lower-is-positive') order.reverse();
  const end = direction === 'higher-is-positive' ? Infinity : -Infinity;
  const thresholds = [-end];
  // Called positive at the threshold; everyone at first.
  let truePositives = nPositive;
  let falsePositives = nNegative;
  const caught = [[truePositives, falsePositives] as const];
  for (let i = 0; i < order.length;) {
    const score = scores[order[i] as number] as number;
    for (; i < order.length && scores[order[i] as number] === score; i++) {
      if (positive[order[i] as number] === 1) truePositives--;
      else falsePositives--;
    }
    const next = order[i];
    thresholds.push(next === undefined ? end : between(score, scores[next] as number));
    caught.push([truePositives, falsePositives]);
  }
  const sensitivity = caught.map(([tp]) => tp / nPositive);
  const specificity = caught.map(([, fp]) => (nNegative - fp) / nNegative);
  // Compared as whole numbers, so that ties are ties.
  const index = caught.map(([tp, fp]) => tp * nNegative - fp * nPositive);
  const largest = index.reduce((a, b) => Math.max(a, b), -Infinity);
  const youden: RocPoint[] = [];
  index.forEach((value, i) => {
    if (value !== largest) return;
    const [threshold, sens, spec] = [thresholds[i], sensitivity[i], specificity[i]] as [number, number, number];
    youden.push({ threshold, sensitivity: sens, specificity: spec });
  });
  return { thresholds, sensitivity, specificity, youden };
}

/** Midpoint; the later score itself if there is no number between the two. */
function between(earlier: number, later: number): number {
  const middle = earlier / 2 + later / 2;
  return middle === earlier ? later : middle;
}

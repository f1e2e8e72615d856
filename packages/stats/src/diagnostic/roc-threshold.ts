import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import type { RocPoint, RocResult } from './roc.ts';

/**
 * - `youden`: the largest sensitivity + specificity.
 * - `closest-top-left`: the least (1 - sensitivity)² + (1 - specificity)².
 * - `{ sensitivity }`: at least that sensitivity, with the highest specificity then possible.
 * - `{ specificity }`: at least that specificity, with the highest sensitivity then possible.
 */
export type ThresholdRule =
  | 'youden'
  | 'closest-top-left'
  | { readonly sensitivity: number }
  | { readonly specificity: number };

export interface RocThreshold {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly direction: RocResult['direction'];
  /** Every threshold that the rule picks, in the order of the curve; empty where the curve is. */
  readonly points: RocPoint[];
}

/**
 * Thresholds of a ROC curve by a named rule.
 *
 * @param curve - from roc.
 * @param rule - which points to pick; shares in [0, 1].
 * @returns every threshold picked, ties included, with its sensitivity and specificity.
 * @throws StatsInputError on an unknown rule or a share outside [0, 1].
 *
 * Source: Youden 1950; Perkins & Schisterman 2006 for the closest point.
 * Checked against: reference/roc-more.R (pROC::coords), and reference/goldens/roc_asah.json.
 * Common wrong use: quoting sensitivity and specificity at a threshold picked on the same subjects: they flatter.
 */
export function rocThreshold(curve: RocResult, rule: ThresholdRule): RocThreshold {
  const points = curve.thresholds.map((threshold, i): RocPoint => ({
    threshold,
    sensitivity: curve.sensitivity[i] as number,
    specificity: curve.specificity[i] as number,
  }));
  const found = pick(curve, points, rule);
  return {
    method: methodOf(rule),
    warnings: points.length === 0 ? [statement('curveWithoutPoint')] : [],
    direction: curve.direction,
    points: found,
  };
}

function pick(curve: RocResult, points: readonly RocPoint[], rule: ThresholdRule): RocPoint[] {
  if (rule === 'youden') return [...curve.youden];
  if (rule === 'closest-top-left') {
    const distance = (point: RocPoint) => (1 - point.sensitivity) ** 2 + (1 - point.specificity) ** 2;
    return least(points, distance);
  }
  if (typeof rule === 'object' && 'sensitivity' in rule) {
    const wanted = share(rule.sensitivity, 'rule.sensitivity');
    const enough = points.filter(({ sensitivity }) => sensitivity >= wanted);
    const specific = least(enough, ({ specificity }) => -specificity);
    return least(specific, ({ sensitivity }) => -sensitivity);
  }
  if (typeof rule === 'object' && 'specificity' in rule) {
    const wanted = share(rule.specificity, 'rule.specificity');
    const enough = points.filter(({ specificity }) => specificity >= wanted);
    const sensitive = least(enough, ({ sensitivity }) => -sensitivity);
    return least(sensitive, ({ specificity }) => -specificity);
  }
  throw new StatsInputError('rule', `is unknown: ${String(rule)}`);
}

function least(points: readonly RocPoint[], value: (point: RocPoint) => number): RocPoint[] {
  const smallest = points.reduce((low, point) => Math.min(low, value(point)), Infinity);
  return points.filter((point) => value(point) === smallest);
}

function share(value: number, argument: string): number {
  if (!(value >= 0 && value <= 1)) throw new StatsInputError(argument, `must lie between 0 and 1, not ${value}`);
  return value;
}

function methodOf(rule: ThresholdRule): Statement {
  if (typeof rule === 'string') return statement('rocThreshold', { rule });
  return 'sensitivity' in rule
    ? statement('rocThresholdOfShare', { measure: 'sensitivity', least: rule.sensitivity })
    : statement('rocThresholdOfShare', { measure: 'specificity', least: rule.specificity });
}

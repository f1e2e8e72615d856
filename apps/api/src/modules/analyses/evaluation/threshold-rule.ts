import { statement, type Statement } from '@haim/schema';
import { roc, rocThreshold } from '@haim/stats';
import { badInput } from '../../../context/portal-error.ts';
import { type Evaluated } from './evaluation.service.ts';

/** How a threshold is chosen: set by hand, or taken from the curve of the cases by a rule that can be repeated. */
export const thresholdRules = ['byHand', 'youden', 'sensitivity', 'specificity'] as const;
export type ThresholdRuleName = (typeof thresholdRules)[number];

export interface ChosenByRule {
  readonly rule: ThresholdRuleName;
  /** The least share that a rule of sensitivity or specificity asks for; null for the others. */
  readonly target: number | null;
}

export interface PointByRule {
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The threshold that a rule picks on the cases of an evaluation, of several the lowest, which misses the fewest cases of the
 * class that high scores predict; null where there is no curve, or no threshold from 0 to 1 reaches the target.
 *
 * @throws BAD_USER_INPUT for a rule without its target, a target outside [0, 1], or a rule by hand, which picks none.
 */
export function pointByRule(
  { cases, isFlipped }: Pick<Evaluated, 'cases' | 'isFlipped'>,
  { rule, target }: ChosenByRule,
): PointByRule | null {
  const isHigh = cases.map(({ positive }) => positive !== isFlipped);
  const picks = pickedBy({ rule, target }, isFlipped);
  if (!isHigh.includes(true) || !isHigh.includes(false)) return null;
  const curve = roc(
    cases.map(({ score }) => score),
    isHigh,
    { direction: 'higher-is-positive' },
  );
  const [lowest] = rocThreshold(curve, picks)
    // At minus infinity everybody is called, as at 0.
    .points.map((point) => ({ ...point, threshold: point.threshold === -Infinity ? 0 : point.threshold }))
    .filter(({ threshold }) => threshold >= 0 && threshold <= 1)
    .toSorted((a, b) => a.threshold - b.threshold);
  if (!lowest) return null;
  const [sensitivity, specificity] = isFlipped
    ? [lowest.specificity, lowest.sensitivity]
    : [lowest.sensitivity, lowest.specificity];
  return { threshold: lowest.threshold, sensitivity, specificity };
}

/** In terms of the class that high scores predict: where the other one is positive, its sensitivity is a specificity. */
function pickedBy({ rule, target }: ChosenByRule, isFlipped: boolean): Parameters<typeof rocThreshold>[1] {
  if (rule === 'youden') return 'youden';
  if (rule === 'byHand') throw badInput('rule must be one that picks a threshold: youden, sensitivity or specificity');
  if (target === null || !(target >= 0 && target <= 1)) {
    throw badInput(`target must be from 0 to 1 for a rule of ${rule}`, [
      {
        field: 'target',
        problem: 'outOfRange',
        severity: 'error',
        expected: { en: 'a share from 0 to 1', zh: '0 至 1 的比例' },
      },
    ]);
  }
  return (rule === 'sensitivity') === isFlipped ? { specificity: target } : { sensitivity: target };
}

export function ruleSaid({ rule, target }: ChosenByRule): Statement {
  if (rule === 'byHand') return statement('thresholdByHand');
  if (rule === 'youden') return statement('rocThreshold', { rule });
  return statement('rocThresholdOfShare', { measure: rule, least: target ?? 0 });
}

import { type RocMark } from '@/charts/roc-chart-layers.tsx';
import { type Evaluation, isCut, metricOf } from './evaluation.ts';

/** The curve's point at the threshold, with the limits of both its measures; null if there is no threshold. */
export function operatingPoint(
  evaluation: Evaluation,
  linesOf: (point: { threshold: number; sensitivity: number; specificity: number }) => readonly string[],
): RocMark | null {
  if (!isCut(evaluation)) return null;
  const { confusion, threshold } = evaluation;
  const sensitivity = metricOf(confusion.metrics, 'sensitivity');
  const specificity = metricOf(confusion.metrics, 'specificity');
  if (typeof sensitivity?.value !== 'number' || typeof specificity?.value !== 'number') return null;
  return {
    key: 'operating-point',
    x: 1 - specificity.value,
    y: sensitivity.value,
    shape: 'disc',
    lines: linesOf({ threshold, sensitivity: sensitivity.value, specificity: specificity.value }),
    xLimits:
      specificity.lower === null || specificity.upper === null ? null : [1 - specificity.upper, 1 - specificity.lower],
    yLimits: sensitivity.lower === null || sensitivity.upper === null ? null : [sensitivity.lower, sensitivity.upper],
  };
}

import { describe, expect, it } from 'vitest';
import { type Evaluation } from './evaluation.ts';
import { operatingPoint } from './operating-point.ts';

const measure = (name: string, value: number | null, lower: number | null, upper: number | null) =>
  ({ name, value, lower, upper }) as NonNullable<Evaluation['confusion']>['metrics'][number];
const evaluation = (threshold: number | null, metrics: ReturnType<typeof measure>[] | null) =>
  ({ threshold, confusion: metrics && { metrics } }) as Evaluation;

describe('the operating point', () => {
  it('is at one minus specificity, with its limits swapped accordingly', () => {
    const at = evaluation(0.5, [measure('sensitivity', 0.75, 0.5, 0.9), measure('specificity', 0.75, 0.5, 0.875)]);
    expect(operatingPoint(at, ({ threshold }) => [`at ${threshold}`])).toMatchObject({
      x: 0.25,
      y: 0.75,
      xLimits: [0.125, 0.5],
      yLimits: [0.5, 0.9],
      lines: ['at 0.5'],
    });
  });

  it('has no limits if none could be estimated', () => {
    const at = evaluation(0.5, [measure('sensitivity', 1, null, null), measure('specificity', 0, null, null)]);
    expect(operatingPoint(at, () => [])).toMatchObject({ x: 1, y: 1, xLimits: null, yLimits: null });
  });

  it('is null without a threshold or with an empty class', () => {
    expect(operatingPoint(evaluation(null, null), () => [])).toBeNull();
    const empty = evaluation(0.5, [measure('sensitivity', null, null, null), measure('specificity', 1, 0.5, 1)]);
    expect(operatingPoint(empty, () => [])).toBeNull();
  });
});

import { expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { precisionRecall } from './precision-recall.ts';

const { cases } = reference;
const outcome = cases.outcome as (0 | 1)[];

it.each(cases.precisionRecall)('precisionRecall has R’s points, area and limits, score by sign $sign', (wanted) => {
  const direction = wanted.sign > 0 ? 'higher-is-positive' : 'lower-is-positive';
  const found = precisionRecall(wanted.score, outcome, { direction });
  expect(found.thresholds).toEqual(wanted.thresholds);
  for (const name of ['recall', 'precision'] as const) {
    found[name].forEach((value, i) => expect(value).toBeCloseTo(wanted[name][i]!, 12));
  }
  expect(found.averagePrecision).toBeCloseTo(wanted.average, 12);
  expect(found.lower).toBeCloseTo(wanted.limits[0]!, 12);
  expect(found.upper).toBeCloseTo(wanted.limits[1]!, 12);
  expect(found.prevalence).toBeCloseTo(41 / 113, 12);
});

it('precisionRecall of classes that do not overlap is 1 without limits, and of one class nothing', () => {
  const options = { direction: 'higher-is-positive' } as const;
  expect(precisionRecall([3, 2, 1], [1, 1, 0], options)).toMatchObject({
    averagePrecision: 1,
    lower: null,
    upper: null,
  });
  expect(precisionRecall([3, 2], [1, 1], options)).toMatchObject({ averagePrecision: null, recall: [] });
});

import { expect, it } from 'vitest';
import { percentilesOf, toAttention } from './attention.type.ts';

it('the percentile of a patch is its rank over their number; equal ones share their mean rank', () => {
  // Ranks 1.5, 3.5, 1.5, 3.5 of 4: rankdata(..., 'average') / 4 * 100 of scipy, as CLAM colours its heatmaps.
  expect(percentilesOf([0.1, 0.4, 0.1, 0.4])).toEqual([37.5, 87.5, 37.5, 87.5]);
  expect(percentilesOf([0.7, 0.1, 0.2])).toEqual([100, 100 / 3, 200 / 3]);
  expect(percentilesOf([])).toEqual([]);
});

it('an even share is 1, whatever the number of patches', () => {
  expect(toAttention({ sizePx: 8, x: [0, 8], y: [0, 0], share: [0.5, 0.5] }).relative).toEqual([1, 1]);
  expect(toAttention({ sizePx: 8, x: [0, 8, 16, 24], y: [0, 0, 0, 0], share: [1, 0, 0, 0] }).relative[0]).toBe(4);
});

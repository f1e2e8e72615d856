import { expect, test } from 'vitest';
import { softmax } from './decision.ts';

test('softmax equals hand calculation, and does not overflow', () => {
  expect(softmax([0, Math.log(3)])).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
  expect(softmax([1000, 0])).toEqual([1, 0]);
});

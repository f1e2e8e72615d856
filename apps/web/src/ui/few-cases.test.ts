import { expect, it } from 'vitest';
import { isFew } from './few-cases.ts';

it.each([
  [4, 4, true],
  [22, 25, true],
  [25, 25, false],
  [9, 800, true],
  [800, 9, true],
  [10, 40, false],
  [0, 0, true],
])('%i positive and %i negative cases: few is %s', (positive, negative, few) => {
  expect(isFew(positive, negative)).toBe(few);
});

import { expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import { attainableShare } from './attainable-share.ts';

it.each([
  // 14/19 = 0.7368 and 15/19 = 0.7895: neither is printed as 0.77.
  [0.77, 2, 19, [], 14, 15],
  // 36/47 = 0.7660, 37/47 = 0.7872: neither is printed as 0.78.
  [0.78, 2, 47, [], 36, 37],
  [0.79, 2, 19, [15], 15, 16],
  // 1/8 = 0.125 is printed as 0.12 or 0.13.
  [0.13, 2, 8, [1], 1, 2],
  [0.12, 2, 8, [1], 0, 1],
  [0.5, 1, 100, [45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55], 49, 51],
  [1, 2, 4, [4], 3, null],
  [0, 2, 4, [0], null, 1],
])('attainableShare: %d printed with %i decimals, of %i', (value, decimals, n, numerators, below, above) => {
  expect(attainableShare(value, decimals, n)).toEqual({ numerators, below, above });
});

it.each([
  [1.2, 2, 9],
  [0.5, -1, 9],
  [0.5, 2, 0],
])('attainableShare refuses %d, %i decimals, of %i', (value, decimals, n) => {
  expect(() => attainableShare(value, decimals, n)).toThrow(StatsInputError);
});

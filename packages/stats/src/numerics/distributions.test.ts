import { expect, it } from 'vitest';
import { normalQuantile } from './distributions.ts';

/** By scipy 1.17.1, which is checked against Boost: `from scipy.stats import norm; norm.ppf(p)`. */
const quantiles: readonly (readonly [p: number, z: number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965322],
  [1e-20, -9.262340089798409],
  [1e-17, -8.493793224109599],
  [1e-16, -8.222082216130435],
  [1e-15, -7.941345326170998],
  [1e-10, -6.361340902404056],
  [0.025, -1.9599639845400545],
  [0.5, 0],
  [0.975, 1.959963984540054],
];

it.each(quantiles)('normalQuantile of %d has every digit, however small the tail', (p, z) => {
  expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(z)));
});

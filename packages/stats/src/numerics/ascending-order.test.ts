import { describe, expect, it } from 'vitest';
import { ascendingOrder } from './ascending-order.ts';

/** The order of a comparison sort, which is stable: the radix sort must equal it. */
const byComparing = (values: Float64Array): number[] =>
  Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));

function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

describe('ascendingOrder', () => {
  const random = uniform(7);
  const kinds: Record<string, () => number> = {
    'spread over both signs': () => random() - 0.5,
    'with many ties': () => Math.floor(random() * 40) - 20,
    'of every magnitude': () => (random() < 0.5 ? -1 : 1) * 2 ** (2000 * random() - 1040),
    'zeros of both signs among small numbers': () => [0, -0, 5e-324, -5e-324, 1][Math.floor(random() * 5)] as number,
    'all equal': () => 3.25,
  };
  for (const [kind, next] of Object.entries(kinds)) {
    for (const n of [0, 1, 100, 4095, 4096, 20_000]) {
      it(`is the stable order of ${n} values ${kind}`, () => {
        const values = Float64Array.from({ length: n }, next);
        expect(Array.from(ascendingOrder(values))).toEqual(byComparing(values));
      });
    }
  }
});

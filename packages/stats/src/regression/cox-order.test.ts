import { describe, expect, it } from 'vitest';
import { orderRows } from './cox-order.ts';

const SIZES = [
  { n: 200, times: 7, strata: 1 },
  { n: 200, times: 7, strata: 3 },
  // Nearly every cell of stratum and time is empty: sorted the other way.
  { n: 60, times: 50, strata: 40 },
  { n: 1, times: 1, strata: 1 },
];

describe('orderRows', () => {
  for (const { n, times, strata } of SIZES) {
    it(`sorts ${n} rows of ${strata} strata and ${times} times, and finds the runs of equal ones`, () => {
      const position = Uint32Array.from({ length: n }, (_, i) => (i * 31) % times);
      const stratum = Uint32Array.from({ length: n }, (_, i) => (i * 17) % strata);
      const rows = Array.from({ length: n }, (_, i) => i).sort(
        (a, b) =>
          (stratum[a] as number) - (stratum[b] as number) || (position[a] as number) - (position[b] as number) || a - b,
      );
      const { place, blockStart, blockStratum, blockPosition } = orderRows(position, times, stratum, strata);

      expect(rows.map((row) => place[row])).toEqual(rows.map((_, sorted) => sorted));
      const keys = rows.map((row) => `${stratum[row]} ${position[row]}`);
      const firsts = keys.flatMap((key, sorted) => (key === keys[sorted - 1] ? [] : [sorted]));
      expect([...blockStart]).toEqual([...firsts, n]);
      expect([...blockStratum].map((code, block) => `${code} ${blockPosition[block]}`)).toEqual(
        firsts.map((first) => keys[first]),
      );
    });
  }
});

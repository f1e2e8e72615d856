import { describe, expect, it } from 'vitest';
import { protectedEdges, withoutThinEnds } from './protected-bins.ts';

const whole = { kind: 'quantity', stored: 'int' } as const;
const measured = { kind: 'quantity', stored: 'float8' } as const;
const day = (date: string) => Date.parse(date) / 86_400_000;

describe('the bins of all centres', () => {
  it('begin at round numbers around the middle half and are open at both ends', () => {
    // 48 to 63: one half of 15 to each side is 33 to 78, in at most 13 bins, so that 2.3 to 3.5 wide: 5.
    const { edges, scale } = protectedEdges(whole, { lowerQuartile: 48, median: 55, upperQuartile: 63 }, 380, 7);
    expect([scale, ...edges]).toEqual(['linear', -Infinity, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, Infinity]);
  });

  it('are fewer and wider of fewer patients', () => {
    const { edges } = protectedEdges(whole, { lowerQuartile: 48, median: 55, upperQuartile: 63 }, 90, 7);
    // 45 in three bins are 15 wide, and 10 is nearer to it than 20 by its ratio.
    expect(edges).toEqual([-Infinity, 30, 40, 50, 60, 70, 80, Infinity]);
  });

  it('do not begin below 0 where the middle half does not, and whole numbers are not divided', () => {
    const { edges, decimals } = protectedEdges(whole, { lowerQuartile: 1, median: 2, upperQuartile: 3 }, 380, 7);
    expect([decimals, ...edges]).toEqual([0, -Infinity, 1, 2, 3, 4, 5, Infinity]);
  });

  it('are powers of ten where the quartiles are far apart', () => {
    // 20 and 6000: a factor of 300, so 17 to each side is 1.2 to 104,000.
    const { edges, scale } = protectedEdges(measured, { lowerQuartile: 20, median: 400, upperQuartile: 6000 }, 380, 7);
    expect([scale, ...edges]).toEqual(['log', -Infinity, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, Infinity]);
  });

  it('begin on first days of quarters or more where patients come', () => {
    // Half of them from April 2020 to October 2021: from July 2019 to July 2022 in at most 13 bins, 36 months by 3.
    const middle = { lowerQuartile: day('2020-04-20'), median: day('2021-01-01'), upperQuartile: day('2021-10-03') };
    const { edges, scale } = protectedEdges({ kind: 'date', stored: 'date' }, middle, 380, 7);
    expect([scale, edges.length, edges[1], edges[2], edges.at(-2)]).toEqual([
      ...['calendar', 15, day('2019-07-01'), day('2019-10-01'), day('2022-07-01')],
    ]);
  });

  it('take in an outer bin of few', () => {
    const bins = { scale: 'linear', edges: [-Infinity, 10, 20, 30, 40, Infinity], decimals: 0 } as const;
    expect(withoutThinEnds(bins, [3, 9, 50, 60, 14], 14).edges).toEqual([-Infinity, 30, Infinity]);
    expect(withoutThinEnds(bins, [20, 9, 50, 60, 20], 14).edges).toEqual(bins.edges);
  });
});

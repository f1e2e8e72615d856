import { describe, expect, it } from 'vitest';
import { daysSince1970 } from '@haim/schema';
import { blockOf } from '../block.fixture.ts';
import { Cohort } from '../cohort.ts';
import { binsOf, calendarBins, decimalsOf } from './bins.ts';

const day = daysSince1970;

describe('the bins of a quantity', () => {
  it('are 1, 2 or 5 units of a power of ten and hold the whole range', () => {
    const ages = binsOf({ minimum: 23, median: 55, maximum: 88, decimals: 0 });
    expect(ages).toMatchObject({ scale: 'linear', decimals: 0 });
    // 65 years in bins of 5: from 20 to 90.
    expect(ages.edges).toEqual([20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
    expect(binsOf({ minimum: 0.1, median: 0.2, maximum: 0.35, decimals: 2 }).edges.slice(0, 3)).toEqual([
      0.1, 0.12, 0.14,
    ]);
  });

  it('are one bin where everybody has the same value', () => {
    expect(binsOf({ minimum: 7, median: 7, maximum: 7, decimals: 0 }).edges).toEqual([7, 8]);
    expect(binsOf({ minimum: 0, median: 0, maximum: 0, decimals: 0 }).edges).toEqual([0, 1]);
  });

  it('are on a logarithmic scale where the maximum is far above the median', () => {
    const { scale, edges } = binsOf({ minimum: 1.2, median: 320, maximum: 60_500, decimals: 1 });
    expect(scale).toBe('log');
    expect(edges).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]);
    // A value of 0 has no logarithm: it is in the first bin.
    expect(binsOf({ minimum: 0, median: 1, maximum: 900, decimals: 0 }).edges[0]).toBe(0);
  });

  it('never exceed what a byte can number, whatever the range', () => {
    for (const [minimum, maximum] of [
      [-3, 1e12],
      [1e-12, 1e-11],
      [-1e9, -1],
      [0.5, 1e300],
    ] as const) {
      for (const median of [minimum, (minimum + maximum) / 2]) {
        const { edges } = binsOf({ minimum, median, maximum, decimals: 6 });
        expect(edges.length).toBeLessThan(30);
        expect(edges[0]).toBeLessThanOrEqual(minimum);
        expect(edges.at(-1)).toBeGreaterThan(maximum);
        expect(edges.toSorted((a, b) => a - b)).toEqual(edges);
      }
    }
  });

  it('end one decimal below the next', () => {
    expect(decimalsOf(Float64Array.of(1, 2.5, 3.25))).toBe(2);
    expect(decimalsOf(Float64Array.of(1, 2))).toBe(0);
    expect(decimalsOf(Float64Array.of(1 / 3))).toBe(6);
  });
});

describe('the bins of a date', () => {
  it('are whole months, quarters or years', () => {
    const months = calendarBins(day('2023-11-20'), day('2024-02-29'), 24);
    expect(months.edges).toEqual(['2023-11-01', '2023-12-01', '2024-01-01', '2024-02-01', '2024-03-01'].map(day));
    const quarters = calendarBins(day('2020-02-01'), day('2023-12-31'), 24);
    expect(quarters.edges.slice(0, 2)).toEqual(['2020-01-01', '2020-04-01'].map(day));
    expect(quarters.edges.at(-1)).toBe(day('2024-01-01'));
  });
});

describe('a histogram', () => {
  const patient = (code: string, ageYears: number | null, sex: string) => ({
    id: crypto.randomUUID(),
    code,
    values: { ageYears, sex },
  });
  const blocks = [
    blockOf([patient('A', 23, 'male'), patient('B', 25, 'male'), patient('C', null, 'male')]),
    blockOf([patient('D', 34, 'female'), patient('E', 60, 'male')]),
  ];
  const bins = { scale: 'linear', edges: [20, 25, 30, 35, 60, 61], decimals: 0 } as const;
  const byBin = (filter: ConstructorParameters<typeof Cohort>[1], conditions: 'others' | 'all') => [
    ...new Cohort(blocks, filter).histogram('ageYears', bins, conditions),
  ];

  it('counts each known value in the bin that begins with it or before it', () => {
    expect(byBin(null, 'all')).toEqual([1, 1, 1, 0, 1]);
  });

  it('leaves the condition on its own variable out, and no other', () => {
    const filter = {
      and: [
        { variable: 'ageYears', between: [30, null] },
        { variable: 'sex', in: ['male'] },
      ],
    } as const;
    expect(byBin(filter, 'others')).toEqual([1, 1, 0, 0, 1]);
    expect(byBin(filter, 'all')).toEqual([0, 0, 0, 0, 1]);
  });
});

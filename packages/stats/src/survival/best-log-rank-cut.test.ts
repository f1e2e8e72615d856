import { describe, expect, it } from 'vitest';
import { readCsv } from '../../reference/read-csv.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { bestLogRankCut } from './best-log-rank-cut.ts';
import { logRank } from './log-rank.ts';

const table = readCsv(new URL('../../reference/goldens/lung.csv', import.meta.url));
const known = (table['age'] ?? []).flatMap((age, i) => (age === null ? [] : [i]));
const column = (name: string) => known.map((i) => Number(table[name]?.[i]));
const data = { days: column('time'), event: column('status').map((status) => status === 2) };
const values = column('age');

/** The log-rank test, which is R's (log-rank.test.ts), at each cut between the outer tenths. */
function everyCut(share: number) {
  const sorted = values.toSorted((a, b) => a - b);
  const [from, to] = [sorted[Math.ceil(sorted.length * share)]!, sorted[Math.floor(sorted.length * (1 - share))]!];
  return [...new Set(sorted)]
    .filter((cut) => cut > from && cut <= to)
    .map((cut) => {
      const side = (isHigh: boolean) => {
        const own = [...values.keys()].filter((i) => values[i]! >= cut === isHigh);
        return { days: own.map((i) => data.days[i]!), event: own.map((i) => data.event[i]!) };
      };
      const { pValue } = logRank([
        { label: 'low', times: side(false) },
        { label: 'high', times: side(true) },
      ]);
      return { cut, pValue: pValue! };
    });
}

describe('bestLogRankCut', () => {
  it.each([0.1, 0.25])('has the smallest p of the tests at every cut of lung, %d left out at each end', (share) => {
    const cuts = everyCut(share);
    const [wanted] = cuts.toSorted((a, b) => a.pValue - b.pValue);
    expect(cuts.length).toBeGreaterThan(10);
    const found = bestLogRankCut(data, values, share)!;
    expect(found.cut).toBe(wanted!.cut);
    expect(found.pValue).toBeCloseTo(wanted!.pValue, 12);
  });

  it('is null where values do not vary, nothing happened, or nobody is left', () => {
    expect(bestLogRankCut({ days: [1, 2, 3], event: [1, 1, 1] }, [5, 5, 5], 0)).toBeNull();
    expect(bestLogRankCut({ days: [1, 2, 3], event: [0, 0, 0] }, [1, 2, 3], 0)).toBeNull();
  });

  it('refuses values that are not as many, not finite, or a share of a half', () => {
    expect(() => bestLogRankCut({ days: [1, 2], event: [1, 1] }, [1], 0)).toThrow(StatsInputError);
    expect(() => bestLogRankCut({ days: [1, 2], event: [1, 1] }, [1, NaN], 0)).toThrow(/entry 1/);
    expect(() => bestLogRankCut({ days: [1, 2], event: [1, 1] }, [1, 2], 0.5)).toThrow(/share/);
  });
});

import { describe, expect, it } from 'vitest';
import { type CountOfAll, protectParts, roundedCount } from './protect-counts.ts';

const rule = { smallestCell: 7, roundTo: 5 };
/** Parts of which the asker has none. */
const foreign = (...counts: number[]): CountOfAll[] => counts.map((n) => ({ n, foreign: n }));
const shown = (counts: readonly CountOfAll[], own = rule) => {
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  return protectParts(counts, roundedCount(total, own), own);
};

describe('protected parts of a whole', () => {
  it('are rounded where none is small', () => {
    expect(shown(foreign(12, 13, 52))?.map(({ n }) => n)).toEqual([10, 15, 50]);
  });

  it('show a small part as a bound, and the largest as what fills up the whole', () => {
    // 7 + 23 + 61 = 91, shown 90; one small part leaves 3.5, shown 5; so 61 is shown as 90 - 25 - 5.
    expect(shown(foreign(7, 23, 61))).toEqual([
      { n: 7, atMost: true },
      { n: 25, atMost: false },
      { n: 60, atMost: false },
    ]);
  });

  it('do not tell nobody from a few', () => {
    expect(shown(foreign(0, 23, 68))).toEqual(shown(foreign(7, 23, 61)));
  });

  it('are small by the patients of other centres, and bounded by those of the asker too', () => {
    expect(
      shown([
        { n: 40, foreign: 6 },
        { n: 70, foreign: 60 },
      ])?.[0],
    ).toEqual({ n: 41, atMost: true });
  });

  it('tell nothing where every part is small', () => {
    expect(shown(foreign(5, 6))).toBeNull();
  });

  it('leave every number of patients possible in each part that is shown as a bound', () => {
    // All tables of three parts, by what is shown of them: among those that look alike, a hidden part takes every value.
    const small = { smallestCell: 4, roundTo: 3 };
    const most = 60;
    const alike = new Map<string, Set<number>[]>();
    for (let a = 0; a <= most; a++) {
      for (let b = 0; b <= most; b++) {
        for (let c = 0; c <= most - a - b; c++) {
          const parts = foreign(a, b, c);
          const found = shown(parts, small);
          if (found === null || found.every(({ atMost }) => !atMost)) continue;
          const key = JSON.stringify([roundedCount(a + b + c, small), found]);
          const values = alike.get(key) ?? [new Set<number>(), new Set<number>(), new Set<number>()];
          [a, b, c].forEach((n, i) => values[i]!.add(n));
          alike.set(key, values);
        }
      }
    }
    expect(alike.size).toBeGreaterThan(200);
    const solved = [...alike].filter(([key, values]) => {
      const [total, parts] = JSON.parse(key) as [number, { atMost: boolean }[]];
      // Larger wholes look alike with some that were not drawn.
      return total < most - 10 && parts.some(({ atMost }, i) => atMost && values[i]!.size <= small.smallestCell);
    });
    expect(solved.map(([key]) => key)).toEqual([]);
  });

  it('never show a count from 1 to the smallest cell of patients of other centres, in 10,000 drawn tables', () => {
    let seed = 7;
    const draw = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let i = 0; i < 10_000; i++) {
      const parts = Array.from({ length: 2 + draw(5) }, () => {
        const own = draw(20);
        return { n: own + draw(draw(4) === 0 ? 12 : 120), own };
      }).map(({ n, own }) => ({ n, foreign: n - own }));
      for (const [k, { n, atMost }] of (shown(parts) ?? []).entries()) {
        const { n: exact, foreign: theirs } = parts[k]!;
        if (atMost) expect([theirs <= 7, n]).toEqual([true, exact - theirs + 7]);
        else expect([theirs > 7, n > 7, n % 5]).toEqual([true, true, 0]);
      }
    }
  });
});

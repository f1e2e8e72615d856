import { describe, expect, it } from 'vitest';
import { type CountOfAll, protectFamily, protectParts, roundedCount } from './protect-counts.ts';

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

  it('add up to the whole that is shown, each a multiple beside its number', () => {
    // Six of 12 are 72, shown 70: each by itself would be 10. Two of them are 15, so that the sum tells nothing.
    expect(shown(foreign(12, 12, 12, 12, 12, 12))?.map(({ n }) => n)).toEqual([15, 15, 10, 10, 10, 10]);
  });

  it('show a small part as a bound, and leave as much for it as the half of a bound', () => {
    // 7 + 23 + 61 = 91, shown 90; one small part leaves 3.5, shown 5; of the other 85, 23 is nearer to 25 than 61 to 65.
    expect(shown(foreign(7, 23, 61))).toEqual([
      { n: 7, atMost: true },
      { n: 25, atMost: false },
      { n: 60, atMost: false },
    ]);
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

  it('let the best guess of a hidden part be right hardly more often than any other', () => {
    // Every table of a hidden part and two others alike, once: by what is shown, how often is the most frequent value right?
    const alike = new Map<string, number[]>();
    const most = 75;
    for (let hidden = 0; hidden <= rule.smallestCell; hidden++) {
      for (let b = rule.smallestCell + 1; b < most; b++) {
        for (let c = rule.smallestCell + 1; c < most; c++) {
          const found = shown(foreign(hidden, b, c));
          const total = roundedCount(hidden + b + c, rule);
          if (found === null || total < 30 || total > most - 15) continue;
          const key = JSON.stringify([total, found]);
          const values = alike.get(key) ?? Array.from({ length: rule.smallestCell + 1 }, () => 0);
          values[hidden] = (values[hidden] ?? 0) + 1;
          alike.set(key, values);
        }
      }
    }
    const tables = [...alike.values()].flat().reduce((sum, n) => sum + n, 0);
    const right = [...alike.values()].reduce((sum, values) => sum + Math.max(...values), 0);
    expect(right / tables).toBeLessThanOrEqual(1 / (rule.smallestCell + 1) + 0.02);
    expect([...alike.values()].filter((values) => values.includes(0))).toEqual([]);
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

describe('parts that also count together', () => {
  const family = (...counts: number[]) => {
    const cells = foreign(...counts);
    const total = roundedCount(counts.reduce((sum, n) => sum + n, 0), rule); // prettier-ignore
    return protectFamily(cells, (place) => place < 2, total, rule);
  };

  it('are the sum of what is told of each where none of them is small', () => {
    expect(family(21, 40, 30)).toEqual({
      cells: [20, 40, 30].map((n) => ({ n, atMost: false })),
      together: { n: 60, atMost: false },
    });
  });

  it('are told together, and each as a bound, where one of them is small', () => {
    const found = family(3, 40, 30)!;
    // 43 and 30 are 73, shown 75: the family is nearer to the multiple above.
    expect(found.together).toEqual({ n: 45, atMost: false });
    expect(found.cells).toEqual([
      { n: 7, atMost: true },
      { n: 50, atMost: true },
      { n: 30, atMost: false },
    ]);
    // Nobody and a few look alike.
    expect(family(0, 43, 30)).toEqual(found);
  });

  it('are a bound together where both of few', () => {
    expect(family(3, 2, 60)?.together).toEqual({ n: 7, atMost: true });
  });
});

import { describe, expect, it } from 'vitest';
import { checklistNames, checklists, reportingFacts } from './index.ts';

describe('checklists', () => {
  // Main items, as each publication numbers them.
  it.each([
    ['tripod', 27],
    ['claim', 44],
    ['stard', 30],
    ['strobe', 22],
  ] as const)('%s has every one of its %i items, each once and in both languages', (name, n) => {
    const { items } = checklists[name];
    const ids = items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(ids.map((id) => Number.parseInt(id, 10)))]).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    for (const { asks } of items) {
      expect(asks.en).not.toBe('');
      expect(asks.zh).toMatch(/[一-鿿]/);
    }
  });

  it('use every fact', () => {
    const used = new Set(checklistNames.flatMap((name) => checklists[name].items.map(({ fact }) => fact)));
    expect(reportingFacts.filter((fact) => !used.has(fact))).toEqual([]);
  });
});

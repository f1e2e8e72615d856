import { describe, expect, it } from 'vitest';
import { termsByArm } from './terms-by-arm.ts';

describe('adverse events by term', () => {
  // By hand: of HTI 3 + 2 had nausea, 2 of them at grade 3; of HAIC 1.
  const rows = termsByArm([
    { arm: 'HTI', term: 'Thrombocytopenia', grade: 4, n: 7 },
    { arm: 'HTI', term: 'Fever', grade: 1, n: 9 },
    { arm: 'HTI', term: 'Nausea', grade: 1, n: 3 },
    { arm: 'HTI', term: 'Nausea', grade: 3, n: 2 },
    { arm: 'HAIC', term: 'Nausea', grade: 2, n: 1 },
    { arm: null, term: 'Vomiting', grade: 5, n: 1 },
    { arm: null, term: 'Felt odd', grade: 1, n: 1 },
  ]);

  it('come by organ class, the most frequent of it first, and what CTCAE does not name last', () => {
    expect(rows.map(({ term }) => term)).toEqual(['Nausea', 'Vomiting', 'Fever', 'Thrombocytopenia', 'Felt odd']);
  });

  it('count the patients of each arm once, at any grade and at grade 3 or more', () => {
    expect(rows[0]!.arms.get('HTI')).toEqual({ any: 5, severe: 2 });
    expect(rows[0]!.arms.get('HAIC')).toEqual({ any: 1, severe: 0 });
    expect(rows[1]!.arms.get(null)).toEqual({ any: 1, severe: 1 });
  });

  it('propose a term for a text that CTCAE does not name, where one is likely', () => {
    expect(rows.map(({ likely }) => likely?.en ?? null)).toEqual([null, null, null, 'Platelet count decreased', null]);
    expect(rows[3]!.coded).toBeNull();
    expect(rows[0]!.coded?.organClass.en).toBe('Gastrointestinal disorders');
  });
});

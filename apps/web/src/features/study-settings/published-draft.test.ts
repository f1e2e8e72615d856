import { checkPublishedResponse } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { type StoredPublished } from './published-query.ts';
import { publishedDraftOf, publishedInput, publishedOf } from './published-draft.ts';

const stored = {
  ...{ version: 1, updatedAt: null, updatedBy: null, source: ' An article ' },
  rates: [
    { rate: 'DCR', arm: 'HTI', patients: 264, of: 281 },
    { rate: 'ORR', arm: null, patients: 174, of: 378 },
    { rate: 'ORR', arm: 'TACE', patients: 1, of: 2 },
  ],
  claimed: [{ rate: 'ORR', arm: null, paper: 'an-article' }],
} as unknown as StoredPublished;

describe('published counts as they are typed', () => {
  const draft = publishedDraftOf(stored, ['HAIC', 'HTI']);

  it('have a line for each rate in each arm and in all', () => {
    expect(draft.rates.map(({ rate, arm, patients }) => [rate, arm, patients])).toEqual([
      ['orr', 'HAIC', ''],
      ['orr', 'HTI', ''],
      ['orr', null, 174],
      ['dcr', 'HAIC', ''],
      ['dcr', 'HTI', 264],
      ['dcr', null, ''],
    ]);
  });

  it('name the paper that claims a rate', () => {
    expect(draft.rates.filter(({ paper }) => paper !== null).map(({ rate, arm, paper }) => [rate, arm, paper])).toEqual(
      [['orr', null, 'an-article']],
    );
  });

  it('are sent without empty lines', () => {
    expect(publishedInput(publishedOf(draft))).toEqual({
      source: 'An article',
      rates: [
        { rate: 'ORR', arm: null, patients: 174, of: 378 },
        { rate: 'DCR', arm: 'HTI', patients: 264, of: 281 },
      ],
    });
  });

  it('of which one half is empty are refused at their line', () => {
    const half = { ...draft, rates: draft.rates.map((one) => (one.arm === 'HTI' ? { ...one, of: '' } : one)) };
    expect(checkPublishedResponse(publishedOf(half), ['HAIC', 'HTI']).map(({ field }) => field)).toEqual(['dcr.HTI']);
  });
});

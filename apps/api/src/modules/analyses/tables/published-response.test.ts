import { checkPublishedResponse, type PublishedRate } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { comparePublished } from './published-response.ts';
import { countsOf } from './response-table.ts';

// Table 1 of the publication: CR, PR, SD and PD of each arm.
const rows = [
  countsOf('HAIC', 97, { cr: 5, pr: 16, sd: 63, pd: 13 }, 'wilson'),
  countsOf('HTI', 281, { cr: 18, pr: 135, sd: 112, pd: 16 }, 'wilson'),
];
const total = countsOf('All', 378, { cr: 23, pr: 151, sd: 175, pd: 29 }, 'wilson');
const rate = (name: 'orr' | 'dcr', arm: string | null, patients: number, of: number): PublishedRate => ({
  ...{ rate: name, arm, patients, of },
});

describe('published counts beside recomputed ones', () => {
  it('match but for one patient: printed 93.95 % is 264 of 281, and 18 + 135 + 112 are 265', () => {
    const printed = [
      rate('orr', 'HAIC', 21, 97),
      rate('orr', 'HTI', 153, 281),
      rate('orr', null, 174, 378),
      rate('dcr', 'HAIC', 84, 97),
      rate('dcr', 'HTI', 264, 281),
      rate('dcr', null, 348, 378),
    ];
    const found = comparePublished(printed, { rows, total });
    expect(found.map(({ verdict, difference, recomputed }) => [verdict, difference, recomputed.patients])).toEqual([
      ['matches', 0, 21],
      ['matches', 0, 153],
      ['matches', 0, 174],
      ['matches', 0, 84],
      ['differs', 1, 265],
      ['differs', 1, 349],
    ]);
  });

  it('are of other patients where the totals differ, and of nobody in an arm without patients', () => {
    expect(comparePublished([rate('orr', 'HTI', 153, 280)], { rows, total })[0]?.verdict).toBe('otherTotal');
    expect(comparePublished([rate('orr', 'TACE', 1, 5)], { rows, total })[0]).toMatchObject({
      ...{ recomputed: { patients: 0, of: 0 }, verdict: 'otherTotal', difference: -1 },
    });
    expect(comparePublished([rate('dcr', null, 1, 5)], { rows: [], total: null })[0]?.verdict).toBe('otherTotal');
  });
});

describe('what is stated as published', () => {
  const faults = (rates: readonly PublishedRate[], source = 'An article, table 1') =>
    checkPublishedResponse({ source, rates }, ['HAIC', 'HTI']).map(({ field }) => field);

  it('is refused by its place', () => {
    expect(faults([rate('orr', 'HTI', 153, 281), rate('orr', null, 0, 1)])).toEqual([]);
    expect(faults([], ' ')).toEqual(['source']);
    expect(faults([], 'x'.repeat(501))).toEqual(['source']);
    expect(faults([rate('orr', 'TACE', 1, 2)])).toEqual(['orr.TACE']);
    expect(faults([rate('dcr', 'HTI', 3, 2)])).toEqual(['dcr.HTI']);
    expect(faults([rate('dcr', 'HTI', 1.5, 2)])).toEqual(['dcr.HTI']);
    expect(faults([rate('dcr', null, -1, 2), rate('orr', null, 0, 0)])).toEqual(['dcr.all', 'orr.all']);
    expect(faults([rate('orr', null, 1, 2), rate('orr', null, 1, 2)])).toEqual(['orr.all']);
    expect(faults([rate('hr' as 'orr', null, 1, 2)])).toEqual(['hr.all']);
  });
});

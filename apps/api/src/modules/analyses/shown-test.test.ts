import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testOfShown } from './shown-test.ts';

interface InR {
  readonly yes1: number;
  readonly n1: number;
  readonly yes2: number;
  readonly n2: number;
  readonly p: number;
  readonly lowest: number;
  readonly highest: number;
}
const inR = JSON.parse(readFileSync(new URL('shown-test.json', import.meta.url), 'utf8')) as InR[];

const rate = (yes: number, n: number, atMost = false) => ({ yes: { n: yes, atMost }, of: { n, atMost: false } });

describe('the test of two protected rates', () => {
  it.each(inR)('of $yes1/$n1 and $yes2/$n2 is that of R, to two figures, between the least and the greatest p over all counts that round alike', ({
    yes1, n1, yes2, n2, p, lowest, highest,
  }) => {
    const test = testOfShown([rate(yes1, n1), rate(yes2, n2)], 5)!;
    expect([test.pValue, test.lowestP]).toEqual([Number(p.toPrecision(2)), Number(lowest.toPrecision(2))]);
    // Where either may be ahead, R goes through whole numbers alone and comes as near to 1 as they permit.
    if (highest > 0.99) expect(test.highestP).toBe(1);
    else expect(test.highestP).toBe(Number(highest.toPrecision(2)));
  }); // prettier-ignore

  it('is none where a count is a bound, or nobody or everybody has it', () => {
    expect(testOfShown([rate(7, 95, true), rate(155, 280)], 5)).toBeNull();
    expect(testOfShown([rate(0, 95), rate(0, 280)], 5)).toBeNull();
    expect(testOfShown([rate(95, 95), rate(280, 280)], 5)).toBeNull();
    expect(testOfShown([rate(100, 95), rate(155, 280)], 5)).toBeNull();
  });
});

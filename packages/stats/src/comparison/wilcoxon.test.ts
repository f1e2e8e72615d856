import { describe, expect, it } from 'vitest';
import { wilcoxonRankSum } from './wilcoxon.ts';

const [a, b] = [
  { label: 'a', values: [1, 2, 3] },
  { label: 'b', values: [4, 5, 6] },
];

describe('wilcoxonRankSum', () => {
  it('has a two-sided p of 2/20 for the most extreme of 20 orders', () => {
    expect(wilcoxonRankSum(a, b)).toMatchObject({ w: 0, hasTies: false });
    expect(wilcoxonRankSum(a, b).pValue).toBeCloseTo(2 / 20, 14);
    const equal = { label: 'a', values: [7, 7] };
    expect(wilcoxonRankSum(equal, equal).pValue).toBeNull();
  });
});

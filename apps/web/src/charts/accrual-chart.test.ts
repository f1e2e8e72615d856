import { describe, expect, it } from 'vitest';
import { accrualPicture, namedMonths } from './accrual-chart-data.ts';

const months = ['2021-11', '2021-12', '2022-01'];

describe('the picture of accrual', () => {
  it('stacks centres in their order, summed over the months or month by month', () => {
    const series = [
      { key: 'A', counts: [1, 0, 2] },
      { key: 'B', counts: [0, 4, 1] },
    ];
    const summed = accrualPicture(months, series, [2, 4, 6], true, 'others');
    expect(summed.bands.map(({ from, to }) => [from, to])).toEqual([
      [[0, 0, 0], [1, 1, 3]],
      [[1, 1, 3], [1, 5, 8]],
    ]); // prettier-ignore
    expect([summed.ticks, summed.planned]).toEqual([
      [0, 2, 4, 6, 8],
      [2, 4, 6],
    ]);
    const single = accrualPicture(months, series, [2, 4, 6], false, 'others');
    expect(single.bands.at(-1)?.to).toEqual([1, 4, 3]);
    expect([single.ticks, single.planned]).toEqual([[0, 1, 2, 3, 4], null]);
  });

  it('joins the smallest of more centres than have a colour', () => {
    const series = [3, 9, 1, 8, 7, 6, 2].map((n, k) => ({ key: `C${k}`, counts: [n, 0, 1] }));
    const { bands } = accrualPicture(months, series, null, false, 'others');
    expect(bands.map(({ key, values }) => [key, ...values])).toEqual([
      ['C0', 3, 0, 1],
      ['C1', 9, 0, 1],
      ['C3', 8, 0, 1],
      ['C4', 7, 0, 1],
      ['C5', 6, 0, 1],
      ['others', 3, 0, 2],
    ]);
  });

  it('has an axis also where nobody was included', () => {
    expect(accrualPicture(months, [{ key: 'A', counts: [0, 0, 0] }], null, true, 'others').ticks).toEqual([0, 1]);
  });

  it('names quarters of a short study and Januaries of a long one', () => {
    const long = Array.from(
      { length: 60 },
      (_, k) => `${2018 + Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}`,
    );
    expect(namedMonths(months, 8)).toEqual([0, 1, 2]);
    expect(namedMonths(long.slice(0, 15), 6)).toEqual([0, 3, 6, 9, 12]);
    expect(namedMonths(long, 8)).toEqual([0, 12, 24, 36, 48]);
    expect(namedMonths(long, 3)).toEqual([0, 24, 48]);
  });
});

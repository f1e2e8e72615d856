import { describe, expect, it } from 'vitest';
import { edgesOf, movedEdge, placeByKey, rangeOf } from './bin-range.ts';

const counts = { n: 1, atMost: false, own: null, ofAll: 2, ofAllAtMost: false };
const bin = (from: number | null, to: number | null) => ({ from, to, ...counts });
const bins = [bin(20, 29), bin(30, 39), bin(40, 49), bin(50, 59)];

describe('a range over the bins of a histogram', () => {
  it('covers every bin that has a value of it', () => {
    expect(edgesOf(bins, [30, 49])).toEqual([1, 3]);
    expect(edgesOf(bins, [35, 41])).toEqual([1, 3]);
    expect(edgesOf(bins, [null, 29])).toEqual([0, 1]);
    expect(edgesOf(bins, [null, null])).toEqual([0, 4]);
  });

  it('covers nothing where it holds no bin', () => {
    expect(edgesOf(bins, [70, null])).toEqual([4, 4]);
    expect(edgesOf(bins, [null, 10])).toEqual([0, 0]);
  });

  it('is open where it reaches the first or the last bin', () => {
    expect(rangeOf(bins, [1, 3])).toEqual([30, 49]);
    expect(rangeOf(bins, [0, 2])).toEqual([null, 39]);
    expect(rangeOf(bins, [0, 4])).toEqual([null, null]);
  });

  it('reaches without limit into an outer bin that is open', () => {
    const open = [bin(null, 39), bin(40, 49), bin(50, null)];
    expect(edgesOf(open, [10, 45])).toEqual([0, 2]);
    expect(edgesOf(open, [70, null])).toEqual([2, 3]);
    expect(rangeOf(open, [0, 1])).toEqual([null, 39]);
    expect(rangeOf(open, [2, 3])).toEqual([50, null]);
  });

  it('is of days where the bins are', () => {
    const months = [
      { from: '2024-01-01', to: '2024-01-31', ...counts },
      { from: '2024-02-01', to: '2024-02-29', ...counts },
    ];
    expect(edgesOf(months, ['2024-02-10', null])).toEqual([1, 2]);
    expect(rangeOf(months, [1, 2])).toEqual(['2024-02-01', null]);
  });
});

describe('an edge of a range', () => {
  it('stays within the bins and one bin from the other edge', () => {
    expect(movedEdge([1, 3], 'from', 7, 4)).toEqual([2, 3]);
    expect(movedEdge([1, 3], 'from', -2, 4)).toEqual([0, 3]);
    expect(movedEdge([1, 3], 'to', 0, 4)).toEqual([1, 2]);
    expect(movedEdge([1, 3], 'to', 9, 4)).toEqual([1, 4]);
  });

  it('moves by keys', () => {
    expect(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'a'].map((key) => placeByKey(key, 2, 4))).toEqual([
      3,
      1,
      0,
      4,
      null,
    ]);
  });
});

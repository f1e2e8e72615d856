import { describe, expect, it } from 'vitest';
import { namesApart, rowsFor } from './kaplan-meier-chart-places.ts';

describe('placing names at the ends of curves', () => {
  it('keeps names where their curves end if there is room', () => {
    expect(namesApart([{ y: 200 }, { y: 50 }], 300).map(({ y }) => y)).toEqual([200, 50]);
  });

  it('places no name below the axis', () => {
    expect(namesApart([{ y: 304 }], 295).map(({ y }) => y)).toEqual([295]);
  });

  it('moves names up if several curves end at the axis', () => {
    // Three at 0 %: 295, and a line of 15 px above each other.
    expect(namesApart([{ y: 304 }, { y: 304 }, { y: 304 }, { y: 100 }], 295).map(({ y }) => y)).toEqual([
      295, 280, 265, 100,
    ]);
  });
});

describe('placing labels beside each other', () => {
  it('puts labels into one row until one would touch the previous one', () => {
    const words = [
      { from: 0, to: 30 },
      { from: 20, to: 50 },
      { from: 30, to: 60 },
      { from: 40, to: 70 },
      { from: 90, to: 120 },
    ];
    expect(rowsFor(words)).toEqual([0, 1, 0, 2, 0]);
  });
});
